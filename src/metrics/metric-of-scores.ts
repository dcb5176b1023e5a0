import { notEstimable } from '../base/index.js';
import type { ScoreFunction } from './labelled-scores.js';
import type { Metric } from './metric.js';

/** What a reader needs to know of a metric of scores, and the function that it is. */
export interface MetricOfScores extends Pick<
  Metric,
  'name' | 'title' | 'better' | 'definition' | 'source' | 'span' | 'relevant' | 'relevantCount'
> {
  readonly function: ScoreFunction;
  /** Only the order of the scores counts, and a positive that moves above a negative never makes the value smaller. */
  readonly ranksOnly?: boolean;
  /** Its variance rests on this share of the negatives, so that few of them make it unsure. */
  readonly negativesShare?: number;
}

/** A metric whose value, variance and drift follow from a function of scores and labels, by the second pass over the examples. */
export function metricOfScores({ function: of, ranksOnly, negativesShare, ...metric }: MetricOfScores): Metric {
  return {
    ...metric,
    tasks: ['binary'],
    unit: 'number',
    value: ({ scores }) => scores?.get(metric.name) ?? notEstimable('the scores were not read a second time'),
    pairing: { kind: 'scores', function: of, ranksOnly: ranksOnly === true, negativesShare },
  };
}
