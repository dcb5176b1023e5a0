import type { LabelledScores } from './labelled-scores.js';

/** One coefficient of a logistic regression on a single number, or why it has none. */
export type Fit =
  | {
      readonly kind: 'fit';
      readonly coefficient: number;
      /** By how much it moves per mass added at this number and label. */
      influence(at: number, label: 0 | 1): number;
    }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** The least share of what there could be known: below, a coefficient is rounding. */
const leastInformation = 1e-12;

const mostSteps = 100;

/**
 * The slope of a logistic regression with an intercept, by maximum likelihood.
 *
 * By Newton's steps from a slope of 0, halved while they lower the likelihood, which is concave: so they arrive wherever there is
 * a maximum. There is none where one number parts the labels, which is looked at first.
 *
 * @param numbers the number in place of the score, ascending
 */
export function fitSlope(numbers: LabelledScores): Fit {
  const bad = labelsOf(numbers) ?? overlapOf(numbers);
  if (bad !== undefined) return { kind: 'not-estimable', reason: bad };
  // Standardised, so that steps and tolerances mean the same whatever the scores.
  const { mean, deviation, total } = spreadOf(numbers);
  const standard: LabelledScores = { ...numbers, scores: numbers.scores.map((x) => (x - mean) / deviation) };
  let line: Line = { intercept: Math.log(massOf(numbers, 1) / massOf(numbers, 0)), slope: 0 };
  let likelihood = likelihoodOf(standard, line);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, information } = momentsOf(standard, line);
    const inverse = inverseOf(information, total);
    if (!inverse) return undetermined;
    const by = times(inverse, gradient);
    let size = 1;
    let next = moved(line, by, size);
    let reached = likelihoodOf(standard, next);
    // What rounding alone takes away is no loss.
    const slack = 1e-13 * total;
    for (; reached < likelihood - slack && size > 1e-9; reached = likelihoodOf(standard, next)) {
      size /= 2;
      next = moved(line, by, size);
    }
    const isThere =
      Math.max(Math.abs(next.intercept - line.intercept), Math.abs(next.slope - line.slope)) <=
      1e-11 * (1 + Math.abs(next.slope));
    [line, likelihood] = [next, reached];
    if (isThere) return slopeOf(standard, line, mean, deviation, total);
  }
  return undetermined;
}

/**
 * The intercept of a logistic regression whose slope is held, by maximum likelihood: by Newton's steps within a bracket that is halved
 * where they leave it.
 */
export function fitIntercept(numbers: LabelledScores, slope = 1): Fit {
  const bad = labelsOf(numbers);
  if (bad !== undefined) return { kind: 'not-estimable', reason: bad };
  const total = massOf(numbers, 0) + massOf(numbers, 1);
  const centre = Math.log(massOf(numbers, 1) / massOf(numbers, 0));
  // With every number at the largest, or the smallest, the intercept would be one of these.
  const ends = [slope * (numbers.scores.at(-1) ?? 0), slope * (numbers.scores[0] ?? 0)];
  let low = centre - Math.max(...ends);
  let high = centre - Math.min(...ends);
  let intercept = Math.min(high, Math.max(low, 0));
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, information } = momentsOf(numbers, { intercept, slope });
    if (gradient[0] > 0) low = intercept;
    else high = intercept;
    const newton = intercept + gradient[0] / information[0];
    const next = newton >= low && newton <= high ? newton : (low + high) / 2;
    const isThere = Math.abs(next - intercept) <= 1e-13 * (1 + Math.abs(next));
    intercept = next;
    if (isThere) break;
  }
  const information = momentsOf(numbers, { intercept, slope }).information[0];
  if (!(information > leastInformation * total)) return undetermined;
  return {
    kind: 'fit',
    coefficient: intercept,
    influence: (at, label) => residualOf(intercept + slope * at, label) / information,
  };
}

const undetermined: Fit = {
  kind: 'not-estimable',
  reason: 'scores so near 0 and 1 that the labels do not determine it',
};

interface Line {
  readonly intercept: number;
  readonly slope: number;
}

type Pair = readonly [number, number];
/** A symmetric matrix: its first row, then its last entry. */
type Symmetric = readonly [number, number, number];

function slopeOf(standard: LabelledScores, line: Line, mean: number, deviation: number, total: number): Fit {
  const inverse = inverseOf(momentsOf(standard, line).information, total);
  if (!inverse) return undetermined;
  return {
    kind: 'fit',
    coefficient: line.slope / deviation,
    influence: (at, label) => {
      const x = (at - mean) / deviation;
      const residual = residualOf(line.intercept + line.slope * x, label);
      return (residual * (inverse[1] + inverse[2] * x)) / deviation;
    },
  };
}

