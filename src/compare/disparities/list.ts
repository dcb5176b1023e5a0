import type { Metric } from '../../metrics/index.js';
import { averageAbsoluteOddsDifference, averageOddsDifference } from './average-odds.js';
import { differenceBetween, ratioBetween, worstGroup } from './between-groups.js';
import type { Disparity } from './disparity.js';
import { entropies } from './entropy.js';
import { equalizedOddsDifference, equalizedOddsRatio } from './equalized-odds.js';
import { familyOf } from './family.js';
import { giniBetween } from './gini.js';
import { differenceToBest } from './to-best.js';
import { differenceToOverall, ratioToOverall } from './to-overall.js';
import { differenceToReference, ratioToReference } from './to-reference.js';

const odds = ['true_positive_rate', 'false_positive_rate'];

/**
 * Every disparity that these metrics make: first those of each metric, then those of several.
 *
 * @param metrics of one task; those of single classes and of labels alone take no part
 * @param hasReference whether the attribute names a group to hold the others against
 */
export function disparitiesOf(metrics: readonly Metric[], hasReference: boolean): readonly Disparity[] {
  const own = metrics.filter(({ class: of, pairing }) => of === undefined && pairing.kind !== 'labels');
  const isBinary = own.some(({ tasks }) => tasks.length === 1 && tasks[0] === 'binary');
  const hasOdds = odds.every((name) => own.some((metric) => metric.name === name));
  return [
    ...own.flatMap((metric) => ofMetric(metric, hasReference)),
    ...(hasOdds ? [equalizedOddsDifference, equalizedOddsRatio] : []),
    ...(hasOdds && hasReference ? [averageOddsDifference, averageAbsoluteOddsDifference] : []),
    ...(isBinary ? entropies : []),
  ];
}

function ofMetric(metric: Metric, hasReference: boolean): readonly Disparity[] {
  const family = familyOf(metric);
  const hasRatio = isNeverNegative(metric);
  return [
    differenceBetween(family),
    ...(hasRatio ? [ratioBetween(family)] : []),
    worstGroup(family),
    differenceToOverall(family),
    ...(hasRatio ? [ratioToOverall(family)] : []),
    ...(metric.better === 'neither' ? [] : [differenceToBest(family)]),
    ...(hasReference ? [differenceToReference(family)] : []),
    ...(hasReference && hasRatio ? [ratioToReference(family)] : []),
    ...(metric.name === 'accuracy' ? [giniBetween(family)] : []),
  ];
}

/** Ratios of what may be negative, or is always 0, say nothing. */
function isNeverNegative({ unit, span, pairing, better, isDistance }: Metric): boolean {
  // The baseline's distance to itself is 0 in every group.
  if (span !== undefined || isDistance === true) return false;
  return (
    unit === 'rate' ||
    pairing.kind === 'rank' ||
    (('loss' in pairing || pairing.kind === 'scores') && better === 'lower') ||
    (pairing.kind === 'scores' && pairing.ranksOnly)
  );
}
