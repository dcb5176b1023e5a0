import { AuditError } from '../base/index.js';
import { inputColumns, inputFileState, type Table } from '../data/index.js';
import type { OutcomeTableShape } from './outcome-columns.js';
import { openOutcomeReader, type OutcomeReader } from './outcome-table.js';
import { claimParts, dropParts, wholeParts } from './part-files.js';
import { rowFiles } from './row-files.js';
import type { ScoredExample } from './scored-example.js';
import type { ScoringJob } from './scoring-job.js';

/**
 * Finds how many rows an earlier run of the same key left whole, from the first one on, and removes every part after them.
 *
 * A part counts where none before it is missing, it can be read, it has just its rows, and every file that its rows name still has
 * the bytes that were scored (or still cannot be read for the same reason).
 *
 * @param onRows called with examples of parts that count and, as often as some were read, with none
 */
export async function reuseParts(
  job: ScoringJob,
  shape: OutcomeTableShape,
  rowsPerPart: number,
  table: Table,
  onRows: (examples: readonly ScoredExample[], checked: number) => void,
): Promise<number> {
  await claimParts(job.outcomes, job.key);
  const parts = await wholeParts(job.outcomes);
  if (parts.length === 0) return 0;
  const total = await table.rowCount();
  const states = fileStates(job, table, parts.length * rowsPerPart);
  const reader = await openOutcomeReader(job.outcomes, parts, shape);
  let [whole, row] = [0, 0];
  try {
    for (const { index, file } of parts) {
      const end = Math.min(total, row + rowsPerPart);
      if (index !== whole || row >= total) break;
      const skipped = await checkPart(reader, file, states, row, end, (checked) => onRows([], checked));
      if (!skipped) break;
      onRows(skipped, end);
      [whole, row] = [whole + 1, end];
    }
  } finally {
    reader.close();
    await states.return();
  }
  await dropParts(job.outcomes, whole);
  return row;
}

/** The skipped examples of a part that counts; nothing for any other. */
async function checkPart(
  reader: OutcomeReader,
  file: string,
  states: AsyncGenerator<string | undefined>,
  from: number,
  to: number,
  onChecked: (rows: number) => void,
): Promise<readonly ScoredExample[] | undefined> {
  const skipped: ScoredExample[] = [];
  let row = from;
  try {
    for await (const examples of reader.read(file)) {
      for (const example of examples) {
        const state = await states.next();
        if (row >= to || example.row !== row || state.done === true || state.value !== example.files) return undefined;
        if (example.result.kind === 'skipped') skipped.push(example);
        row += 1;
      }
      onChecked(row);
    }
  } catch (error) {
    // What is damaged is scored again; running out of memory is no damage.
    if (error instanceof AuditError && error.code === 'data') return undefined;
    throw error;
  }
  return row === to ? skipped : undefined;
}

/** What the files of each row are now, in the order of the table. */
async function* fileStates(job: ScoringJob, table: Table, limit: number): AsyncGenerator<string | undefined, void> {
  const inputs = Object.entries(job.inputs).filter(([, { kind }]) => kind === 'image' || kind === 'array');
  const columns = inputs.flatMap(([, spec]) => inputColumns(spec));
  if (inputs.length === 0) {
    for (let i = 0; i < limit; i++) yield undefined;
    return;
  }
  for await (const batch of table.rows({ columns, limit })) {
    for (let i = 0; i < batch.count; i++) {
      const states = new Map<string, string>();
      for (const [name, spec] of inputs) {
        const [column = ''] = inputColumns(spec);
        states.set(name, inputFileState(spec, batch.columns[column]?.[i] ?? null, job.folder) ?? '');
      }
      yield rowFiles(states);
    }
  }
}
