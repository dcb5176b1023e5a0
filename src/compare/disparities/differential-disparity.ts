import { estimate } from '../../base/index.js';
import { correlationOf, differenceBounds, type Bounded } from '../../metrics/index.js';
import { differentialDrift } from '../differential.js';
import type { Known } from '../group-intervals.js';
import type { Parts } from './by-substitution.js';
import type { Disparity } from './disparity.js';
import { alone, describing, type DisparityDrift } from './disparity-drift.js';
import type { GroupMeasures, Pair } from './group-measures.js';
import { relativeTo } from './relative.js';
import { relativeOf } from './substituted.js';

/** A group against the attribute's named one: both sides and the drift by the bounds of the two (MOVER). */
export function differential(
  measured: GroupMeasures,
  disparity: Disparity,
  { value, metrics: [pair] }: Pair,
): DisparityDrift {
  if (!pair) throw new RangeError('a difference of nothing');
  const [group, reference] = [pair.group.estimates, pair.reference.estimates];
  const side = (name: 'baseline' | 'variant'): Bounded => differenceOf(group[name], reference[name]);
  const between = differentialDrift(group.drift.estimate, reference.drift.estimate);
  const drift =
    between.kind === 'drift'
      ? { value: between.value, ...wider(between.bounds(alone), differenceOf(group.drift, reference.drift)) }
      : undefined;
  const [baseline, variant] = [side('baseline'), side('variant')];
  const parts = ({ before, drift: moved }: Parts): number => {
    const [a = NaN, b = NaN] = before;
    const [x = 0, y = 0] = moved;
    return relativeTo(a - b, a + x - (b + y));
  };
  return {
    ...describing(measured, disparity),
    group: value,
    reference: measured.rules.reference,
    baseline: estimate(baseline.value),
    variant: estimate(variant.value),
    sides: { baseline, variant },
    drift,
    relativeDrift: relativeOf(baseline.value, baseline, parts, [group, reference]),
    method: between.kind === 'drift' ? between.method : 'none',
    simultaneousOver: 1,
  };
}

function differenceOf(a: Known, b: Known): Bounded {
  const of = (known: Known): Bounded => ({ value: known.value, ...known.bounds(alone) });
  return differenceBounds(of(a), of(b), correlationOf(a.influence(), b.influence()));
}

/** Where no variance was seen the floor of the groups' own bounds holds. */
function wider(a: { readonly lower: number; readonly upper: number }, b: Bounded): { lower: number; upper: number } {
  if (a.upper > a.lower) return { lower: a.lower, upper: a.upper };
  return { lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
}
