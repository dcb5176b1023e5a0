import { giniOf } from '../disparities/gini.js';

/** False match and false non-match rates of each group: what differentials of face recognition are made of. */
export interface MatchRates {
  readonly falseMatch: readonly number[];
  readonly falseNonMatch: readonly number[];
}

/**
 * GARBE: Gini's coefficients of both rates between groups, weighed by alpha and 1 − alpha. 0 is parity.
 *
 * @see Howard et al. 2022, "Evaluating proposed fairness models for face recognition algorithms"; ISO/IEC 19795-10:2024
 */
export function garbe({ falseMatch, falseNonMatch }: MatchRates, alpha: number): number {
  return alpha * giniOf(falseMatch) + (1 - alpha) * giniOf(falseNonMatch);
}

/**
 * NIST's inequity ratio: largest over smallest of both rates, raised to alpha and 1 − alpha. 1 is parity; NaN where a rate is 0.
 *
 * @see Grother 2022, "Face recognition vendor test part 8: summarizing demographic differentials", NIST IR 8429
 */
export function inequityRatio({ falseMatch, falseNonMatch }: MatchRates, alpha: number): number {
  const spread = (rates: readonly number[]): number =>
    Math.min(...rates) > 0 ? Math.max(...rates) / Math.min(...rates) : NaN;
  return spread(falseMatch) ** alpha * spread(falseNonMatch) ** (1 - alpha);
}

/**
 * Fairness discrepancy rate: one minus the ranges of both rates, weighed by alpha and 1 − alpha. 1 is parity.
 *
 * @see de Freitas Pereira, Marcel 2022, "Fairness in biometrics: a figure of merit to assess biometric verification systems"
 */
export function fairnessDiscrepancyRate({ falseMatch, falseNonMatch }: MatchRates, alpha: number): number {
  const range = (rates: readonly number[]): number => Math.max(...rates) - Math.min(...rates);
  return 1 - alpha * range(falseMatch) - (1 - alpha) * range(falseNonMatch);
}

/** The largest rate over the geometric mean of all; 1 is parity; NaN where a rate is 0. @see Grother 2022, as above */
export function maxOverGeometricMean(rates: readonly number[]): number {
  const logs = rates.reduce((sum, rate) => sum + Math.log(rate), 0) / rates.length;
  return Math.min(...rates) > 0 ? Math.max(...rates) / Math.exp(logs) : NaN;
}
