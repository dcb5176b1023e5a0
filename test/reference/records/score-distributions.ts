/** How scores lie in a record made by hand: the numbers are near those of pruned90 on UCI Adult. */
import type { CalibrationBinRecord, ModelScoresRecord, ScoreDistributionRecord } from '../../../src/record/index.js';

function bins(rows: readonly (readonly [from: number, to: number, n: number, meanScore: number, positives: number, half: number])[]): readonly CalibrationBinRecord[] {
  return rows.map(([from, to, n, meanScore, positives, half]) => ({
    from,
    to,
    n,
    meanScore,
    positives,
    interval: { lower: Math.max(0, positives - half), upper: Math.min(1, positives + half), level: 0.95, simultaneousOver: 1, method: 'wilson' },
  }));
}

function scores(calibration: readonly CalibrationBinRecord[]): ModelScoresRecord {
  const label = (n: number): ModelScoresRecord['negatives'] => ({
    n,
    quantiles: [5, 25, 50, 75, 95].map((percent) => ({ percent, value: percent === 50 ? null : percent / 100 })),
    bins: [{ from: 0, to: 1, n }],
  });
  return { negatives: label(6640), positives: label(2000), calibration };
}

export const scoreDistributions: readonly ScoreDistributionRecord[] = [
  {
    slice: [],
    distance: { kolmogorovSmirnov: 0.031, wasserstein: 0.012 },
    scores: {
      kind: 'shown',
      baseline: scores(
        bins([
          [0, 0.1, 4800, 0.021, 0.023, 0.004],
          [0.1, 0.2, 700, 0.147, 0.16, 0.027],
          [0.2, 0.3, 560, 0.249, 0.26, 0.036],
          [0.3, 0.4, 470, 0.348, 0.33, 0.042],
          [0.4, 0.5, 420, 0.451, 0.46, 0.048],
          [0.5, 0.6, 390, 0.549, 0.56, 0.049],
          [0.6, 0.8, 600, 0.702, 0.69, 0.037],
          [0.8, 0.9, 300, 0.851, 0.86, 0.04],
          [0.9, 1, 400, 0.962, 0.944, 0.023],
        ]),
      ),
      variant: scores(
        bins([
          [0, 0.1, 4500, 0.018, 0.034, 0.005],
          [0.1, 0.2, 800, 0.149, 0.21, 0.028],
          [0.2, 0.4, 1100, 0.297, 0.36, 0.028],
          [0.4, 0.5, 500, 0.452, 0.47, 0.044],
          [0.5, 0.7, 740, 0.601, 0.55, 0.036],
          [0.7, 0.9, 500, 0.808, 0.67, 0.041],
          [0.9, 1, 500, 0.968, 0.86, 0.03],
        ]),
      ),
    },
  },
];
