import type { LabelledScores } from './labelled-scores.js';
import { atResolution } from './score-resolution.js';

/** Scores that were counted on a grid, and where each of them may have been: anywhere between the two ends of its place. */
export interface ScorePlaces extends LabelledScores {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Between which numbers something surely lies. */
export interface SureRange {
  readonly lower: number;
  readonly upper: number;
}

/** Models round: a score may be so far below 0 or above 1. */
const slack = 1e-5;

/** The places of scores that are on a grid. @param bits its resolution, 0 to 31 */
export function placesOf(scores: LabelledScores, bits: number): ScorePlaces {
  const { length } = scores.scores;
  const [low, high] = [new Float64Array(length), new Float64Array(length)];
  for (const [i, score] of scores.scores.entries()) {
    // As scores are put on the grid: below one half by how far they are from 0, above by how far from 1.
    const { lower, upper } =
      score < 0.5 ? endsOf(score, 0, bits) : endsOf(1 - score, atResolution(2 ** -53, bits), bits);
    low[i] = score < 0.5 ? lower : 1 - upper;
    high[i] = score < 0.5 ? upper : 1 - lower;
  }
  return { ...scores, low, high };
}

/**
 * Where a distance lies that was cut off towards 0, at most one half.
 *
 * @param smallest the largest place that cannot be told from 0: coarse grids have places so near to 1 that no double is
 */
function endsOf(distance: number, smallest: number, bits: number): SureRange {
  const beyond = nextPlace(Math.max(Math.abs(distance), smallest), bits);
  return {
    lower: distance > 0 ? distance : -Math.min(beyond, slack),
    upper: distance < 0 ? distance : Math.min(beyond, 0.5),
  };
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
/** Which half of a double holds its sign, exponent and leading digits: that depends on the machine. */
const upperHalf = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Where the next place of the grid begins. @param place at least 0, on the grid */
function nextPlace(place: number, bits: number): number {
  if (bits === 0) return Infinity;
  double[0] = place;
  halves[upperHalf] = (halves[upperHalf] ?? 0) + 2 ** (31 - bits);
  halves[1 - upperHalf] = 0;
  return double[0];
}
