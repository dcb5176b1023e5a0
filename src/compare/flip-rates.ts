import { estimate, notEstimable, type Interval } from '../base/index.js';
import { massOf, sideEstimate, type Cell, type Metric, type Statistics, type TallyFrame } from '../metrics/index.js';
import { level } from './judge.js';

/** A share of answers, with its own 95 % interval. */
export type FlipRate =
  | { readonly kind: 'value'; readonly value: number; readonly interval: Interval }
  | { readonly kind: 'not-estimable'; readonly reason: string };

/** How often answers changed. */
export interface FlipRates {
  /** Right before, wrong after. */
  readonly negative: FlipRate;
  /** Wrong before, right after. */
  readonly positive: FlipRate;
  /** Another answer than before. */
  readonly any: FlipRate;
  /** The negative flip rate over that of a variant as wrong as this one whose errors know nothing of the baseline's: above 1, it breaks more than that. */
  readonly relativeNegative: FlipRate;
}

/** What became of an answer, as if these were classes: a tally of them has rates of flips as metrics of one side. */
const fates = ['wrong as before', 'wrong in another way', 'gained', 'lost', 'right as before'] as const;
type Fate = (typeof fates)[number];

/**
 * The rates of flips in some cells: intervals by Wilson, over as many fewer examples as weights and units leave; by the jackknife for
 * the relative rate, and there no narrower than Wilson's of the negative rate over the same divisor. Nothing for a regression.
 *
 * @see Yan et al. 2021, "Positive-congruent training: towards regression-free model updates", section 3
 */
export function flipRates(frame: TallyFrame, cells: readonly Cell[]): FlipRates | undefined {
  if (frame.task === 'regression') return undefined;
  const ofFates: TallyFrame = { ...frame, task: 'multiclass', classes: fates, losses: [] };
  const set = {
    cells: cells.map((cell) => {
      const fate = fates.indexOf(fateOf(cell));
      return { ...cell, label: fate, baseline: fate, variant: fate, moments: [] };
    }),
  };
  const rate = (metric: Metric): FlipRate => {
    const found = sideEstimate(ofFates, metric, set, 'variant');
    if (found.kind === 'not-estimable') return found;
    const bounds = found.bounds((1 - level) / 2);
    const interval = { ...bounds, level, simultaneousOver: 1, method: found.method };
    return { kind: 'value', value: found.value, interval };
  };
  const negative = rate(shareOf('lost'));
  return {
    negative,
    positive: rate(shareOf('gained')),
    any: rate(shareOf('lost', 'gained', 'wrong in another way')),
    relativeNegative: noNarrower(rate(relativeNegative), negative, cells),
  };
}

function fateOf({ label, baseline, variant }: Cell): Fate {
  if (baseline === variant) return baseline === label ? 'right as before' : 'wrong as before';
  return baseline === label ? 'lost' : variant === label ? 'gained' : 'wrong in another way';
}

const common = {
  tasks: ['multiclass'],
  better: 'lower',
  unit: 'rate',
  definition: '',
  relevant: 'examples',
  relevantCount: ({ n }: Statistics) => n,
} satisfies Partial<Metric>;

const countOf = ({ support }: Statistics, ...some: readonly Fate[]): number =>
  some.reduce((sum, fate) => sum + (support[fates.indexOf(fate)] ?? 0), 0);

function shareOf(...some: readonly Fate[]): Metric {
  const wanted = new Set(some.map((fate) => fates.indexOf(fate)));
  return {
    ...common,
    name: some.join(' or '),
    title: some.join(' or '),
    value: (statistics) =>
      statistics.n > 0 ? estimate(countOf(statistics, ...some) / statistics.n) : notEstimable('no examples'),
    pairing: { kind: 'rate', isRelevant: () => true, isHit: ({ label }) => wanted.has(label) },
  };
}

const relativeNegative: Metric = {
  ...common,
  name: 'relative negative flip rate',
  title: 'relative negative flip rate',
  value: (statistics) => {
    const { n } = statistics;
    if (n <= 0) return notEstimable('no examples');
    const rightBefore = countOf(statistics, 'lost', 'right as before');
    const wrongAfter = countOf(statistics, 'lost', 'wrong as before', 'wrong in another way');
    if (rightBefore <= 0) return notEstimable('the baseline is never right');
    if (wrongAfter <= 0) return notEstimable('the variant is never wrong');
    return estimate((countOf(statistics, 'lost') * n) / (rightBefore * wrongAfter));
  },
  pairing: { kind: 'counts' },
};

/** Few flips make a jackknife too sure of itself, and none gives it no width at all. */
function noNarrower(relative: FlipRate, negative: FlipRate, cells: readonly Cell[]): FlipRate {
  if (relative.kind === 'not-estimable' || negative.kind === 'not-estimable') return relative;
  const massWhere = (takes: (cell: Cell) => boolean): number =>
    cells.reduce((sum, cell) => sum + (takes(cell) ? massOf(cell) : 0), 0);
  const rightBefore = massWhere(({ label, baseline }) => baseline === label);
  const wrongAfter = massWhere(({ label, variant }) => variant !== label);
  const factor = massWhere(() => true) ** 2 / (rightBefore * wrongAfter);
  const { interval } = relative;
  const lower = Math.max(0, Math.min(interval.lower, factor * negative.interval.lower));
  const upper = Math.max(interval.upper, factor * negative.interval.upper);
  return { ...relative, interval: { ...interval, lower, upper } };
}
