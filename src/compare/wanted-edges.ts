import type { CutSlice } from './score-edges.js';

/** Where bins of a slice may end. */
export interface CutRules {
  readonly minSlice: number;
  /** By cut: whether a bin may end there. */
  readonly ends: readonly boolean[];
  /** Positions of cuts up to which others can count anyway. */
  readonly given: ReadonlySet<number>;
}

type Labels = readonly [negatives: CutSlice | undefined, positives: CutSlice | undefined];

/**
 * The finest edges for a slice by itself: neighbouring bins are merged, from 0 upwards, until each holds `minSlice` examples.
 *
 * First those that hold as many of either label, for the calibration; then, within these, those of each label alone. What lies on
 * either side of a cut that is given anyway is merged apart, so that taking it away leaves no few either.
 *
 * @returns the positions of the cuts at which bins of the negatives, and of the positives, end; none where they are not shown
 */
export function wantedEdges(labels: Labels, rules: CutRules): readonly [ReadonlySet<number>, ReadonlySet<number>] {
  const [negatives, positives] = labels;
  if (negatives?.isShown !== true || positives?.isShown !== true) return [new Set(), new Set()];
  const shared = refined([negatives, positives], new Set(), rules);
  return [refined([negatives], shared, rules), refined([positives], shared, rules)];
}

/** Edges such that all these have enough in every bin, the ones that are there kept. */
function refined(slices: readonly CutSlice[], fixed: ReadonlySet<number>, rules: CutRules): ReadonlySet<number> {
  const { minSlice, ends, given } = rules;
  const end = ends.length;
  const isLarge = (from: number, to: number): boolean =>
    slices.every(({ below, total }) => {
      const at = (place: number): number => (place < 0 ? 0 : place >= end ? total : (below[place] ?? 0));
      return at(to) - at(from) >= minSlice;
    });
  const walls = [...new Set([-1, ...fixed, ...given, end])].sort((a, b) => a - b);
  const edges = new Set(fixed);
  for (let i = 1; i < walls.length; i++) {
    const to = walls[i] ?? end;
    let from = walls[i - 1] ?? -1;
    for (let cut = from + 1; cut < to; cut++) {
      if (ends[cut] !== true || !isLarge(from, cut) || !isLarge(cut, to)) continue;
      edges.add(cut);
      from = cut;
    }
  }
  for (const cut of given) {
    const before = Math.max(-1, ...[...edges].filter((edge) => edge < cut));
    const after = Math.min(end, ...[...edges].filter((edge) => edge > cut));
    if (ends[cut] === true && isLarge(before, cut) && isLarge(cut, after)) edges.add(cut);
  }
  return edges;
}
