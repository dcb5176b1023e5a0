import { atResolution, type ScoreCell, type ScoreResolution } from './score-counts.js';

/** Counted scores in ascending order, to ask how many lie below one. */
export class RankLadder {
  readonly #scores: Float64Array;
  /** How many lie below each score, and at the end all of them. */
  readonly #below: Float64Array;
  readonly #resolution: ScoreResolution;
  /** How many lie below each of everyone's scores, and below the end; where it was laid out. */
  #laidOut: Float64Array | undefined;

  constructor(cells: readonly ScoreCell[], resolution: ScoreResolution) {
    this.#resolution = resolution;
    [this.#scores, this.#below] = merged(cells);
  }

  get isExact(): boolean {
    return this.#resolution === 'exact';
  }

  /** The scores, ascending and each once. */
  get scores(): Float64Array {
    return this.#scores;
  }

  /** Lays the counts out along everyone's scores, so that places found there serve here too. */
  layOut(everyone: Float64Array): void {
    const below = new Float64Array(everyone.length + 1);
    let place = 0;
    for (const [i, score] of everyone.entries()) {
      while (place < this.#scores.length && (this.#scores[place] ?? 0) < score) place += 1;
      below[i] = this.#belowPlace(place);
    }
    below[everyone.length] = this.total;
    this.#laidOut = below;
  }

  /** As {@link twiceBelow}, of a score whose place among everyone's is known. @param located as `ScoreIndex.locate` gives it */
  twiceBelowAt(located: number, score: number): number {
    const below = this.#laidOut;
    if (!below) return this.twiceBelow(score);
    const place = located >>> 1;
    return (below[place] ?? 0) + (below[place + (located & 1)] ?? 0);
  }

  /** How many scores there are. */
  get total(): number {
    return this.#belowPlace(this.#scores.length);
  }

  /** Twice the number of scores below `score`, plus the number of those equal to it. */
  twiceBelow(score: number): number {
    const wanted = atResolution(score, this.#resolution);
    const place = this.#firstAtLeast(wanted);
    const next = this.#scores[place] === wanted ? place + 1 : place;
    return this.#belowPlace(place) + this.#belowPlace(next);
  }

  /** How many scores are at this place. */
  countOf(score: number): number {
    const place = this.#firstAtLeast(score);
    return this.#scores[place] === score ? this.#belowPlace(place + 1) - this.#belowPlace(place) : 0;
  }

  /** Pairs of a score here and one there that share a place; those of the two `without` are taken away first. */
  tiesWith(others: RankLadder, without?: RankLadder, othersWithout?: RankLadder): number {
    let pairs = 0;
    for (const score of this.#scores) {
      const here = this.countOf(score) - (without?.countOf(score) ?? 0);
      const there = others.countOf(score) - (othersWithout?.countOf(score) ?? 0);
      pairs += here * there;
    }
    return pairs;
  }

  #belowPlace(place: number): number {
    return this.#below[place] ?? 0;
  }

  #firstAtLeast(score: number): number {
    let [low, high] = [0, this.#scores.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#scores[middle] ?? 0) < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The scores of several cells, ascending and each once, and how many lie below each and below the end. */
function merged(cells: readonly ScoreCell[]): [Float64Array, Float64Array] {
  const all = new Float64Array(cells.reduce((sum, { scores }) => sum + scores.length, 0));
  let length = 0;
  for (const { scores } of cells) {
    all.set(scores, length);
    length += scores.length;
  }
  const scores = all.sort().filter((score, i) => i === 0 || score !== all[i - 1]);
  const places = new Map(Array.from(scores, (score, i) => [score, i]));
  const counts = new Float64Array(scores.length);
  for (const cell of cells) {
    for (const [i, score] of cell.scores.entries()) {
      const place = places.get(score) ?? 0;
      counts[place] = (counts[place] ?? 0) + (cell.counts[i] ?? 0);
    }
  }
  const below = new Float64Array(scores.length + 1);
  for (const [i, count] of counts.entries()) below[i + 1] = (below[i] ?? 0) + count;
  return [scores, below];
}
