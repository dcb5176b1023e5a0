import type { ScoreFunction } from './labelled-scores.js';
import { metricsFor } from './metrics.js';
import type { TallyFrame } from './tally.js';

/** A function of scores that the second pass sums influences of, by its metric's name. */
export interface ScoredFunction {
  readonly name: string;
  readonly function: ScoreFunction;
  /** A positive that moves above a negative never makes the value smaller, and nothing else counts. */
  readonly ranksOnly: boolean;
}

/** The functions of a frame's metrics of scores; with weights AUC is one of them. */
export function scoredFunctions(frame: TallyFrame): readonly ScoredFunction[] {
  return metricsFor(frame).flatMap(({ name, pairing }) => {
    if (pairing.kind === 'scores') return [{ name, function: pairing.function, ranksOnly: pairing.ranksOnly }];
    return pairing.kind === 'rank' && frame.hasWeights ? [{ name, function: pairing.function, ranksOnly: true }] : [];
  });
}
