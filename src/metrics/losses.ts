import { estimate, notEstimable } from '../base/index.js';
import type { Metric, Pairing, Task } from './metric.js';

type Words = Pick<Metric, 'name' | 'title' | 'definition'> & Partial<Pick<Metric, 'source' | 'better' | 'unit'>>;

function meanLoss(words: Words, tasks: readonly Task[], pairing: Extract<Pairing, { loss: string }>): Metric {
  return {
    better: 'lower',
    unit: 'number',
    ...words,
    tasks,
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
export const bias = meanLoss(
  {
    name: 'bias',
    title: 'bias',
    better: 'neither',
    definition: 'Mean of prediction − label: above 0 where predictions are too high.',
  },
  ['regression'],
  { kind: 'mean', loss: 'signed' },
);

export const rootMeanSquaredError = meanLoss(
  { name: 'rmse', title: 'root mean squared error', definition: 'Root of the mean of (prediction − label)².' },
  ['regression'],
  { kind: 'root-mean', loss: 'squared' },
);

/** The mean pinball loss of predictions taken for a quantile: at 0.5 half the mean absolute error. */
export function pinballLoss(quantile: number): Metric {
  return meanLoss(
    {
      name: `pinball_${quantile}`,
      title: `pinball loss at ${quantile}`,
      definition: `Mean of ${quantile} · (label − prediction) where that is above 0, else of ${decimal(1 - quantile)} · (prediction − label).`,
      source: 'Koenker, Bassett 1978, "Regression quantiles"',
    },
    ['regression'],
    { kind: 'mean', loss: `pinball_${quantile}` },
  );
}

/** The share of examples whose true class is among the k with the largest scores. */
export function topAccuracy(k: number): Metric {
  return meanLoss(
    {
      name: `top_${k}_accuracy`,
      title: `top-${k} accuracy`,
      better: 'higher',
      unit: 'rate',
      definition: `Share of examples whose true class is among the ${k} with the largest scores; of equal scores the first class comes first.`,
    },
    ['multiclass'],
    { kind: 'mean', loss: `top_${k}`, isShare: true },
  );
}

/** Without what binary fractions add: 0.9, not 0.9000000000000000222. */
function decimal(value: number): number {
  return Number(value.toPrecision(12));
}