/** Why labels rule a fit out. */
function labelsOf(numbers: LabelledScores): string | undefined {
  const [negatives, positives] = [massOf(numbers, 0), massOf(numbers, 1)];
  if (!(negatives + positives > 0)) return 'no examples';
  return negatives > 0 && positives > 0 ? undefined : 'examples of one label only';
}

/** Why the numbers rule a slope out: they are all alike, or one of them parts the labels, so that the steeper the likelier. */
function overlapOf({ scores, masses }: LabelledScores): string | undefined {
  const [negatives, positives] = [rangeOf(scores, masses[0]), rangeOf(scores, masses[1])];
  if (Math.min(negatives.least, positives.least) === Math.max(negatives.most, positives.most))
    return 'scores that are all alike';
  const isParted = negatives.most <= positives.least || positives.most <= negatives.least;
  return isParted ? 'one score parts the labels, so that no slope is steep enough' : undefined;
}

/** The least and the greatest of the numbers that anyone has. */
function rangeOf(scores: Float64Array, mass: Float64Array): { readonly least: number; readonly most: number } {
  const [first, last] = [mass.findIndex((own) => own > 0), mass.findLastIndex((own) => own > 0)];
  return { least: scores[first] ?? 0, most: scores[last] ?? 0 };
}

function spreadOf({ scores, masses: [negatives, positives] }: LabelledScores): {
  readonly mean: number;
  readonly deviation: number;
  readonly total: number;
} {
  let [total, sum, squares] = [0, 0, 0];
  const mass = (i: number): number => (negatives[i] ?? 0) + (positives[i] ?? 0);
  for (let i = 0; i < scores.length; i++) {
    total += mass(i);
    sum += mass(i) * (scores[i] ?? 0);
  }
  const mean = sum / total;
  for (let i = 0; i < scores.length; i++) squares += mass(i) * ((scores[i] ?? 0) - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / total), total };
}

function massOf({ masses }: LabelledScores, label: 0 | 1): number {
  let sum = 0;
  for (const mass of masses[label]) sum += mass;
  return sum;
}

/** The gradient and the negative Hessian of the log-likelihood, of intercept and slope. */
function momentsOf(
  { scores, masses: [negatives, positives] }: LabelledScores,
  { intercept, slope }: Line,
): { readonly gradient: Pair; readonly information: Symmetric } {
  let [g0, g1, h0, h1, h2] = [0, 0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const x = scores[i] ?? 0;
    const ofNegatives = negatives[i] ?? 0;
    const ofPositives = positives[i] ?? 0;
    // The chances of a positive and of a negative, each to full precision.
    const logit = intercept + slope * x;
    const small = Math.exp(-Math.abs(logit));
    const rare = small / (1 + small);
    const usual = 1 / (1 + small);
    const up = logit > 0 ? usual : rare;
    const down = logit > 0 ? rare : usual;
    const residual = ofPositives * down - ofNegatives * up;
    const weight = (ofNegatives + ofPositives) * up * down;
    g0 += residual;
    g1 += residual * x;
    h0 += weight;
    h1 += weight * x;
    h2 += weight * x * x;
  }
  return { gradient: [g0, g1], information: [h0, h1, h2] };
}

function likelihoodOf({ scores, masses: [negatives, positives] }: LabelledScores, { intercept, slope }: Line): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const logit = intercept + slope * (scores[i] ?? 0);
    sum -= (positives[i] ?? 0) * softplus(-logit) + (negatives[i] ?? 0) * softplus(logit);
  }
  return sum;
}

/** ln(1 + eˣ), for large x too. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** The chances of a positive and of a negative at a logit, each to full precision. */
export function sharesAt(logit: number): readonly [positive: number, negative: number] {
  const small = Math.exp(-Math.abs(logit));
  const [rare, usual] = [small / (1 + small), 1 / (1 + small)];
  return logit > 0 ? [usual, rare] : [rare, usual];
}

/** The label minus the chance of a positive. */
function residualOf(logit: number, label: 0 | 1): number {
  const small = Math.exp(-Math.abs(logit));
  const isRare = label === 1 ? logit > 0 : logit <= 0;
  const other = isRare ? small / (1 + small) : 1 / (1 + small);
  return label === 1 ? other : -other;
}

/** Nothing where so little is known, at all or of one coefficient beside the other, that what comes out is rounding. */
function inverseOf([a, b, c]: Symmetric, total: number): Symmetric | undefined {
  const determinant = a * c - b * b;
  const isKnown = a > leastInformation * total && determinant > leastInformation * a * c;
  return isKnown ? [c / determinant, -b / determinant, a / determinant] : undefined;
}

function times([a, b, c]: Symmetric, [x, y]: Pair): Pair {
  return [a * x + b * y, b * x + c * y];
}

function moved({ intercept, slope }: Line, [x, y]: Pair, size: number): Line {
  return { intercept: intercept + size * x, slope: slope + size * y };
}
