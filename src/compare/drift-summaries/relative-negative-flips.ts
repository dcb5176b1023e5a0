import { estimate, notEstimable, type Estimate } from '../../base/index.js';

/**
 * The negative flip rate over what it would be if the new model's errors fell on examples by chance: 1 for unrelated models, 0 where
 * nothing right became wrong.
 *
 * @param negativeFlips the share of examples that were right and became wrong
 * @see Yan et al. 2021, "Positive-congruent training: towards regression-free model updates", equation 3
 */
export function relativeNegativeFlipRate(negativeFlips: number, oldError: number, newError: number): Estimate {
  const byChance = (1 - oldError) * newError;
  return byChance > 0
    ? estimate(negativeFlips / byChance)
    : notEstimable('the old model is never right or the new one never wrong');
}
