import {
  combined,
  correlationOf,
  differenceBounds,
  driftOverTrainings,
  type DriftEstimate,
  type TrainingNoise,
} from '../metrics/index.js';

/**
 * How much more a group drifted than others (everyone else, or a named group): its drift minus theirs.
 *
 * Bounds come from the bounds of both (MOVER). Groups share no example, so without units the two are independent; units may
 * span both, and what each unit adds to either then says how far they move together.
 */
export function differentialDrift(group: DriftEstimate, rest: DriftEstimate, whose = 'everyone else'): DriftEstimate {
  if (group.kind === 'not-estimable') return group;
  if (rest.kind === 'not-estimable') return { kind: 'not-estimable', reason: `${whose}: ${rest.reason}` };
  if (group.trainings && rest.trainings) return overTrainings(group.trainings, rest.trainings, whose);
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

/** Of each pair of trainings by itself, so that what moves group and rest alike in one training cancels out. */
function overTrainings(group: TrainingNoise, rest: TrainingNoise, whose: string): DriftEstimate {
  const minus = (a: readonly number[], b: readonly number[]): readonly number[] =>
    a.map((value, i) => value - (b[i] ?? 0));
  const none: DriftEstimate = { kind: 'not-estimable', reason: 'a training is missing' };
  return driftOverTrainings(
    group.pairs.map((pair, k) => differentialDrift(pair, rest.pairs[k] ?? none, whose)),
    group.values && rest.values
      ? {
          baseline: minus(group.values.baseline, rest.values.baseline),
          variant: minus(group.values.variant, rest.values.variant),
        }
      : undefined,
  );
}
