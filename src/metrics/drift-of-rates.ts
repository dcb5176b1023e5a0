import { jackknifeVariance } from './jackknife.js';
import type { Pairing } from './metric.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import type { Statistics } from './statistics.js';
import { clopperPearsonUpper, studentQuantile } from './student.js';
import type { Cell, TallyFrame } from './tally.js';
import { tangoInterval } from './tango.js';
import { cellsByUnit } from './units.js';

type RatePairing = Extract<Pairing, { kind: 'rate' }>;

/** Paired answers, weighted so that the drift is `gained − lost`. */
interface PairedCounts {
  readonly gained: number;
  readonly lost: number;
}

/** With flips in fewer units than this, a slice's own jackknife is too unsure of itself to be believed alone. */
const fewUnits = 10;

/**
 * Drift of a rate that both models have over the same examples.
 *
 * Without units: Tango's score interval over the pairs; where examples weigh differently (mean recall), over Kish's effective
 * number of pairs. With units: the same interval over as many fewer pairs as the jackknife over units says the examples are
 * worth (the ratio of the jackknife's variance to that of independent pairs, at least 1), at Student's critical value. Where
 * few units hold a flip the jackknife knows little; the design effect is then at least the one that the correlation within
 * the units of everyone implies, and where nobody flipped at all each unit counts as one pair.
 *
 * @param correlation within units, as {@link flipCorrelation} finds it over everyone; 1 unless given
 */
export function rateDrift(
  frame: TallyFrame,
  pairing: RatePairing,
  cells: readonly Cell[],
  statistics: Statistics,
  correlation = 1,
): DriftEstimate {
  const relevant = cells.filter((cell) => pairing.isRelevant(cell));
  const pairs = relevant.reduce((sum, { count }) => sum + count, 0);
  const weigh = (label: number): number => pairing.weight?.(label, statistics.support) ?? 1 / pairs;
  const all = countPairs(relevant, pairing, weigh);
  const squares = relevant.reduce((sum, cell) => sum + cell.count * weigh(cell.label) ** 2, 0);
  const kish = pairing.weight ? 1 / squares : pairs;
  const value = all.gained - all.lost;
  if (!frame.hasUnits) {
    return fromEffectivePairs(value, all, kish, normalQuantile, pairing.weight ? 'tango-kish' : 'tango');
  }
  const byUnit = cellsByUnit(relevant);
  const units = byUnit.size;
  if (units < 2) return { kind: 'not-estimable', reason: 'fewer than two units' };
  const leftOut = leaveUnitsOut(byUnit, pairing, relevant, statistics.support);
  const own = ownDesignEffect(leftOut, all, kish);
  const implied = 1 + (meanUnitSize(byUnit) - 1) * correlation;
  const designEffect =
    own !== undefined && countFlippedUnits(byUnit, pairing) >= fewUnits ? own : Math.max(own ?? 1, implied);
  return {
    ...fromEffectivePairs(
      value,
      all,
      kish / designEffect,
      (p) => studentQuantile(p, units - 1),
      'tango-unit-jackknife',
    ),
    leftOut,
  };
}

/**
 * How strongly flips keep together within units, over everyone: the intraclass correlation that the jackknife's design effect
 * implies. 1 (units flip as one) where nothing flipped or there are no units.
 *
 * @see Kish 1965, "Survey Sampling", section 5.4
 */
export function flipCorrelation(
  frame: TallyFrame,
  pairing: RatePairing,
  cells: readonly Cell[],
  statistics: Statistics,
): number {
  const relevant = cells.filter((cell) => pairing.isRelevant(cell));
  const pairs = relevant.reduce((sum, { count }) => sum + count, 0);
  const weigh = (label: number): number => pairing.weight?.(label, statistics.support) ?? 1 / pairs;
  const byUnit = cellsByUnit(relevant);
  if (!frame.hasUnits || byUnit.size < 2) return 1;
  const all = countPairs(relevant, pairing, weigh);
  const squares = relevant.reduce((sum, cell) => sum + cell.count * weigh(cell.label) ** 2, 0);
  const own = ownDesignEffect(
    leaveUnitsOut(byUnit, pairing, relevant, statistics.support),
    all,
    pairing.weight ? 1 / squares : pairs,
  );
  const size = meanUnitSize(byUnit);
  if (own === undefined || countFlippedUnits(byUnit, pairing) < fewUnits || size <= 1) return 1;
  return Math.min(1, Math.max(0, (own - 1) / (size - 1)));
}

