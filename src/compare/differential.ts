import { differenceBounds, jackknifeCovariance, jackknifeVariance, type DriftEstimate } from '../metrics/index.js';

/**
 * How much more a group drifted than everyone else: its drift minus theirs.
 *
 * Bounds come from the bounds of both (MOVER). Groups share no example, so without units the two are independent; units may
 * span both, and the jackknife then says how far they move together.
 */
export function differentialDrift(group: DriftEstimate, rest: DriftEstimate): DriftEstimate {
  if (group.kind === 'not-estimable') return group;
  if (rest.kind === 'not-estimable') return { kind: 'not-estimable', reason: `everyone else: ${rest.reason}` };
  const correlation = correlationOf(group, rest);
  const value = group.value - rest.value;
  const covariance = correlation * Math.sqrt(group.varianceWithoutDrift * rest.varianceWithoutDrift);
  return {
    kind: 'drift',
    value,
    method: `mover-${group.method}`,
    bounds: (tail) => {
      const ofGroup = { value: group.value, ...group.bounds(tail) };
      const ofRest = { value: rest.value, ...rest.bounds(tail) };
      const { lower, upper } = differenceBounds(ofGroup, ofRest, correlation);
      return { lower, upper };
    },
    varianceWithoutDrift: Math.max(0, group.varianceWithoutDrift + rest.varianceWithoutDrift - 2 * covariance),
  };
}

type Known = Extract<DriftEstimate, { kind: 'drift' }>;

function correlationOf(group: Known, rest: Known): number {
  if (!group.leftOut || !rest.leftOut) return 0;
  const units = [...new Set([...group.leftOut.keys(), ...rest.leftOut.keys()])];
  if (units.length < 2) return 0;
  const a = units.map((unit) => group.leftOut?.get(unit) ?? group.value);
  const b = units.map((unit) => rest.leftOut?.get(unit) ?? rest.value);
  const scale = Math.sqrt(jackknifeVariance(a) * jackknifeVariance(b));
  return scale > 0 ? Math.max(-1, Math.min(1, jackknifeCovariance(a, b) / scale)) : 0;
}
