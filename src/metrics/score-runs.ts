import { ExactSum, wideFixedPointBits } from '../base/index.js';
import { atResolution, finestGrid, finestShared, type ScoreResolution } from './score-resolution.js';

/** Scores of one cell, each once, and how often each is there or what it weighs. */
export interface ScoreRun {
  /** Ascending. */
  readonly scores: Float64Array;
  readonly counts: Float64Array;
  /** What they weigh, exactly; only with weights. */
  readonly masses?: readonly ExactSum[] | undefined;
}

const noRun: ScoreRun = { scores: new Float64Array(0), counts: new Float64Array(0) };

/**
 * The scores of many cells, each cell's in order: new ones are sorted in bulk and merged with what is there, which reads memory from
 * end to end, where a table by score jumps about in it.
 */
export class ScoreRuns {
  readonly #limit: number;
  readonly #hasWeights: boolean;
  readonly #runs: ScoreRun[] = [];
  #resolution: ScoreResolution = 'exact';

  /** @param limit more scores than so many, over all cells, go to a grid */
  constructor(limit: number, hasWeights: boolean) {
    this.#limit = limit;
    this.#hasWeights = hasWeights;
  }

  get resolution(): ScoreResolution {
    return this.#resolution;
  }

  /** The run of a cell. */
  of(id: number): ScoreRun {
    const { scores, counts, masses } = copied(this.#runs[id] ?? noRun);
    return masses ? { scores, counts: Float64Array.from(masses, (mass) => mass.value()), masses } : { scores, counts };
  }

  /**
   * Adds examples.
   *
   * @param ids cells, below `cells`
   * @param length how many of the arrays' numbers count
   */
  add(ids: Int32Array, scores: Float64Array, weights: Float64Array | undefined, length: number, cells: number): void {
    const ends = new Uint32Array(cells + 1);
    for (let i = 0; i < length; i++) ends[(ids[i] ?? 0) + 1] = (ends[(ids[i] ?? 0) + 1] ?? 0) + 1;
    for (let id = 0; id < cells; id++) ends[id + 1] = (ends[id + 1] ?? 0) + (ends[id] ?? 0);
    const next = ends.slice();
    const byCell = new Float64Array(length);
    const weighed = weights && new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const id = ids[i] ?? 0;
      const at = next[id] ?? 0;
      byCell[at] = scores[i] ?? 0;
      if (weights && weighed) weighed[at] = weights[i] ?? 0;
      next[id] = at + 1;
    }
    for (let id = 0; id < cells; id++) {
      const [from, to] = [ends[id] ?? 0, ends[id + 1] ?? 0];
      if (from === to) continue;
      const own = byCell.subarray(from, to);
      this.merge(id, weighed ? weighedRun(own, weighed.subarray(from, to)) : countedRun(own));
    }
    this.fit();
  }

  /** Merges a run into that of a cell, at the resolution of all; {@link fit} is to follow. */
  merge(id: number, run: ScoreRun): void {
    const there = this.#runs[id];
    const own = this.#resolution === 'exact' ? run : coarser(run, this.#resolution);
    this.#runs[id] = there ? mergedRun(there, own) : this.#hasWeights ? copied(own) : own;
  }

