import { sliceKey, type Slice } from '../base/index.js';
import { explore, type DriftFinding, type NotJudged, type SliceCells } from '../compare/index.js';
import type { Metric } from '../metrics/index.js';
import { ownInterval, type Measured } from './slice-records.js';
import type { ExploredDrift, Finding, NotJudgedRecord } from './types.js';

/** A finding as the record has it. */
export function findingRecord(finding: DriftFinding, classes: readonly string[]): Finding {
  const { metric } = finding;
  return {
    kind: finding.kind,
    against: finding.against,
    metric: metric.name,
    class: metric.class === undefined ? undefined : classes[metric.class],
    slice: finding.slice,
    n: finding.n,
    units: finding.units,
    baseline: finding.baseline,
    variant: finding.variant,
    restDrift: finding.restDrift,
    drift: finding.drift,
    interval: finding.interval,
    bound: finding.bound,
    ...(finding.beyondShare ? { beyondShare: finding.beyondShare } : {}),
    margin: finding.margin,
    verdict: finding.verdict,
    surelyWorse: finding.surelyWorse,
  };
}

/** A promise that nothing could be said about. */
export function notJudgedRecord(
  { kind, metric, slice, reason }: NotJudged,
  classes: readonly string[],
): NotJudgedRecord {
  return {
    kind,
    metric: metric.name,
    class: metric.class === undefined ? undefined : classes[metric.class],
    slice,
    reason,
  };
}

/** Drifts that no promise judges and that stand out; distances are above 0 wherever anything moved, which tells nothing. */
export function explorationRecords(
  classes: readonly string[],
  measured: readonly { readonly slice: SliceCells; readonly values: readonly Measured[] }[],
  findings: readonly DriftFinding[],
): readonly ExploredDrift[] {
  const key = (metric: Metric, slice: Slice): string => JSON.stringify([metric.name, metric.class, sliceKey(slice)]);
  const judged = new Set(findings.map(({ metric, slice }) => key(metric, slice)));
  const drifts = measured.flatMap(({ slice, values }) =>
    values.flatMap(({ metric, paired, hidden }) =>
      hidden === undefined && paired.drift.kind === 'drift' && metric.isDistance !== true
        ? [
            {
              metric,
              slice: slice.slice,
              n: paired.n,
              drift: paired.drift,
              isJudged: judged.has(key(metric, slice.slice)),
            },
          ]
        : [],
    ),
  );
  return explore(drifts).map(({ metric, slice, n, drift, pValue, adjusted, among }) => ({
    metric: metric.name,
    class: metric.class === undefined ? undefined : classes[metric.class],
    slice,
    n,
    drift: drift.value,
    interval: ownInterval(drift),
    pValue,
    adjusted,
    among,
  }));
}
