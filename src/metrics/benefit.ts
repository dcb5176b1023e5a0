import { estimate, notEstimable } from '../base/index.js';
import type { Metric } from './metric.js';
import type { Statistics } from './statistics.js';

const at = (list: Float64Array, i: number): number => list[i] ?? 0;

/** A benefit and how many have it. */
export interface Benefit {
  readonly benefit: number;
  readonly mass: number;
}

/**
 * The generalized entropy of benefits: 0 where all are alike. α = 1 is Theil's index, α = 2 half the squared coefficient of variation.
 *
 * @returns NaN where nobody has any benefit
 * @see Speicher et al. 2018, "A unified approach to quantifying algorithmic unfairness: measuring individual and group unfairness
 *   via inequality indices"
 */
export function entropyOf(alpha: 1 | 2, benefits: readonly Benefit[]): number {
  const all = benefits.reduce((sum, { mass }) => sum + mass, 0);
  const mean = benefits.reduce((sum, { benefit, mass }) => sum + (mass / all) * benefit, 0);
  if (!(mean > 0)) return NaN;
  const entropy = benefits.reduce((sum, { benefit, mass }) => {
    const relative = Math.max(0, benefit / mean);
    const term = alpha === 2 ? (relative * relative - 1) / 2 : relative > 0 ? relative * Math.log(relative) : 0;
    return sum + (mass / all) * term;
  }, 0);
  // Rounding may leave a hair below 0 where all are alike.
  return Math.max(0, entropy);
}

/** ŷ − y + 1 of everyone: 2 for a false positive, 0 for a false negative, else 1. */
function benefitsOf({ n, support, hits, predicted }: Statistics): readonly Benefit[] {
  const falsePositives = at(predicted, 1) - at(hits, 1);
  const falseNegatives = at(support, 1) - at(hits, 1);
  return [
    { benefit: 2, mass: falsePositives },
    { benefit: 1, mass: n - falsePositives - falseNegatives },
    { benefit: 0, mass: falseNegatives },
  ];
}

const common = {
  tasks: ['binary'],
  unit: 'number',
  relevant: 'examples of all labels',
  relevantCount: ({ n }) => n,
  pairing: { kind: 'counts' },
} satisfies Partial<Metric>;

/** The mean of the benefits ŷ − y + 1: selection rate minus prevalence plus one. */
export const meanBenefit: Metric = {
  ...common,
  name: 'mean_benefit',
  title: 'mean benefit',
  better: 'neither',
  span: 2,
  definition: 'Mean of ŷ − y + 1: 2 for a false positive, 0 for a false negative, else 1.',
  value: ({ n, support, predicted }) =>
    n > 0 ? estimate((at(predicted, 1) - at(support, 1)) / n + 1) : notEstimable('no examples'),
};

function entropyMetric(alpha: 1 | 2, name: string, title: string): Metric {
  return {
    ...common,
    name,
    title,
    better: 'lower',
    definition: `Generalized entropy (α = ${alpha}) of the benefits ŷ − y + 1; 0 where all are alike.`,
    value: (statistics) => {
      const value = statistics.n > 0 ? entropyOf(alpha, benefitsOf(statistics)) : NaN;
      return Number.isNaN(value) ? notEstimable('nobody has any benefit') : estimate(value);
    },
  };
}

/** What disparities of benefits are made of; no metrics of slices. */
export const benefitMetrics: readonly Metric[] = [
  meanBenefit,
  entropyMetric(2, 'generalized_entropy_index', 'generalized entropy index'),
  entropyMetric(1, 'theil_index', 'Theil index'),
];