  /** Goes to the finest grid that holds all, where there are too many. */
  fit(): void {
    let size = this.#runs.reduce((sum, { scores }) => sum + scores.length, 0);
    if (size <= this.#limit) return;
    let resolution = this.#resolution === 'exact' ? finestGrid + 1 : this.#resolution;
    const merged = this.#mergedAt();
    while (size > this.#limit && resolution > 0) size -= merged[--resolution] ?? 0;
    this.coarsenTo(resolution);
  }

  /** Goes to a grid. */
  coarsenTo(resolution: ScoreResolution): void {
    if (resolution === 'exact' || resolution === this.#resolution) return;
    for (const [id, run] of this.#runs.entries()) this.#runs[id] = coarser(run, resolution);
    this.#resolution = resolution;
  }

  /** By grid: how many scores fewer there are than on the next finer one; above the finest are the scores as they are. */
  #mergedAt(): Uint32Array {
    const merged = new Uint32Array(finestGrid + 1);
    for (const { scores } of this.#runs) {
      for (let i = 1; i < scores.length; i++) {
        const shared = finestShared(scores[i - 1] ?? 0, scores[i] ?? 0);
        if (shared >= 0) merged[shared] = (merged[shared] ?? 0) + 1;
      }
    }
    return merged;
  }
}

/** A run of unsorted scores, which are sorted in place. */
function countedRun(scores: Float64Array): ScoreRun {
  scores.sort();
  const counts = new Float64Array(scores.length);
  let last = -1;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (last < 0 || scores[last] !== score) scores[++last] = score;
    counts[last] = (counts[last] ?? 0) + 1;
  }
  return { scores: scores.slice(0, last + 1), counts: counts.slice(0, last + 1) };
}

/** The same of scores that weigh something. */
function weighedRun(scores: Float64Array, weights: Float64Array): ScoreRun {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const distinct = new Float64Array(scores.length);
  const masses: ExactSum[] = [];
  for (const i of order) {
    const score = scores[i] ?? 0;
    if (masses.length === 0 || distinct[masses.length - 1] !== score) {
      distinct[masses.length] = score;
      masses.push(new ExactSum(wideFixedPointBits));
    }
    masses.at(-1)?.add(weights[i] ?? 0);
  }
  return { scores: distinct.slice(0, masses.length), counts: new Float64Array(0), masses };
}

/** A run of its own masses, which may be added to. */
function copied({ scores, counts, masses }: ScoreRun): ScoreRun {
  return { scores, counts, masses: masses?.map((mass) => ExactSum.fromUnits(mass.units(), mass.bits)) };
}

/** Two runs as one. Masses of the first are added to. */
function mergedRun(a: ScoreRun, b: ScoreRun): ScoreRun {
  if (!a.masses) return mergedCounts(a, b);
  const scores = new Float64Array(a.scores.length + b.scores.length);
  const masses: ExactSum[] = [];
  let [i, j] = [0, 0];
  while (i < a.scores.length || j < b.scores.length) {
    const [ofA, ofB] = [a.scores[i] ?? Infinity, b.scores[j] ?? Infinity];
    scores[masses.length] = Math.min(ofA, ofB);
    masses.push(massOfBoth(ofA <= ofB ? a.masses[i] : undefined, ofB <= ofA ? b.masses?.[j] : undefined));
    if (ofA <= ofB) i += 1;
    if (ofB <= ofA) j += 1;
  }
  return { scores: scores.slice(0, masses.length), counts: new Float64Array(0), masses };
}

/** Two lists of counted scores as one; both ascend. */
export function mergedCounts(
  a: Pick<ScoreRun, 'scores' | 'counts'>,
  b: Pick<ScoreRun, 'scores' | 'counts'>,
): Pick<ScoreRun, 'scores' | 'counts'> {
  const scores = new Float64Array(a.scores.length + b.scores.length);
  const counts = new Float64Array(scores.length);
  let [i, j, k] = [0, 0, 0];
  while (i < a.scores.length && j < b.scores.length) {
    const ofA = a.scores[i] ?? 0;
    const ofB = b.scores[j] ?? 0;
    let count = 0;
    if (ofA <= ofB) count += a.counts[i++] ?? 0;
    if (ofB <= ofA) count += b.counts[j++] ?? 0;
    scores[k] = ofA <= ofB ? ofA : ofB;
    counts[k++] = count;
  }
  for (const [rest, from] of [
    [a, i],
    [b, j],
  ] as const) {
    scores.set(rest.scores.subarray(from), k);
    counts.set(rest.counts.subarray(from), k);
    k += rest.scores.length - from;
  }
  return { scores: scores.slice(0, k), counts: counts.slice(0, k) };
}

/** Of the scores of a run those that fall together on a grid. */
function coarser({ scores, counts, masses }: ScoreRun, resolution: number): ScoreRun {
  const own = new Float64Array(scores.length);
  const sums = new Float64Array(masses ? 0 : scores.length);
  const added: ExactSum[] | undefined = masses && [];
  let last = -1;
  for (let i = 0; i < scores.length; i++) {
    const score = atResolution(scores[i] ?? 0, resolution) + 0;
    const isNew = last < 0 || own[last] !== score;
    if (isNew) own[++last] = score;
    if (added) {
      const mass = masses?.[i];
      if (isNew) added.push(massOfBoth(undefined, mass));
      else if (mass) added.at(-1)?.addSum(mass);
    } else sums[last] = (sums[last] ?? 0) + (counts[i] ?? 0);
  }
  return { scores: own.slice(0, last + 1), counts: sums.slice(0, masses ? 0 : last + 1), masses: added };
}

/** The sum of both: the first itself, added to, or a copy of the second. */
function massOfBoth(a: ExactSum | undefined, b: ExactSum | undefined): ExactSum {
  const sum = a ?? new ExactSum(b?.bits ?? wideFixedPointBits);
  if (b) sum.addSum(b);
  return sum;
}
