import {
  measureDisparities,
  summariseDrift,
  type DisparityDrift,
  type DisparityRules,
  type DriftSummary,
  type SliceCells,
  type Withholds,
} from '../compare/index.js';
import { rankValues, type Metric } from '../metrics/index.js';
import type { FairnessEvidence } from './fairness.js';
import type { DisparityMeasureFacts, DisparityRecord, DriftSummaryRecord, OwnInterval } from './types.js';

/** How groups differ, and how drift was spread over them. */
export interface GroupRecords {
  readonly disparities: readonly DisparityRecord[];
  readonly disparityMeasures: readonly DisparityMeasureFacts[] | undefined;
  readonly driftSummaries: readonly DriftSummaryRecord[];
}

/**
 * The disparities and drift summaries of every sensitive attribute over its shown groups.
 *
 * @param shown slices, everyone first
 * @param onDisparity called when one is measured
 */
export function groupRecords(
  { tally, attributes, minSlice }: FairnessEvidence,
  shown: readonly SliceCells[],
  metrics: readonly Metric[],
  withholds: Withholds,
  onDisparity?: () => void,
): GroupRecords {
  const [everyone] = shown;
  const disparities: DisparityRecord[] = [];
  const measures = new Map<string, DisparityMeasureFacts>();
  const driftSummaries: DriftSummaryRecord[] = [];
  if (everyone?.by.length !== 0) return { disparities, disparityMeasures: undefined, driftSummaries };
  const ranks = rankValues(tally);
  for (const { name, sensitive, reference } of attributes) {
    const groups = shown.filter(({ by }) => by.length === 1 && by[0] === name);
    if (!sensitive || groups.length === 0) continue;
    const rules: DisparityRules = { everyone, minSlice, withholds, reference, ranks, onDisparity };
    const found = measureDisparities(tally.frame, name, groups, metrics, rules);
    disparities.push(...found.map(disparityRecord));
    for (const { disparity } of found) measures.set(disparity.name, factsOf(disparity));
    if (groups.length > 1)
      driftSummaries.push(...summariseDrift(tally.frame, name, groups, metrics, rules).map(summaryRecord));
  }
  const disparityMeasures = measures.size === 0 ? undefined : [...measures.values()];
  return { disparities, disparityMeasures, driftSummaries };
}

function factsOf({ name, title, definition, source }: DisparityDrift['disparity']): DisparityMeasureFacts {
  return { name, title, definition, source };
}

interface Ends {
  readonly lower: number;
  readonly upper: number;
}

function intervalOf({ lower, upper }: Ends, method: string): OwnInterval {
  return { lower, upper, method };
}

function disparityRecord(found: DisparityDrift): DisparityRecord {
  const { disparity, sides, drift, relativeDrift, method } = found;
  const { value, bounds } = relativeDrift;
  return {
    name: disparity.name,
    kind: disparity.kind,
    of: disparity.of,
    attribute: found.attribute,
    group: found.group,
    reference: found.reference,
    unit: found.unit,
    baseline: found.baseline,
    variant: found.variant,
    intervals: sides && {
      baseline: intervalOf(sides.baseline, method),
      variant: intervalOf(sides.variant, method),
    },
    drift: drift && { value: drift.value, interval: intervalOf(drift, method) },
    relativeDrift: value.kind === 'value' ? { ...value, interval: bounds && intervalOf(bounds, method) } : value,
    groups: found.groups,
    leftOut: found.leftOut,
  };
}

function summaryRecord(found: DriftSummary): DriftSummaryRecord {
  const { name, title, definition, source, attribute, group, value, bounds, method, overall, leftOut } = found;
  const interval = bounds && intervalOf(bounds, method);
  return { name, title, definition, source, attribute, group, value, interval, overall, leftOut };
}
