import { estimate, notEstimable } from '../base/index.js';
import type { Metric, Pairing, Task } from './metric.js';

function meanLoss(
  words: Pick<Metric, 'name' | 'title' | 'definition'> & { readonly source?: string },
  tasks: readonly Task[],
  pairing: Extract<Pairing, { loss: string }>,
): Metric {
  return {
    ...words,
    tasks,
    better: 'lower',
    unit: 'number',
    relevant: 'examples',
    relevantCount: ({ n }) => n,
    value: ({ n, losses }) => {
      if (n <= 0) return notEstimable('no examples');
      const mean = (losses[pairing.loss] ?? 0) / n;
      return estimate(pairing.kind === 'mean' ? mean : Math.sqrt(Math.max(0, mean)));
    },
    pairing,
  };
}

/** Scores are clipped to [1e-15, 1 − 1e-15] in log loss, so that one sure error costs 34.5 and not infinity. */
export const logLossClip = 1e-15;

export const logLoss = meanLoss(
  {
    name: 'log_loss',
    title: 'log loss',
    definition: `Mean of −ln of the score given to the truth; scores clipped at ${logLossClip}.`,
  },
  ['binary', 'multiclass'],
  { kind: 'mean', loss: 'log_loss' },
);

export const brier = meanLoss(
  {
    name: 'brier',
    title: 'Brier score',
    definition: 'Mean squared distance of the scores from the truth; for several classes summed over them.',
    source: 'Brier 1950, "Verification of forecasts expressed in terms of probability"',
  },
  ['binary', 'multiclass'],
  { kind: 'mean', loss: 'brier' },
);

export const meanAbsoluteError = meanLoss(
  { name: 'mae', title: 'mean absolute error', definition: 'Mean of |prediction − label|.' },
  ['regression'],
  { kind: 'mean', loss: 'absolute' },
);

/** The mean error: how far predictions lie above the labels on average. */
export const bias: Metric = {
  ...meanLoss(
    { name: 'bias', title: 'bias', definition: 'Mean of prediction − label: above 0 where predictions are too high.' },
    ['regression'],
    { kind: 'mean', loss: 'signed' },
  ),
  better: 'neither',
};

export const rootMeanSquaredError = meanLoss(
  { name: 'rmse', title: 'root mean squared error', definition: 'Root of the mean of (prediction − label)².' },
  ['regression'],
  { kind: 'root-mean', loss: 'squared' },
);
