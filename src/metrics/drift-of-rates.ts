import type { Influence } from './influence.js';
import type { Pairing } from './metric.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import type { Statistics } from './statistics.js';
import { clopperPearsonUpper, studentQuantile } from './student.js';
import { massOf, squaredMassOf, type Cell, type TallyFrame } from './tally.js';
import { tangoInterval } from './tango.js';
import { allowingForAnUnseenUnit, degreesOfFreedomOfUnits, fewUnits, jointnessOf } from './unseen-unit.js';

/** How a rate pairs up: which examples it is about, and which of them are hits. */
export type RatePairing = Extract<Pairing, { kind: 'rate' }>;

/**
 * How far flips keep together within the units of everyone: the variance over units, over the one that there would be if each
 * unit flipped as one. 1: wholly; about 1/m where units hold m examples that flip each for itself.
 */
export interface Togetherness {
  readonly ratio: number;
  /** What each unit's relevant examples weigh. */
  readonly massOfUnit: ReadonlyMap<string, number>;
}

/**
 * Drift of a rate that both models have over the same examples.
 *
 * Plain examples: Tango's score interval over the pairs. Where examples weigh differently (weights, mean recall): over Kish's
 * effective number of pairs, fewer where the linearised variance is larger than such pairs would have. With units: over Kish's
 * effective number of units, more where flips do not keep together within units, as far as a unit that flips as one may have gone unseen;
 * where few units hold a flip, at least as few as the units of everyone suggest, and where nobody flipped at all each unit counts as
 * one pair. Critical values are then Student's.
 *
 * @param everyone how flips keep together, as {@link togethernessOf} finds it over everyone, asked for where few units flip; wholly unless given
 */
export function rateDrift(
  frame: TallyFrame,
  pairing: RatePairing,
  cells: readonly Cell[],
  statistics: Statistics,
  everyone?: () => Togetherness | undefined,
): DriftEstimate {
  const flips = countFlips(pairing, cells, statistics);
  if (!frame.hasUnits) {
    const isPlain = !pairing.weight && !frame.hasWeights;
    const pairs = isPlain ? flips.mass : flips.kish / Math.max(1, flips.spread);
    return fromPairs(
      flips,
      pairs,
      frame.hasWeights ? (p) => quantileOf(p, flips.degreesOfFreedom) : normalQuantile,
      isPlain ? 'tango' : frame.hasWeights ? 'tango-kish-weights' : 'tango-kish',
    );
  }
  const units = sumUnits(flips);
  if (units.byUnit.size < 2) return { kind: 'not-estimable', reason: 'fewer than two units' };
  const isSure = units.flipped >= fewUnits;
  const ratio = isSure ? units.ratio : Math.max(units.ratio, borrowedRatio(units, everyone?.()));
  const degreesOfFreedom = isSure ? units.degreesOfFreedom : units.byUnit.size - 1;
  const drift = fromPairs(
    flips,
    units.kish / ratio,
    (p) => studentQuantile(p, degreesOfFreedom),
    'tango-unit-jackknife',
  );
  return { ...drift, influence: () => ({ shared: units.influence, own: units.unseen + ownOf(units.kish / ratio) }) };
}

/** How flips keep together within units, over everyone; nothing without units. @see Kish 1965, "Survey Sampling", section 5.4 */
export function togethernessOf(
  frame: TallyFrame,
  pairing: RatePairing,
  cells: readonly Cell[],
  statistics: Statistics,
): Togetherness | undefined {
  if (!frame.hasUnits) return undefined;
  const units = sumUnits(countFlips(pairing, cells, statistics));
  return {
    ratio: units.flipped >= fewUnits ? Math.min(1, units.ratio) : 1,
    massOfUnit: new Map([...units.byUnit].map(([unit, { mass }]) => [unit, mass])),
  };
}

