import { AuditError, safeText } from '../base/index.js';
import type { ScoredExample } from './scored-example.js';
import { maxSkippedShare, type ScoringJob, type ScoringResult } from './scoring-job.js';

/** Counts the examples that could not be read, and stops the run when they are too many. */
export class SkipTracker {
  readonly #total: number;
  readonly #job: ScoringJob;
  #count = 0;
  readonly #first: { id: string; reason: string }[] = [];

  constructor(total: number, job: ScoringJob) {
    this.#total = total;
    this.#job = job;
  }

  note(examples: readonly ScoredExample[]): void {
    for (const { id, result } of examples) {
      if (result.kind !== 'skipped') continue;
      this.#count += 1;
      if (this.#first.length < 100) this.#first.push({ id, reason: result.reason });
    }
    assertFewSkipped({ count: this.#count, examples: this.#first }, this.#total, this.#job.files[0] ?? '');
  }

  result(): ScoringResult['skipped'] {
    return { count: this.#count, examples: this.#first };
  }
}

/**
 * Refuses a set of which too much cannot be read.
 *
 * @param total rows of the whole set, also where only a shard of it is scored
 * @throws {AuditError} `data`
 */
export function assertFewSkipped({ count, examples }: ScoringResult['skipped'], total: number, file: string): void {
  if (count <= Math.max(0, total * maxSkippedShare)) return;
  const shown = examples.slice(0, 3).map(({ id, reason }) => `${safeText(id)} (${safeText(reason)})`);
  throw new AuditError(
    'data',
    `More than ${maxSkippedShare * 100} % of the ${total} examples cannot be read, such as ${shown.join('; ')}.`,
    {
      place: { file },
      wayOut: 'What is left would be another evaluation set: mend the files first.',
    },
  );
}
