/** Pairs of answers to the same example: hit by both models, by the variant alone, by the baseline alone, by neither. May be fractional. */
export interface PairCounts {
  readonly both: number;
  readonly gained: number;
  readonly lost: number;
  readonly neither: number;
}

/**
 * The score interval of `variant rate − factor × baseline rate` over the same examples.
 *
 * All values that a score test does not reject, its nuisance parameters at their restricted maximum likelihood estimates. At a factor of 1 it is
 * Tango's interval; whether it holds 0 is the score test of Tang, Tang and Chan for the ratio of both rates.
 *
 * @param factor above 0
 * @param critical the two-sided critical value, such as 1.96
 * @returns bounds in [−factor, 1]
 * @see Tang, Tang, Chan 2003, "Statistical inference for the risk ratio in matched-pair studies", Statistics in Medicine 22; Tango 1998
 */
export function contrastScoreInterval(
  counts: PairCounts,
  factor: number,
  critical: number,
): { readonly lower: number; readonly upper: number } {
  const cells = cellsOf(counts, factor);
  return { lower: below(cells, critical), upper: -below(mirrored(cells), critical) };
}

/** The score statistic of `variant rate − factor × baseline rate = delta`, about standard normal where that is true. */
export function contrastScore(counts: PairCounts, factor: number, delta: number): number {
  return scoreOf(cellsOf(counts, factor), delta);
}

/** Counts, and what one pair of a kind adds to the contrast. */
type Cells = readonly { readonly count: number; readonly worth: number }[];

function cellsOf({ both, gained, lost, neither }: PairCounts, factor: number): Cells {
  return [
    { count: both, worth: 1 - factor },
    { count: gained, worth: 1 },
    { count: lost, worth: -factor },
    { count: neither, worth: 0 },
  ];
}

function mirrored(cells: Cells): Cells {
  return cells.map(({ count, worth }) => ({ count, worth: -worth }));
}

/** The delta below the estimate at which the statistic reaches the critical value. */
function below(cells: Cells, critical: number): number {
  let low = Math.min(...cells.map(({ worth }) => worth));
  let high = meanOf(cells);
  for (let i = 0; i < 60 && high - low > 1e-15; i++) {
    const middle = (low + high) / 2;
    if (scoreOf(cells, middle) > critical) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function meanOf(cells: Cells): number {
  let [sum, n] = [0, 0];
  for (const { count, worth } of cells) {
    sum += count * worth;
    n += count;
  }
  return sum / n;
}

function scoreOf(cells: Cells, delta: number): number {
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const distance = meanOf(cells) - delta;
  const variance = restrictedVariance(cells, n, delta) / n;
  if (variance > 0) return distance / Math.sqrt(variance);
  return distance > 0 ? Infinity : distance < 0 ? -Infinity : 0;
}

/**
 * The variance of what one pair adds, where the mean is held at delta. The most likely such shares are count / (n (1 + λ (worth − delta))); where
 * λ ends at a kind of pair that nobody saw, that kind has what is left.
 */
function restrictedVariance(cells: Cells, n: number, delta: number): number {
  const far = cells.map(({ worth }) => worth - delta);
  const [most, least] = [Math.max(...far), Math.min(...far)];
  if (!(most > 0 && least < 0)) return 0;
  /** Falls as λ grows; 0 at the solution. */
  const slope = (lambda: number): number => {
    let sum = 0;
    for (const [i, { count }] of cells.entries()) {
      const distance = far[i] ?? 0;
      if (count > 0) sum += (count * distance) / (1 + lambda * distance);
    }
    return sum;
  };
  let [low, high] = [-1 / most, -1 / least];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  const lambda = (low + high) / 2;
  let [variance, mass, mean] = [0, 0, 0];
  for (const [i, { count }] of cells.entries()) {
    const distance = far[i] ?? 0;
    if (count <= 0) continue;
    const share = count / (n * (1 + lambda * distance));
    variance += share * distance * distance;
    mass += share;
    mean += share * distance;
  }
  // What an unseen kind at the end has to be, so that the mean is held; nothing where the solution lies within.
  const end = mean > 0 ? least : most;
  const rest = Math.max(0, Math.min(1 - mass, -mean / end));
  return variance + rest * end * end;
}
