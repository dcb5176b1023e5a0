import { likelyAtLeast, likelyAtMost } from './likelihood-bounds.js';

/** Examples of a slice: their number, what they weigh, and what those weigh that became worse and better. */
export interface SliceSums {
  readonly n: number;
  readonly mass: number;
  readonly worse: number;
  readonly better: number;
}

/** How bad slices are, and how bad the slices within one can be. */
export interface Objective {
  /** By how much more than everyone else's the slice's metric has surely worsened: a lower bound. Of one below 0 only the sign counts. */
  readonly score: (slice: SliceSums) => number;
  /** No slice within `slice` that has `minSlice` examples scores above this, if above 0. */
  readonly mostWithin: (slice: SliceSums) => number;
}

/**
 * The objective of slice search: a lower bound of how much more of a slice than of everyone else has become worse.
 *
 * Let a and b be the shares of the slice that became worse and better, c and d those of everyone else. The differential drift to the
 * worse is (a − b) − (c − d). Each share has a likelihood bound on the side that makes the drift small; the four distances
 * to them are squared, added and rooted (MOVER), and taken off the drift.
 *
 * What {@link Objective.mostWithin} rests on: no slice within has more that became worse, and none has fewer than `minSlice`
 * examples. The bound of a rises with what became worse and falls with the number of examples; b is 0 at least; c is least where
 * everyone else is most, and keeps what the slice's own did not take; d is at most everything over the fewest. To drop the other
 * three distances only raises it.
 *
 * @param everyone all examples of the half
 * @param minMass what `minSlice` examples weigh at least
 * @param evidence how unlikely a bound is: see {@link likelyAtLeast}
 * @param isTwoSided for metrics without a better side: the larger of both directions
 * @see Zou, Donner 2008, "Construction of confidence limits about effect measures: a general approach"
 */
export function objectiveOf(everyone: SliceSums, minMass: number, evidence: number, isTwoSided: boolean): Objective {
  const other: SliceSums = { ...everyone, worse: everyone.better, better: everyone.worse };
  const turned = (slice: SliceSums): SliceSums => ({ ...slice, worse: slice.better, better: slice.worse });
  const score = (slice: SliceSums): number => lowerBound(slice, everyone, evidence);
  const most = (slice: SliceSums): number => upperBound(slice, everyone, minMass, evidence);
  if (!isTwoSided) return { score, mostWithin: most };
  return {
    score: (slice) => Math.max(score(slice), lowerBound(turned(slice), other, evidence)),
    mostWithin: (slice) => Math.max(most(slice), upperBound(turned(slice), other, minMass, evidence)),
  };
}

function lowerBound({ mass, worse, better }: SliceSums, everyone: SliceSums, evidence: number): number {
  const rest = everyone.mass - mass;
  if (!(mass > 0) || !(rest > 0)) return -1;
  const [a, b] = [worse / mass, better / mass];
  const [restWorse, restBetter] = [Math.max(0, everyone.worse - worse), Math.max(0, everyone.better - better)];
  const [c, d] = [restWorse / rest, restBetter / rest];
  const drift = a - b - (c - d);
  // The bound is below the drift, so half of the slices need none.
  if (drift <= 0) return drift;
  return (
    drift -
    Math.hypot(
      a - likelyAtLeast(worse, mass, evidence),
      likelyAtMost(better, mass, evidence) - b,
      likelyAtMost(restWorse, rest, evidence) - c,
      d - likelyAtLeast(restBetter, rest, evidence),
    )
  );
}

function upperBound({ mass, worse }: SliceSums, everyone: SliceSums, minMass: number, evidence: number): number {
  const fewest = Math.max(minMass, worse);
  const ownWorse = fewest > 0 ? likelyAtLeast(worse, fewest, evidence) : 1;
  const restWorse = Math.max(0, everyone.worse - worse) / Math.max(everyone.mass - minMass, Number.MIN_VALUE);
  const restBetter = everyone.better === 0 ? 0 : Math.min(1, everyone.better / Math.max(everyone.mass - mass, 0));
  return ownWorse - Math.min(1, restWorse) + restBetter;
}