/** Flips of relevant examples, in shares: the drift is `gained − lost`. */
interface Flips {
  readonly gained: number;
  readonly lost: number;
  /** What the relevant examples weigh. */
  readonly mass: number;
  /** Kish's effective number of examples. */
  readonly kish: number;
  /** The linearised variance over that of as many equal pairs; 1 where nothing flipped. */
  readonly spread: number;
  /** Of the variance, where what flipped weighs unevenly; infinite where it weighs alike. */
  readonly degreesOfFreedom: number;
  readonly parts: readonly FlippedCell[];
}

interface FlippedCell {
  readonly cell: Cell;
  readonly mass: number;
  /** What one weight of it adds to the drift: a share of 1. */
  readonly share: number;
  /** 1: gained, −1: lost, 0: neither. */
  readonly flip: number;
  /** What one weight of it moves the drift by, to first order. */
  readonly influence: number;
}

function countFlips(pairing: RatePairing, cells: readonly Cell[], { support }: Statistics): Flips {
  const relevant = cells.filter((cell) => pairing.isRelevant(cell));
  const masses = relevant.map(massOf);
  const mass = masses.reduce((sum, m) => sum + m, 0);
  const weigh = (label: number): number => pairing.weight?.(label, support) ?? 1 / mass;
  const flipOf = (cell: Cell): number =>
    Number(pairing.isHit(cell, 'variant')) - Number(pairing.isHit(cell, 'baseline'));
  const net = new Map<number, { mass: number; net: number }>();
  const stratumOf = (cell: Cell): number => (pairing.weight ? cell.label : 0);
  for (const [i, cell] of relevant.entries()) {
    const stratum = net.get(stratumOf(cell)) ?? { mass: 0, net: 0 };
    stratum.mass += masses[i] ?? 0;
    stratum.net += (masses[i] ?? 0) * flipOf(cell);
    net.set(stratumOf(cell), stratum);
  }
  const parts = relevant.map((cell, i): FlippedCell => {
    const { mass: of = 1, net: sum = 0 } = net.get(stratumOf(cell)) ?? {};
    const [share, flip] = [weigh(cell.label), flipOf(cell)];
    return { cell, mass: masses[i] ?? 0, share, flip, influence: share * (flip - (of > 0 ? sum / of : 0)) };
  });
  let [gained, lost, squares, variance, flipped, flippedSquares] = [0, 0, 0, 0, 0, 0];
  for (const { cell, mass: m, share, flip, influence } of parts) {
    if (flip > 0) gained += m * share;
    if (flip < 0) lost += m * share;
    const squared = squaredMassOf(cell);
    squares += squared * share * share;
    if (flip !== 0) flipped += cell.count;
    if (flip !== 0) flippedSquares += squared * share * share;
    variance += squared * influence * influence;
  }
  const equal = (gained + lost - (gained - lost) ** 2) * squares;
  const kish = 1 / squares;
  // A few heavy ones decide both drift and variance. By Satterthwaite's rule this takes their fourth powers, which no tally holds; for
  // weights of no extreme shape their unevenness (1 where all are alike) squared stands for those.
  const unevenness = gained + lost > 0 ? (flipped * flippedSquares) / (gained + lost) ** 2 : 1;
  const degreesOfFreedom = unevenness > 1 ? (2 * flipped) / (unevenness ** 2 - 1) : Infinity;
  return { degreesOfFreedom, gained, lost, mass, kish, spread: equal > 0 ? variance / equal : 1, parts };
}

/** Student's, and the normal one where degrees of freedom are too many to matter. */
function quantileOf(p: number, degreesOfFreedom: number): number {
  return degreesOfFreedom > 1e5 ? normalQuantile(p) : studentQuantile(p, Math.max(2, degreesOfFreedom));
}

interface UnitSums {
  readonly byUnit: ReadonlyMap<string, { readonly mass: number }>;
  /** Kish's effective number of units. */
  readonly kish: number;
  /** Units that hold a flip. */
  readonly flipped: number;
  /** As {@link Togetherness}; 1 where nothing flipped. */
  readonly ratio: number;
  /** What of the variance was not seen. */
  readonly unseen: number;
  /** Of the variance. */
  readonly degreesOfFreedom: number;
  readonly influence: ReadonlyMap<string, number>;
}