/** The jackknife's variance over that of independent pairs, at least 1; nothing where nothing flipped. */
function ownDesignEffect(leftOut: ReadonlyMap<string, number>, all: PairedCounts, pairs: number): number | undefined {
  const independent = (all.gained + all.lost - (all.gained - all.lost) ** 2) / pairs;
  if (all.gained + all.lost === 0 || independent <= 0) return undefined;
  return Math.max(1, jackknifeVariance([...leftOut.values()]) / independent);
}

/** The mean size of the unit that an example is in. */
function meanUnitSize(byUnit: ReadonlyMap<string, readonly Cell[]>): number {
  let pairs = 0;
  let squares = 0;
  for (const cells of byUnit.values()) {
    const size = cells.reduce((sum, { count }) => sum + count, 0);
    pairs += size;
    squares += size * size;
  }
  return pairs > 0 ? squares / pairs : 1;
}

function countFlippedUnits(byUnit: ReadonlyMap<string, readonly Cell[]>, pairing: RatePairing): number {
  const flips = (cell: Cell): boolean => pairing.isHit(cell, 'baseline') !== pairing.isHit(cell, 'variant');
  return [...byUnit.values()].filter((cells) => cells.some(flips)).length;
}

function fromEffectivePairs(
  value: number,
  counts: PairedCounts,
  pairs: number,
  quantile: (p: number) => number,
  method: string,
): Extract<DriftEstimate, { kind: 'drift' }> {
  const discordant = (counts.gained + counts.lost) * pairs;
  return {
    kind: 'drift',
    value,
    method,
    bounds: (tail) => {
      const { lower, upper } = tangoInterval(counts.gained * pairs, counts.lost * pairs, pairs, quantile(1 - tail));
      return { lower: Math.min(lower, value), upper: Math.max(upper, value) };
    },
    varianceWithoutDrift: clopperPearsonUpper(discordant, pairs, 0.2) / pairs,
  };
}

function countPairs(cells: readonly Cell[], pairing: RatePairing, weigh: (label: number) => number): PairedCounts {
  let gained = 0;
  let lost = 0;
  for (const cell of cells) {
    const share = cell.count * weigh(cell.label);
    const before = pairing.isHit(cell, 'baseline');
    const after = pairing.isHit(cell, 'variant');
    if (after && !before) gained += share;
    if (before && !after) lost += share;
  }
  return { gained, lost };
}

/** The drift without each unit: what the others gained less what they lost, weighed as they weigh without it. */
function leaveUnitsOut(
  byUnit: ReadonlyMap<string, readonly Cell[]>,
  pairing: RatePairing,
  relevant: readonly Cell[],
  support: Float64Array,
): ReadonlyMap<string, number> {
  const all = netByLabel(relevant, pairing);
  const leftOut = new Map<string, number>();
  for (const [unit, cells] of byUnit) {
    const part = netByLabel(cells, pairing);
    const rest = [...all].map(([label, { pairs, net }]) => ({
      label,
      pairs: pairs - (part.get(label)?.pairs ?? 0),
      net: net - (part.get(label)?.net ?? 0),
    }));
    const total = rest.reduce((sum, { pairs }) => sum + pairs, 0);
    const left = support.slice();
    for (const { label, pairs } of rest) left[label] = pairs;
    const weigh = (label: number): number => pairing.weight?.(label, left) ?? 1 / total;
    leftOut.set(
      unit,
      rest.reduce((sum, { label, pairs, net }) => (pairs > 0 ? sum + net * weigh(label) : sum), 0),
    );
  }
  return leftOut;
}

/** Pairs of each label, and how many of them gained a hit less how many lost one. */
function netByLabel(
  cells: readonly Cell[],
  pairing: RatePairing,
): ReadonlyMap<number, { readonly pairs: number; readonly net: number }> {
  const byLabel = new Map<number, { pairs: number; net: number }>();
  for (const cell of cells) {
    const entry = byLabel.get(cell.label) ?? { pairs: 0, net: 0 };
    entry.pairs += cell.count;
    entry.net += cell.count * (Number(pairing.isHit(cell, 'variant')) - Number(pairing.isHit(cell, 'baseline')));
    byLabel.set(cell.label, entry);
  }
  return byLabel;
}
