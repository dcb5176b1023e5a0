import { sliceKey, type Slice } from '../base/index.js';
import {
  countsBelow,
  mergeScores,
  quantilesOf,
  scoreDistance,
  scoreEdges,
  type CountedScores,
  type ScoreCell,
  type ScoreCounts,
  type ScoreDistance,
  type Side,
  type TallyFrame,
} from '../metrics/index.js';
import { safeEdges, type CutSlice, type KnownEdges } from './score-edges.js';
import type { SliceCells } from './slices.js';
import { wantedEdges } from './wanted-edges.js';
import type { HidesLabel } from './withhold-small.js';

/** The scores of one slice by both models. */
export interface SliceScores {
  readonly slice: Slice;
  /** Between the models, labels aside. */
  readonly distance: ScoreDistance;
  /** Nothing where numbers by label are hidden in the slice, or are no numbers of examples because they are weighted. */
  readonly sides: Readonly<Record<Side, SideScores>> | undefined;
}

/** How one model's scores lie in a slice. */
export interface SideScores {
  /** Of the negatives, then of the positives. */
  readonly labels: readonly [LabelScores, LabelScores];
  /** Bins that each hold `minSlice` examples of either label; none where a label has fewer. */
  readonly calibration: readonly CalibrationBin[];
}

/** The scores of one label's examples. */
export interface LabelScores {
  readonly n: number;
  /**
   * The smallest score at or below which at least so many of a hundred lie, to hundredths; `null` where fewer than `minSlice` examples
   * lie beyond, or between it and the end of a bin.
   */
  readonly quantiles: readonly { readonly percent: number; readonly value: number | null }[];
  /** Tenths, neighbours merged until each holds `minSlice` examples; each holds its lower edge, the last one its upper too. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly n: number }[];
}

/** Examples whose scores lie close together. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly positives: number;
  readonly meanScore: number;
}

/** What hiding needs to know. */
export interface ScoreRules {
  readonly minSlice: number;
  /** Keys of slices that are not shown. */
  readonly hidden: ReadonlySet<string>;
  readonly hidesLabel: HidesLabel;
  /** From which score on the answer is positive: rates tell how many lie there. */
  readonly threshold: number;
}

const percents = [5, 25, 50, 75, 95] as const;

/**
 * How both models' scores lie in every shown slice, by label, as far as that may be told.
 *
 * Bins of equal width are merged, and quantiles withheld, until none tells of fewer than `minSlice` examples, neither by itself nor
 * with those of other slices.
 *
 * @param all slices, everyone first, those that are listed but cut nothing too
 */
export function scoreDistributions(
  frame: TallyFrame,
  scores: Readonly<Record<Side, ScoreCounts>>,
  all: readonly SliceCells[],
  rules: ScoreRules,
): readonly SliceScores[] {
  const cells = {
    baseline: cellsBySlice(frame, scores.baseline, all),
    variant: cellsBySlice(frame, scores.variant, all),
  };
  const sides = frame.hasWeights
    ? undefined
    : { baseline: sideScores(all, cells.baseline, rules), variant: sideScores(all, cells.variant, rules) };
  return all.flatMap((slice, i) => {
    const [before, after] = [cells.baseline[i] ?? [], cells.variant[i] ?? []];
    if (rules.hidden.has(sliceKey(slice.slice)) || before.length === 0) return [];
    const [baseline, variant] = [sides?.baseline[i], sides?.variant[i]];
    return [
      {
        slice: slice.slice,
        distance: scoreDistance(mergeScores(before), mergeScores(after)),
        sides: baseline && variant && { baseline, variant },
      },
    ];
  });
}

function cellsBySlice(
  { attributes }: TallyFrame,
  { cells }: ScoreCounts,
  slices: readonly SliceCells[],
): readonly (readonly ScoreCell[])[] {
  return slices.map(({ slice }) => {
    const wanted = slice.map(({ attribute, value }) => ({ at: attributes.indexOf(attribute), value }));
    return cells.filter((cell) => wanted.every(({ at, value }) => cell.attributes[at] === value));
  });
}

/** One model's scores in every slice; nothing where numbers by label are hidden. */
function sideScores(
  all: readonly SliceCells[],
  cells: readonly (readonly ScoreCell[])[],
  { minSlice, hidden, hidesLabel, threshold }: ScoreRules,
): readonly (SideScores | undefined)[] {
  const inner = scoreEdges.slice(1, -1);
  const cuts = [...new Set([...inner, threshold])].sort((a, b) => a - b);
  const given = new Set([cuts.indexOf(threshold)]);
  const byLabel = ([0, 1] as const).map((label) =>
    all.map((slice, i) => cutSlice(slice, mergedOf(cells[i] ?? [], label), cuts, !isHidden(slice))),
  );
  function isHidden(slice: SliceCells): boolean {
    return hidden.has(sliceKey(slice.slice)) || hidesLabel(0, slice) || hidesLabel(1, slice);
  }
  const [negatives = [], positives = []] = byLabel;
  const wanted = all.map((_, i) =>
    wantedEdges([negatives[i], positives[i]], { minSlice, ends: cuts.map((cut) => inner.includes(cut)), given }),
  );
  const known = byLabel.map((list, label) =>
    safeEdges(
      list,
      wanted.map((edges) => edges[label] ?? new Set()),
      { minSlice, given },
    ),
  );
  return all.map((_, i) => {
    const labels = byLabel.map((list, label) => labelScores(list[i], known[label], i, cuts, minSlice));
    const [ofNegatives, ofPositives] = labels;
    const [below, above] = [negatives[i], positives[i]];
    if (!ofNegatives || !ofPositives) return undefined;
    const shared = [...(known[0]?.own[i] ?? [])].filter((edge) => known[1]?.own[i]?.has(edge) === true);
    const isBoth = ofNegatives.n >= minSlice && ofPositives.n >= minSlice;
    return {
      labels: [ofNegatives, ofPositives],
      calibration:
        isBoth && below && above ? calibrationBins([below.counted, above.counted], boundsOf(shared, cuts)) : [],
    };
  });
}

interface CountedSlice extends CutSlice {
  readonly counted: CountedScores;
}

function mergedOf(cells: readonly ScoreCell[], label: number): CountedScores {
  return mergeScores(cells.filter((cell) => cell.label === label));
}

function cutSlice(
  { slice }: SliceCells,
  counted: CountedScores,
  cuts: readonly number[],
  isShown: boolean,
): CountedSlice {
  const total = counted.counts.reduce((sum, count) => sum + count, 0);
  return { slice, counted, total, isShown, below: countsBelow(counted, cuts) };
}

function labelScores(
  slice: CountedSlice | undefined,
  edges: KnownEdges | undefined,
  i: number,
  cuts: readonly number[],
  minSlice: number,
): LabelScores | undefined {
  if (slice?.isShown !== true) return undefined;
  const { counted, total, below } = slice;
  const bounds = boundsOf([...(edges?.own[i] ?? [])], cuts);
  const ends = countsBelow(counted, bounds);
  // How many lie below these is known, so a quantile near one of them tells of the few between.
  const known = [0, total, ...[...(edges?.known[i] ?? [])].map((edge) => below[edge] ?? 0)];
  const quantiles = quantilesOf(counted, percents);
  return {
    n: total,
    quantiles: percents.map((percent, k) => {
      const isFar = known.every((count) => Math.abs(percent * total - 100 * count) >= 100 * minSlice);
      const value = isFar ? quantiles[k] : undefined;
      return { percent, value: value === undefined ? null : Math.round(value * 100) / 100 };
    }),
    bins:
      total === 0
        ? []
        : bounds.slice(1).map((to, k, { length }) => ({
            from: bounds[k] ?? 0,
            to,
            n: (k === length - 1 ? total : (ends[k + 1] ?? 0)) - (ends[k] ?? 0),
          })),
  };
}

/** Where bins begin and end. */
function boundsOf(edges: readonly number[], cuts: readonly number[]): readonly number[] {
  return [0, ...edges.map((edge) => cuts[edge] ?? 0).sort((a, b) => a - b), 1];
}

function calibrationBins(slices: readonly CountedScores[], bounds: readonly number[]): readonly CalibrationBin[] {
  const last = bounds.length - 2;
  const bins = Array.from({ length: last + 1 }, () => ({ n: 0, positives: 0, sum: 0 }));
  for (const [label, { scores, counts }] of slices.entries()) {
    let k = 0;
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] ?? 0;
      while (k < last && (bounds[k + 1] ?? 1) <= score) k += 1;
      const bin = bins[k];
      const count = counts[i] ?? 0;
      if (!bin) continue;
      bin.n += count;
      bin.sum += count * score;
      if (label === 1) bin.positives += count;
    }
  }
  return bins.map(({ n, positives, sum }, k) => ({
    from: bounds[k] ?? 0,
    to: bounds[k + 1] ?? 1,
    n,
    positives,
    meanScore: sum / n,
  }));
}
