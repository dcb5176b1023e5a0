/** A condition as numbers: the place of a column, and the code of a value in it. */
export interface CodedCondition {
  readonly column: number;
  readonly code: number;
}

/** A conjunction that was found, with its score. */
export interface Candidate {
  /** In the order of the columns; one to three. */
  readonly conditions: readonly CodedCondition[];
  readonly n: number;
  readonly score: number;
}

/** Scores that differ by less are told apart by rounding alone. */
const rounding = 1e-9;

/** The best candidates so far, and what it takes to become one of them. */
export class BestList {
  readonly #size: number;
  readonly #list: Candidate[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Whether a score as high as this could still be among the best: above 0, and not below all of a full list. */
  couldTake(score: number): boolean {
    const last = this.#list[this.#size - 1];
    return score + rounding >= Math.max(0, last?.score ?? 0);
  }

  /** Takes a candidate in its place, if its score is above 0 and it is good enough. */
  offer(candidate: Candidate): void {
    if (!(candidate.score > 0)) return;
    this.#list.push(candidate);
    this.#list.sort(bestFirst);
    if (this.#list.length > this.#size) this.#list.pop();
  }

  /** Best first. */
  list(): readonly Candidate[] {
    return [...this.#list];
  }
}

/** By score; equal ones by fewer conditions, more examples, and the order of columns and codes, which no name decides. */
function bestFirst(a: Candidate, b: Candidate): number {
  const first = b.score - a.score || a.conditions.length - b.conditions.length || b.n - a.n;
  if (first !== 0) return first;
  for (const [i, { column, code }] of a.conditions.entries()) {
    const other = b.conditions[i];
    if (other && (column !== other.column || code !== other.code)) return column - other.column || code - other.code;
  }
  return 0;
}
