import { realpath } from 'node:fs/promises';
import { AuditError } from '../base/index.js';
import { openTable, type Table } from '../data/index.js';
import { createThreadPool, entryUrl, serveWatchedChild } from '../models/index.js';
import { aliveWhile } from './alive-while.js';
import { scoreTable, type ScoringPool } from './score-table.js';
import type { ScoringThreadData } from './score-thread.js';
import type { ScoringJob } from './scoring-job.js';

serveWatchedChild(async (job: ScoringJob, tools) => {
  const data: ScoringThreadData = {
    job: { models: job.models, inputs: job.inputs, outcome: job.outcome, folder: job.folder },
  };
  const entry = entryUrl(import.meta.url, './score-thread.js');
  const pool: ScoringPool = createThreadPool(entry, job.workers, data, 2, (what, lane) => tools.doing(what, lane));
  let table: Table | undefined;
  try {
    // While the threads load the models.
    const opening = openTable(job.files, { scratch: await realpath(job.scratch) });
    table = await aliveWhile(tools, 'checking the table', opening);
    const result = await scoreTable(job, table, pool, tools);
    // Only then: a thread that is ended inside the runtime takes the process with it, before an error could be told.
    await pool.close();
    return result;
  } catch (error) {
    throw await aliveWhile(tools, 'looking for the row', withTable(error, job, table));
  } finally {
    table?.close();
  }
});

/** What is wrong with a row is wrong in the table. */
async function withTable(error: unknown, job: ScoringJob, table: Table | undefined): Promise<unknown> {
  if (!(error instanceof AuditError) || error.code !== 'data' || error.place) return error;
  const { row } = error;
  return new AuditError('data', error.message, {
    place: row !== undefined && table ? await table.placeOf(row) : { file: job.files[0] ?? '' },
    wayOut: error.wayOut,
    cause: error,
  });
}
