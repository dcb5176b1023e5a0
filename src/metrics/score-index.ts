import { atResolution, type ScoreResolution } from './score-counts.js';

/** Buckets by which a score's place is found, over [0, 1]. */
const buckets = 65_536;

/** Where a score stands among the ascending scores of everyone. */
export class ScoreIndex {
  readonly #scores: Float64Array;
  readonly #resolution: ScoreResolution;
  /** The first place of each bucket, and at the end all places. */
  readonly #starts: Uint32Array;

  /** @param scores ascending, each once, in [0, 1] */
  constructor(scores: Float64Array, resolution: ScoreResolution) {
    this.#scores = scores;
    this.#resolution = resolution;
    this.#starts = new Uint32Array(buckets + 2).fill(scores.length);
    for (let place = scores.length - 1; place >= 0; place--) this.#starts[bucketOf(scores[place] ?? 0)] = place;
    for (let b = buckets; b >= 0; b--) this.#starts[b] = Math.min(this.#starts[b] ?? 0, this.#starts[b + 1] ?? 0);
  }

  /** Twice the place of the first score that is not below, plus one where it is equal: places between and at scores. */
  locate(score: number): number {
    const wanted = atResolution(score, this.#resolution);
    const bucket = bucketOf(wanted);
    let low = this.#starts[bucket] ?? 0;
    let high = this.#starts[bucket + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#scores[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return this.#scores[low] === wanted ? 2 * low + 1 : 2 * low;
  }

  /** All scores. */
  get scores(): Float64Array {
    return this.#scores;
  }
}

function bucketOf(score: number): number {
  return Math.min(buckets, Math.max(0, Math.floor(score * buckets)));
}
