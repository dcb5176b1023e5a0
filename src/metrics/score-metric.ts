import type { ScoreFunction } from './labelled-scores.js';
import type { Metric } from './metric.js';

/** A metric of how scores and labels lie together: what a reader needs to know about it, and the function that it is. */
export interface ScoreMetric extends Omit<Metric, 'value' | 'pairing' | 'class'> {
  readonly function: ScoreFunction;
}
