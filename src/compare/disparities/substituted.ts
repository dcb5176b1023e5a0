import { estimate, notEstimable } from '../../base/index.js';
import { massOf, type Bounded } from '../../metrics/index.js';
import type { GroupEstimates } from '../group-intervals.js';
import { bySubstitution, type Parts } from './by-substitution.js';
import type { Disparity, Measure } from './disparity.js';
import { alone, describing, nothing, numberOr, tooFewGroups, type DisparityDrift } from './disparity-drift.js';
import type { GroupMeasures, MeasuredGroup } from './group-measures.js';
import { relativeBounds, relativeTo, type RelativeDrift } from './relative.js';

type Substituted = Extract<Measure, { how: 'substituted' }>;

/** Smooth functions of groups: by what moving each group's values to their own bounds would change. */
export function substituted(
  measured: GroupMeasures,
  disparity: Disparity,
  measure: Substituted,
): readonly DisparityDrift[] {
  if (measure.over === 'reference')
    return measured.against(disparity).map(({ value, metrics }) => {
      const whose = { group: value, reference: measured.rules.reference };
      const groups = metrics.map(({ group, reference }) => [group, reference]);
      return { ...bySubstituting(measured, disparity, measure, groups), ...whose };
    });
  if (measure.over === 'together') {
    const [name = ''] = disparity.of;
    if (measured.of(name).groups.length === 0) return [nothing(measured, disparity, 'no group is large enough')];
    const found = measured.together(name);
    if ('reason' in found) return [nothing(measured, disparity, found.reason)];
    return [bySubstituting(measured, disparity, measure, [[found]])];
  }
  const metrics = disparity.of.map((name) => measured.of(name).groups);
  if (metrics.some((groups) => groups.length < 2)) return [nothing(measured, disparity, tooFewGroups)];
  return [bySubstituting(measured, disparity, measure, metrics)];
}

function bySubstituting(
  measured: GroupMeasures,
  disparity: Disparity,
  measure: Substituted,
  metrics: readonly (readonly MeasuredGroup[])[],
): DisparityDrift {
  const groups = metrics.flat().map(({ estimates }) => estimates);
  const masses = (metrics[0] ?? []).map(({ cells }) => cells.cells.reduce((sum, cell) => sum + massOf(cell), 0));
  const all = masses.reduce((sum, mass) => sum + mass, 0);
  const shares = masses.map((mass) => mass / all);
  const value = (flat: readonly number[]): number => {
    let at = 0;
    return measure.value(
      metrics.map((list) => flat.slice(at, (at += list.length))),
      shares,
    );
  };
  const ofDrift = ({ before, drift }: Parts): number =>
    value(before.map((one, i) => one + (drift[i] ?? 0))) - value(before);
  const before = numberOr(value(groups.map(({ baseline }) => baseline.value)), measure.undefinedWhere ?? '');
  const after = numberOr(value(groups.map(({ variant }) => variant.value)), measure.undefinedWhere ?? '');
  const isThere = before.kind === 'value' && after.kind === 'value';
  const side = (name: 'baseline' | 'variant'): Bounded | undefined =>
    bySubstitution((parts) => value(parts.before), groups, name, alone);
  const [baseline, variant] = [side('baseline'), side('variant')];
  const drift = isThere ? bySubstitution(ofDrift, groups, 'drift', alone) : undefined;
  return {
    ...describing(measured, disparity),
    baseline: before,
    variant: after,
    sides: baseline && variant && { baseline, variant },
    drift:
      drift && before.kind === 'value' && after.kind === 'value'
        ? { ...drift, value: after.value - before.value }
        : undefined,
    relativeDrift:
      before.kind === 'value' && after.kind === 'value'
        ? relativeOf(
            before.value,
            baseline,
            (parts) =>
              relativeTo(value(parts.before), value(parts.before.map((one, i) => one + (parts.drift[i] ?? 0)))),
            groups,
          )
        : { value: notEstimable(measure.undefinedWhere ?? 'there is none'), bounds: undefined },
    method: 'substituted',
    simultaneousOver: 1,
  };
}

/**
 * The relative drift of what is computed from groups, with its interval where there is one.
 *
 * @param base the baseline's value
 * @param ofBase the same with its bounds; where they reach 0, nothing bounds what is relative to it
 */
export function relativeOf(
  base: number,
  ofBase: Bounded | undefined,
  of: (parts: Parts) => number,
  groups: readonly GroupEstimates[],
): RelativeDrift {
  if (base === 0) return relativeBounds({ value: 0, lower: 0, upper: 0 }, { value: 0, lower: 0, upper: 0 });
  const reachesZero = !ofBase || (ofBase.lower <= 0 && ofBase.upper >= 0);
  const bounds = reachesZero ? undefined : bySubstitution(of, groups, 'drift', alone);
  const value = of({
    before: groups.map(({ baseline }) => baseline.value),
    drift: groups.map(({ drift }) => drift.value),
  });
  return { value: estimate(value), bounds };
}
