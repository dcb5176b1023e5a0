import { fitIntercept, sharesAt } from './logistic-fit.js';
import type { ScorePlaces, SureRange } from './score-places.js';

/**
 * Where the intercept beside a slope of 1 lies if each number may be anywhere in its place. Numbers that are all larger by one amount lower it by
 * that amount, and it falls as any of them grows: so it moves by no more than the one that moves most.
 *
 * @param numbers with the ends of their places
 */
export function rangeOfIntercept({ scores, low, high }: ScorePlaces, intercept: number): SureRange {
  return { lower: intercept - farthest(high, scores), upper: intercept + farthest(scores, low) };
}

function farthest(from: Float64Array, to: Float64Array): number {
  let most = 0;
  for (let i = 0; i < from.length; i++) most = Math.max(most, (from[i] ?? 0) - (to[i] ?? 0));
  return most;
}

/** How often the range is doubled before it is given up. */
const mostTries = 5;

/**
 * Where the slope beside a free intercept lies if each number may be anywhere in its place.
 *
 * At a slope, with the likeliest intercept, the likelihood's derivative falls as the slope grows. So a slope at which it is surely below 0 is
 * surely above the likeliest one. A bit more than what moves to first order is tried, then twice as much, and so on.
 *
 * @returns nothing where no such slope is found nearby
 */
export function rangeOfSlope(numbers: ScorePlaces, slope: number): SureRange | undefined {
  const { scores, low, high } = numbers;
  const moves = scores.map((x, i) => Math.max((high[i] ?? x) - x, x - (low[i] ?? x)));
  const most = farthest(moves, new Float64Array(moves.length));
  if (most === 0) return { lower: slope, upper: slope };
  const fit = fitIntercept(numbers, slope);
  if (fit.kind !== 'fit') return undefined;
  const open: Open = { numbers, moves, most };
  const line = { slope, intercept: fit.coefficient };
  const { mass, centre, information, moved } = spreadAt(open, line);
  const turned = Math.expm1(2 * Math.abs(slope) * most);
  let away = (1.25 * (turned * Math.sqrt(mass * information) + moved)) / information;
  for (let tries = 0; tries < mostTries; tries++, away *= 2) {
    const steeper = derivativeAt(open, shifted(line, away, centre), centre);
    const flatter = derivativeAt(open, shifted(line, -away, centre), centre);
    if (steeper && flatter && steeper.upper < 0 && flatter.lower > 0)
      return { lower: slope - away, upper: slope + away };
  }
  return undefined;
}

interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** Numbers, how far each may be from where it was counted, and the most of that. */
interface Open {
  readonly numbers: ScorePlaces;
  readonly moves: Float64Array;
  readonly most: number;
}

/** Another slope, and to first order the likeliest intercept beside it. */
function shifted({ intercept, slope }: Line, by: number, centre: number): Line {
  return { intercept: intercept - by * centre, slope: slope + by };
}

/** The information about the slope, around the numbers' centre, and what they move the derivative by to first order, residuals alone. */
function spreadAt(
  { numbers: { scores, masses }, moves }: Open,
  { intercept, slope }: Line,
): { readonly mass: number; readonly centre: number; readonly information: number; readonly moved: number } {
  let [mass, sum, squares, moved] = [0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const x = scores[i] ?? 0;
    const [n, p] = [masses[0][i] ?? 0, masses[1][i] ?? 0];
    const [up, down] = sharesAt(intercept + slope * x);
    const weight = (n + p) * up * down;
    mass += weight;
    sum += weight * x;
    squares += weight * x * x;
    moved += (n * up + p * down) * (moves[i] ?? 0);
  }
  return { mass, centre: sum / mass, information: squares - (sum * sum) / mass, moved };
}

/**
 * Where the derivative of the likelihood by the slope lies, with the likeliest intercept beside it, whichever numbers there are.
 *
 * With σ the logistic function, |σ″| ≤ σ′: over a distance t it moves by at least σ′ (1 − e⁻ᵗ) and at most σ′ (eᵗ − 1). The first says how
 * far the likeliest intercept is from the one that is given, the second how far chances move with it and with the numbers.
 */
function derivativeAt(
  { numbers: { scores, masses }, moves, most }: Open,
  { intercept, slope }: Line,
  centre: number,
): SureRange | undefined {
  let [balance, mass, derivative, turning, moved, both] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const x = scores[i] ?? 0;
    const [n, p] = [masses[0][i] ?? 0, masses[1][i] ?? 0];
    const [up, down] = sharesAt(intercept + slope * x);
    const weight = (n + p) * up * down;
    const residual = p * down - n * up;
    const move = moves[i] ?? 0;
    balance += residual;
    mass += weight;
    derivative += residual * (x - centre);
    turning += weight * Math.abs(x - centre);
    moved += (n * up + p * down) * move;
    both += weight * move;
  }
  const off = Math.abs(balance) / mass;
  if (!(off < 1)) return undefined;
  const byNumbers = Math.abs(slope) * most;
  const ofIntercept = byNumbers - Math.log1p(-off);
  const factor = Math.expm1(byNumbers + ofIntercept);
  const error = factor * turning + moved + factor * both;
  return { lower: derivative - error, upper: derivative + error };
}
