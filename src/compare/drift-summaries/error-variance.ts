import { normalisedChange } from './normalised-change.js';

/** The error rates of one group, or class. */
export interface ErrorRates {
  readonly falsePositiveRate: number;
  readonly falseNegativeRate: number;
}

/**
 * Combined error variance: how differently groups' error rates changed, each relative to what it was. At least 0; 0 where all
 * changed alike.
 *
 * @returns NaN where a rate was 0 before
 * @see Blakeney et al. 2021, "Simon Says: Evaluating and mitigating bias in pruned neural networks with knowledge distillation", section 3
 */
export function combinedErrorVariance(before: readonly ErrorRates[], after: readonly ErrorRates[]): number {
  const changes = changesOf(before, after);
  const [positives, negatives] = [mean(changes.map((c) => c.positives)), mean(changes.map((c) => c.negatives))];
  return mean(changes.map((c) => (c.positives - positives) ** 2 + (c.negatives - negatives) ** 2));
}

/**
 * Symmetric distance error: how far the balance of false positives and false negatives shifted in groups, on average. At least 0.
 *
 * @returns NaN where a rate was 0 before
 * @see Blakeney et al. 2021, as above
 */
export function symmetricDistanceError(before: readonly ErrorRates[], after: readonly ErrorRates[]): number {
  return mean(changesOf(before, after).map(({ positives, negatives }) => Math.abs(negatives - positives)));
}

function changesOf(
  before: readonly ErrorRates[],
  after: readonly ErrorRates[],
): readonly { readonly positives: number; readonly negatives: number }[] {
  return before.map((was, i) => {
    const is = after[i];
    return {
      positives: normalisedChange(was.falsePositiveRate, is?.falsePositiveRate ?? NaN),
      negatives: normalisedChange(was.falseNegativeRate, is?.falseNegativeRate ?? NaN),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
