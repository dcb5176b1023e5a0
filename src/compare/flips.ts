import { estimate, notEstimable, type Estimate } from '../base/index.js';
import { mcnemarExact, type Cell, type TallyFrame } from '../metrics/index.js';

/** Which answers changed between the two models. */
export interface Flips {
  /** Right before, wrong after. */
  readonly negative: number;
  /** Wrong before, right after. */
  readonly positive: number;
  /** Any other answer than before. */
  readonly any: number;
  /** Two-sided exact McNemar test; only where examples are independent. */
  readonly mcnemar: Estimate;
}

/** Counts the flips in some cells. Regressions have no answers that could flip. */
export function countFlips(frame: TallyFrame, cells: readonly Cell[]): Flips {
  let negative = 0;
  let positive = 0;
  let any = 0;
  if (frame.task === 'regression')
    return { negative, positive, any, mcnemar: notEstimable('a regression has no answers that flip') };
  for (const { label, baseline, variant, count } of cells) {
    if (baseline === variant) continue;
    any += count;
    if (baseline === label) negative += count;
    if (variant === label) positive += count;
  }
  const mcnemar = frame.hasWeights
    ? notEstimable('examples that weigh differently cannot be counted against each other')
    : frame.hasUnits
      ? notEstimable('examples of one unit are not independent')
      : estimate(mcnemarExact(negative, positive));
  return { negative, positive, any, mcnemar };
}
