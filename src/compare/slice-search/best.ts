import type { Candidate } from './candidate.js';

/** Scores that differ by less may do so by rounding alone. */
const rounding = 1e-9;

/** The best candidate so far, and what it takes to become it. */
export class Best {
  #candidate: Candidate | undefined;

  /** Whether a score as high as this could still be the best: above 0, and not below the best so far. */
  couldTake(score: number): boolean {
    return score + rounding >= Math.max(0, this.#candidate?.score ?? 0);
  }

  /** Takes a candidate if its score is above 0 and it comes before the best so far. */
  offer(candidate: Candidate): void {
    if (!(candidate.score > 0)) return;
    if (!this.#candidate || isBefore(candidate, this.#candidate)) this.#candidate = candidate;
  }

  get candidate(): Candidate | undefined {
    return this.#candidate;
  }
}

/** By score; equal ones by fewer conditions, more examples, and the order of columns and codes, which no name decides. */
function isBefore(a: Candidate, b: Candidate): boolean {
  const first = b.score - a.score || a.conditions.length - b.conditions.length || b.n - a.n;
  if (first !== 0) return first < 0;
  for (const [i, { column, code }] of a.conditions.entries()) {
    const other = b.conditions[i];
    if (other && (column !== other.column || code !== other.code))
      return (column - other.column || code - other.code) < 0;
  }
  return false;
}
