import { AuditError } from '../base/index.js';
import { inputColumns, inputFileState } from '../data/index.js';
import type { OutcomeTableShape } from './outcome-columns.js';
import { openOutcomeReader, type OutcomeReader } from './outcome-table.js';
import { claimParts, dropParts, wholeParts } from './part-files.js';
import { rowFiles } from './row-files.js';
import type { ScoredExample } from './scored-example.js';
import type { ScoringJob } from './scoring-job.js';
import type { RowsToScore } from './shard-rows.js';

/** What an earlier run left whole. */
export interface ReusedRows {
  /** How many rows. */
  readonly reused: number;
  /** Where in the table to look for the next one. */
  readonly next: number;
}

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
  wanted: RowsToScore,
  onRows: (examples: readonly ScoredExample[], checked: number) => void,
): Promise<ReusedRows> {
  await claimParts(job.outcomes, job.key);
  const first = wanted.range?.by === 'row' ? wanted.range.from : 0;
  const parts = await wholeParts(job.outcomes);
  if (parts.length === 0) return { reused: 0, next: first };
  const total = wanted.count;
  const states = rowStates(job, wanted, parts.length * rowsPerPart);
  const reader = await openOutcomeReader(job.outcomes, parts, shape);
  let [whole, reused, next] = [0, 0, first];
  try {
    for (const { index, file } of parts) {
      const end = Math.min(total, reused + rowsPerPart);
      if (index !== whole || reused >= total) break;
      const part = await checkPart(reader, file, states, end - reused, (checked) => onRows([], reused + checked));
      if (!part) break;
      onRows(part.skipped, end);
      [whole, reused, next] = [whole + 1, end, part.next];
    }
  } finally {
    reader.close();
    await states.return();
  }
  await dropParts(job.outcomes, whole);
  return { reused, next };
}

/** The skipped examples of a part that counts, and the row after it; nothing for any other. */
async function checkPart(
  reader: OutcomeReader,
  file: string,
  states: AsyncGenerator<RowState, void>,
  size: number,
  onChecked: (rows: number) => void,
): Promise<{ readonly skipped: readonly ScoredExample[]; readonly next: number } | undefined> {
  const skipped: ScoredExample[] = [];
  let [count, next] = [0, 0];
  try {
    for await (const examples of reader.read(file)) {
      for (const example of examples) {
        const state = await states.next();
        if (count >= size || state.done === true) return undefined;
        if (state.value.row !== example.row || state.value.files !== example.files) return undefined;
        if (example.result.kind === 'skipped') skipped.push(example);
        [count, next] = [count + 1, example.row + 1];
      }
      onChecked(count);
    }
  } catch (error) {
    // What is damaged is scored again; running out of memory is no damage.
    if (error instanceof AuditError && error.code === 'data') return undefined;
    throw error;
  }
  return count === size ? { skipped, next } : undefined;
}

/** A row that is to be scored, and what its files are now. */
interface RowState {
  readonly row: number;
  readonly files: string | undefined;
}

async function* rowStates(job: ScoringJob, wanted: RowsToScore, limit: number): AsyncGenerator<RowState, void> {
  const inputs = Object.entries(job.inputs).filter(([, { kind }]) => kind === 'image' || kind === 'array');
  if (inputs.length === 0 && wanted.range?.by !== 'unit') {
    const from = wanted.range?.from ?? 0;
    for (let i = 0; i < Math.min(limit, wanted.count); i++) yield { row: from + i, files: undefined };
    return;
  }
  const columns = inputs.flatMap(([, spec]) => inputColumns(spec));
  for await (const batch of wanted.read({ columns, limit })) {
    for (const [i, row] of batch.rows.entries()) {
      const states = new Map<string, string>();
      for (const [name, spec] of inputs) {
        const [column = ''] = inputColumns(spec);
        states.set(name, inputFileState(spec, batch.columns[column]?.[i] ?? null, job.folder) ?? '');
      }
      yield { row, files: rowFiles(states) };
    }
  }
}
