import { noInfluence, type Influence } from './influence.js';
import type { Metric } from './metric.js';
import { normalQuantile } from './normal.js';
import type { DriftEstimate } from './paired-drift.js';
import type { RankSums } from './rank-sums.js';
import type { ScoreFacts } from './score-facts.js';
import type { SetFacts } from './set-sums.js';
import { countsOfSet, type CellSet, type Side } from './statistics.js';
import { clopperPearsonUpper, studentQuantile } from './student.js';
import { massOf, squaredMassOf, type Cell, type TallyFrame } from './tally.js';
import { tangoInterval } from './tango.js';

/**
 * Drift of a function of the scores: the variance of the paired differences of influences, over the examples of either label, at
 * Student's critical value (Welch's degrees of freedom); with units over the sums of each unit's, with units − 1.
 *
 * Never narrower on either side than Tango's interval over as many pairs without any flip, times the metric's span.
 *
 * @see Huber 1981, "Robust Statistics", section 1.4; for AUC without weights this is DeLong, DeLong, Clarke-Pearson 1988
 */
export function scoreDrift(frame: TallyFrame, metric: Metric, set: CellSet): DriftEstimate {
  const found = summed(metric, set);
  if (!found) return { kind: 'not-estimable', reason: 'the scores were not read a second time' };
  const { ranks, facts, at } = found;
  const { baseline, variant } = facts.values;
  if (baseline.kind !== 'value') return baseline;
  if (variant.kind !== 'value') return variant;
  const relevant = Math.min(
    metric.relevantCount(countsOfSet(frame, set, 'baseline')),
    metric.relevantCount(countsOfSet(frame, set, 'variant')),
  );
  if (relevant < 2) return { kind: 'not-estimable', reason: 'it depends on a single example' };
  const units = frame.hasUnits ? ranks.sums.units.size : undefined;
  if (units !== undefined && units < 2) return { kind: 'not-estimable', reason: 'fewer than two units' };
  const value = variant.value - baseline.value;
  const spread =
    units === undefined ? overExamples(frame, set, ranks, facts, at) : overUnits(ranks, facts, at, difference);
  const pairs = Math.max(1, units ?? relevant * worthOf(frame, set.cells));
  const degrees = Math.min(spread.degreesOfFreedom, degreesOfTop(frame, metric, set.cells, units));
  const span = metric.span ?? 1;
  const grid = (facts.gridError.baseline ?? 0) + (facts.gridError.variant ?? 0);
  return {
    kind: 'drift',
    value,
    method: methodOf(frame, metric, ranks),
    bounds: (tail) => {
      const critical = studentQuantile(1 - tail, degrees);
      const least = tangoInterval(0, 0, pairs, units === undefined ? normalQuantile(1 - tail) : critical).upper * span;
      const half = Math.max(critical * Math.sqrt(spread.variance), least) + grid;
      return { lower: value - half, upper: value + half };
    },
    varianceWithoutDrift: Math.max(spread.variance, (clopperPearsonUpper(0, pairs, 0.2) / pairs) * span * span),
    influence: () => {
      const { shared, own } = spread.influence();
      return { shared, own: own + (span / pairs) ** 2 };
    },
  };
}

/**
 * Degrees of freedom of a variance that rests on the negatives with the largest scores: as many as these are, or as their share of the units;
 * unbounded for other metrics. Where they are few, what they say of the ROC curve's slope varies as much as a variance of so few would.
 */
function degreesOfTop(
  frame: TallyFrame,
  { pairing }: Metric,
  cells: readonly Cell[],
  units: number | undefined,
): number {
  const share = pairing.kind === 'scores' ? pairing.negativesShare : undefined;
  if (share === undefined) return Infinity;
  return Math.max(1, share * Math.min(sizesOf(frame, cells)[0], units ?? Infinity));
}

/** One model's variance of a function of the scores. */
export function sideOfScores(
  frame: TallyFrame,
  metric: Metric,
  set: CellSet,
  side: Side,
): { readonly influence: Influence; readonly units: number | undefined; readonly method: string } {
  const found = summed(metric, set);
  if (!found) return { influence: noInfluence, units: undefined, method: 'linearised' };
  const { ranks, facts, at } = found;
  const method = methodOf(frame, metric, ranks);
  if (frame.hasUnits) {
    const units = ranks.sums.units.size;
    const spread = overUnits(ranks, facts, at, ([b, v]) => (side === 'baseline' ? b : v));
    return { influence: units < 2 ? noInfluence : spread.influence(), units, method };
  }
  const squares = frame.hasWeights
    ? squaresByLabel(ranks, placeOf(ranks.facts, at) + (side === 'baseline' ? 2 : 3))
    : facts.squares[side];
  const sizes = sizesOf(frame, set.cells);
  const own = [0, 1].reduce((sum, label) => sum + (squares[label] ?? 0) * smallOf(sizes[label] ?? 0), 0);
  return { influence: { shared: new Map(), own: own * scaleOf(ranks, facts) ** 2 }, units: undefined, method };
}

interface Summed {
  readonly ranks: RankSums;
  readonly facts: ScoreFacts;
  /** The function's place among those that are summed. */
  readonly at: number;
}

function summed(metric: Metric, { ranks }: CellSet): Summed | undefined {
  const at = ranks?.facts.functions.findIndex(({ name }) => name === metric.name) ?? -1;
  const facts = ranks?.facts.functions[at];
  return ranks && facts ? { ranks, facts, at } : undefined;
}

