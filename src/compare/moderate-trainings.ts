import { moderatedVariances, type DriftEstimate } from '../metrics/index.js';
import type { Candidate } from './finding-candidates.js';

/** Lends what few trainings say of one finding the strength of the others of the same metric and kind. */
export function moderateTrainings(candidates: readonly Candidate[]): readonly Candidate[] {
  const noisy = candidates.flatMap(({ metricIndex, kind, estimate, beyond }) =>
    ([[0, estimate], ...beyond] as const).flatMap(([side, one]) =>
      one.kind === 'drift' && one.trainings
        ? [{ estimate: one, noise: one.trainings, family: `${metricIndex},${kind},${side}` }]
        : [],
    ),
  );
  if (noisy.length === 0) return candidates;
  const moderated = new Map<DriftEstimate, DriftEstimate>();
  for (const name of new Set(noisy.map(({ family }) => family))) {
    const family = noisy.filter((one) => one.family === name);
    const variances = moderatedVariances(
      family.map(({ noise }) => ({
        variance: noise.variance,
        degreesOfFreedom: noise.degreesOfFreedom,
        scale: noise.ofExamples,
      })),
    );
    for (const [i, { estimate, noise }] of family.entries()) moderated.set(estimate, noise.with(variances[i] ?? noise));
  }
  const known = (estimate: DriftEstimate): DriftEstimate => moderated.get(estimate) ?? estimate;
  return candidates.map((candidate) => ({
    ...candidate,
    estimate: known(candidate.estimate),
    beyond: new Map([...candidate.beyond].map(([sign, estimate]) => [sign, known(estimate)])),
  }));
}