function sumUnits({ parts, gained, lost }: Flips): UnitSums {
  const byUnit = new Map<string, { mass: number; share: number; gained: number; lost: number; moved: number }>();
  for (const { cell, mass, share, flip, influence } of parts) {
    let unit = byUnit.get(cell.unit);
    if (!unit) byUnit.set(cell.unit, (unit = { mass: 0, share: 0, gained: 0, lost: 0, moved: 0 }));
    unit.mass += mass;
    unit.share += mass * share;
    if (flip > 0) unit.gained += mass * share;
    if (flip < 0) unit.lost += mass * share;
    unit.moved += mass * influence;
  }
  const small = byUnit.size > 1 ? byUnit.size / (byUnit.size - 1) : 1;
  let [squares, cubes, together, apart, fourths, flipped, shares] = [0, 0, 0, 0, 0, 0, 0];
  for (const unit of byUnit.values()) {
    squares += unit.share * unit.share;
    cubes += unit.share ** 3;
    together += unit.moved * unit.moved;
    const own = unit.gained * unit.gained + unit.lost * unit.lost;
    apart += own;
    fourths += own * own;
    if (unit.gained + unit.lost > 0) {
      flipped += 1;
      shares += (unit.gained + unit.lost) / unit.share;
    }
  }
  const drift = gained - lost;
  // Gains and losses of one unit may cancel by chance; a variance that counts on it is too sure of itself where few units say so.
  const doubt = apart > 0 ? Math.min(1, (fewUnits * fourths) / (apart * apart)) : 1;
  const seen = small * (together + doubt * Math.max(0, apart - drift * drift * squares - together));
  const asOne = (gained + lost - drift * drift) * squares;
  // Shares add up to 1, so that their cubes give the mean square of the unit that an example is in.
  const variance = allowingForAnUnseenUnit(seen, cubes * jointnessOf(shares, flipped) ** 2, asOne);
  const moved = [...byUnit.values()].map((unit) => unit.moved);
  return {
    byUnit,
    kish: 1 / squares,
    flipped,
    ratio: asOne > 0 ? variance / asOne : 1,
    unseen: variance - seen,
    degreesOfFreedom: degreesOfFreedomOfUnits(moved, variance, fewUnits),
    influence: new Map([...byUnit].map(([unit, { moved }]) => [unit, Math.sqrt(small) * moved])),
  };
}

/**
 * The ratio that everyone's units suggest for a slice. A slice may hold a part of each unit only, and of smaller units flips keep
 * together less of what there is to vary: at worst the ratio grows as units shrink.
 */
function borrowedRatio({ byUnit }: UnitSums, everyone: Togetherness | undefined): number {
  if (!everyone) return 1;
  let [mass, part] = [0, 0];
  for (const [unit, own] of byUnit) {
    const whole = everyone.massOfUnit.get(unit) ?? own.mass;
    mass += own.mass;
    part += whole > 0 ? (own.mass * own.mass) / whole : 0;
  }
  return part > 0 ? Math.min(1, (everyone.ratio * mass) / part) : 1;
}

/** One flip that was not seen: so that what holds jointly does not count on slices in which nothing happened to flip. */
function ownOf(pairs: number): number {
  return 1 / pairs ** 2;
}

function fromPairs(
  { gained, lost, parts }: Flips,
  pairs: number,
  quantile: (p: number) => number,
  method: string,
): Extract<DriftEstimate, { kind: 'drift' }> {
  const value = gained - lost;
  return {
    kind: 'drift',
    value,
    method,
    bounds: (tail) => {
      const { lower, upper } = tangoInterval(gained * pairs, lost * pairs, pairs, quantile(1 - tail));
      return { lower: Math.min(lower, value), upper: Math.max(upper, value) };
    },
    varianceWithoutDrift: clopperPearsonUpper((gained + lost) * pairs, pairs, 0.2) / pairs,
    influence: (): Influence => ({
      shared: new Map(parts.map(({ cell, influence }) => [cell, Math.sqrt(squaredMassOf(cell)) * influence])),
      own: ownOf(pairs),
    }),
  };
}