function methodOf(
  { hasUnits, hasWeights }: TallyFrame,
  { pairing }: Metric,
  { facts: { isOnGrid } }: RankSums,
): string {
  const base = hasUnits ? 'unit-jackknife' : hasWeights ? 'linearised-weights' : 'linearised';
  return `${pairing.kind === 'rank' ? 'auc-' : ''}${base}${isOnGrid.baseline || isOnGrid.variant ? '-grid' : ''}`;
}

/** What one level is in terms of the metric, weights included. */
function scaleOf({ facts: { weightScale } }: RankSums, { scale }: ScoreFacts): number {
  return weightScale > 0 ? scale / weightScale : 0;
}

interface Spread {
  readonly variance: number;
  readonly degreesOfFreedom: number;
  influence(): Influence;
}

/** Where a function's sums begin in a part. */
function placeOf({ placements, hasWeights }: SetFacts, at: number): number {
  return (placements ? 1 : 0) + at * (hasWeights ? 4 : 2);
}

function overExamples(frame: TallyFrame, { cells }: CellSet, ranks: RankSums, facts: ScoreFacts, at: number): Spread {
  const sizes = sizesOf(frame, cells);
  const scale = scaleOf(ranks, facts);
  const place = placeOf(ranks.facts, at);
  const squares = squaresByLabel(ranks, place);
  const ofLabels = ([0, 1] as const).map((label) => squares[label] * scale * scale * smallOf(sizes[label]));
  const variance = ofLabels.reduce((sum, part) => sum + part, 0);
  const degrees = sizes.map((size) => Math.max(1, size - 1));
  const least = Math.min(...degrees.filter((_, label) => (sizes[label] ?? 0) > 0));
  const spread = ofLabels.reduce((sum, part, label) => sum + part ** 2 / (degrees[label] ?? 1), 0);
  return {
    variance,
    degreesOfFreedom: spread > 0 ? Math.max(least, variance ** 2 / spread) : least,
    influence: () => influenceOfParts(ranks, facts, at, (label) => scale * Math.sqrt(smallOf(sizes[label]))),
  };
}

/**
 * What a set's drift shares with that of everyone, part by part: how far the same examples move both. What two other sets share is taken
 * to be what either shares with everyone.
 */
function influenceOfParts(
  ranks: RankSums,
  { name }: ScoreFacts,
  at: number,
  scaleOfLabel: (label: 0 | 1) => number,
): Influence {
  const { everyone, sums, facts } = ranks;
  const place = placeOf(facts, at);
  const ofEveryone = placeOf(
    everyone.facts,
    everyone.facts.functions.findIndex((of) => of.name === name),
  );
  const shared = new Map<string, number>();
  let own = 0;
  for (const [part, of] of sums.parts) {
    const scale = scaleOfLabel(labelOf(ranks, part));
    const squares = Number(of.sums[place] ?? 0n);
    const base = Number(everyone.sums.parts.get(part)?.sums[ofEveryone] ?? 0n);
    const product = sums === everyone.sums ? squares : Number(of.sums[place + 1] ?? 0n);
    const partName = facts.names?.[part];
    if (partName === undefined || base <= 0) own += squares * scale * scale;
    else {
      shared.set(`${name} ${partName}`, (product / Math.sqrt(base)) * scale);
      own += Math.max(0, squares - (product * product) / base) * scale * scale;
    }
  }
  return { shared, own };
}

function labelOf({ facts }: RankSums, part: number): 0 | 1 {
  return facts.labels[part] === 1 ? 1 : 0;
}

type OfUnit = readonly [baseline: number, variant: number];

function difference([baseline, variant]: OfUnit): number {
  return variant - baseline;
}

/** Each unit's influence, scaled so that the squares add up to the jackknife's variance to first order. */
function overUnits(ranks: RankSums, facts: ScoreFacts, at: number, of: (sums: OfUnit) => number): Spread {
  const { units } = ranks.sums;
  const scale = scaleOf(ranks, facts) * Math.sqrt(units.size / Math.max(1, units.size - 1));
  const shared = new Map<string, number>();
  let variance = 0;
  for (const [unit, { levels }] of units) {
    const moved = scale * of(levels[at] ?? [0, 0]);
    shared.set(unit, moved);
    variance += moved * moved;
  }
  return { variance, degreesOfFreedom: Math.max(1, units.size - 1), influence: () => ({ shared, own: 0 }) };
}

/** Sums over all parts of a label: of whole numbers, so that the order of the parts does not matter. */
function squaresByLabel(ranks: RankSums, place: number): readonly [number, number] {
  const found: [bigint, bigint] = [0n, 0n];
  for (const [part, { sums }] of ranks.sums.parts) found[labelOf(ranks, part)] += sums[place] ?? 0n;
  return [Number(found[0]), Number(found[1])];
}

/** How many examples of either label there are; with weights Kish's effective number. */
function sizesOf({ hasWeights }: TallyFrame, cells: readonly Cell[]): readonly [number, number] {
  const of = (label: number): number => {
    const own = cells.filter((cell) => cell.label === label);
    if (!hasWeights) return own.reduce((sum, { count }) => sum + count, 0);
    return kish(own);
  };
  return [of(0), of(1)];
}

function kish(cells: readonly Cell[]): number {
  const mass = cells.reduce((sum, cell) => sum + massOf(cell), 0);
  const squares = cells.reduce((sum, cell) => sum + squaredMassOf(cell), 0);
  return squares > 0 ? (mass * mass) / squares : 0;
}

/** How many equal examples one example is worth. */
function worthOf({ hasWeights }: TallyFrame, cells: readonly Cell[]): number {
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  return hasWeights && count > 0 ? kish(cells) / count : 1;
}

/** The n / (n − 1) of a sample's variance. */
function smallOf(size: number): number {
  return size > 1 ? size / (size - 1) : 1;
}
