import { estimate, notEstimable } from '../base/index.js';
import { massesAbove } from './descending.js';
import type { ScoreFunction } from './labelled-scores.js';

/**
 * The area under the ROC curve as a function of scores with any masses: how likely a positive scores above a negative, ties counting
 * half. With masses of 1 it and its variance are DeLong's.
 *
 * @see DeLong, DeLong, Clarke-Pearson 1988; with weights as for any ratio of weighted sums
 */
export const areaUnderCurve: ScoreFunction = {
  value: (scores) => {
    const [, positives] = scores.masses;
    const { negative, positive } = massesAbove(scores);
    const [n, p] = [negative[0] ?? 0, positive[0] ?? 0];
    if (!(n > 0 && p > 0)) return notEstimable('examples of one label only');
    let area = 0;
    for (let k = 0; k < positives.length; k++)
      area += (positives[k] ?? 0) * (n - ((negative[k] ?? 0) + (negative[k + 1] ?? 0)) / 2);
    return estimate(area / (n * p));
  },
  influence: (scores) => {
    const { negative, positive } = massesAbove(scores);
    const [n, p] = [negative[0] ?? 0, positive[0] ?? 0];
    const found = areaUnderCurve.value(scores);
    const area = found.kind === 'value' ? found.value : 0;
    const above = (masses: Float64Array, k: number): number => ((masses[k] ?? 0) + (masses[k + 1] ?? 0)) / 2;
    return [
      scores.scores.map((_, k) => (above(positive, k) / p - area) / n),
      scores.scores.map((_, k) => (1 - above(negative, k) / n - area) / p),
    ];
  },
};
