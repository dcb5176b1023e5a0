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
    if (this.#count > Math.max(0, this.#total * maxSkippedShare)) {
      const shown = this.#first.slice(0, 3).map(({ id, reason }) => `${safeText(id)} (${safeText(reason)})`);
      throw new AuditError(
        'data',
        `More than ${maxSkippedShare * 100} % of the ${this.#total} examples cannot be read, such as ${shown.join('; ')}.`,
        {
          place: { file: this.#job.files[0] ?? '' },
          wayOut: 'What is left would be another evaluation set: mend the files first.',
        },
      );
    }
  }

  result(): ScoringResult['skipped'] {
    return { count: this.#count, examples: this.#first };
  }
}
