import { combined, correlationOf, differenceBounds, type DriftEstimate } from '../metrics/index.js';

/**
 * How much more a group drifted than others (everyone else, or a named group): its drift minus theirs.
 *
 * Bounds come from the bounds of both (MOVER). Groups share no example, so without units the two are independent; units may
 * span both, and what each unit adds to either then says how far they move together.
 */
export function differentialDrift(group: DriftEstimate, rest: DriftEstimate, whose = 'everyone else'): DriftEstimate {
  if (group.kind === 'not-estimable') return group;
  if (rest.kind === 'not-estimable') return { kind: 'not-estimable', reason: `${whose}: ${rest.reason}` };
  const correlation = correlationOf(group.influence(), rest.influence());
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
    influence: () =>
      combined([
        { influence: group.influence(), factor: 1 },
        { influence: rest.influence(), factor: -1 },
      ]),
  };
}
