import { sliceKey } from '../base/index.js';
import { countsOf, type Metric, type TallyFrame } from '../metrics/index.js';
import { hiddenSlices } from './hide-small.js';
import type { SliceCells } from './slices.js';

/** Whether a metric must not be shown or judged in a slice that is shown itself. */
export type Withholds = (metric: Metric, slice: SliceCells) => boolean;

/** Whether the number of a label's examples in a slice must not be shown. */
export type HidesLabel = (label: number, slice: SliceCells) => boolean;

/**
 * Which labels are hidden in which slices: those that few examples have, and as many more as it takes that no small number
 * follows by subtraction, neither from other slices of the same label (as {@link hiddenSlices} does for slices) nor from the other
 * labels of the same slice.
 *
 * A label that nobody in a slice has hides nobody.
 *
 * @param slices all of them, everyone first
 * @param hidden keys of those that are not shown at all
 */
export function hideLabels(
  frame: TallyFrame,
  slices: readonly SliceCells[],
  hidden: ReadonlySet<string>,
  minSlice: number,
): HidesLabel {
  const table = slices.map((slice) => ({
    ...slice,
    key: sliceKey(slice.slice),
    support: countsOf(frame, slice.cells, 'baseline').support,
  }));
  const byLabel = frame.classes.map(() => new Set<string>(hidden));
  for (let before = -1, now = 0; now !== before;) {
    before = now;
    for (const [label, known] of byLabel.entries()) {
      const counted = table
        .map(({ slice, support, cells }) => ({
          slice,
          n: support[label] ?? 0,
          cells: cells.filter((cell) => cell.label === label),
        }))
        .filter(({ n }) => n > 0);
      for (const key of hiddenSlices(counted, minSlice, known)) known.add(key);
    }
    for (const { key, support } of table) if (!hidden.has(key)) hideSiblingLabels(byLabel, key, support, minSlice);
    now = byLabel.reduce((sum, { size }) => sum + size, 0);
  }
  return (label, { slice }) => byLabel[label]?.has(sliceKey(slice)) === true;
}

/** Within a slice one hidden label follows from the others, and several give away their sum. */
function hideSiblingLabels(
  byLabel: readonly Set<string>[],
  key: string,
  support: Float64Array,
  minSlice: number,
): void {
  const labels = byLabel
    .map((known, label) => ({ known, n: support[label] ?? 0 }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => a.n - b.n);
  for (;;) {
    const gone = labels.filter(({ known }) => known.has(key));
    const lost = gone.reduce((sum, { n }) => sum + n, 0);
    const next = labels.find(({ known }) => !known.has(key));
    if (gone.length === 0 || !next || (gone.length > 1 && lost >= minSlice)) return;
    next.known.add(key);
  }
}

/** As many unknown labels as whole numbers are found for by trying, given the averages over them. */
const mostTried = 4;

/**
 * Which metrics a slice withholds because the labels that they are about are hidden in it.
 *
 * Where one label of a binary slice is hidden, so is the other, and all rates by label are withheld. With more labels an average over
 * them is withheld where those that nothing else tells are few: whole numbers that give all averages are then found by trying.
 *
 * @param tellsLabels whether metrics of single labels are shown in a slice, but for hidden ones; in everyone alone unless given
 */
export function withholdSmall(
  frame: TallyFrame,
  hidesLabel: HidesLabel,
  tellsLabels: (slice: SliceCells) => boolean = ({ by }) => by.length === 0,
): Withholds {
  return (metric, slice) => {
    if (metric.class !== undefined) return hidesLabel(metric.class, slice);
    const { kind } = metric.pairing;
    if (metric.relevant === 'examples' || kind.endsWith('mean')) return false;
    const hidden = frame.classes.filter((_, label) => hidesLabel(label, slice)).length;
    if (hidden === 0 || frame.task === 'binary') return hidden > 0;
    return (tellsLabels(slice) ? hidden : labelsIn(frame, slice)) <= mostTried;
  };
}

function labelsIn(frame: TallyFrame, { cells }: SliceCells): number {
  return countsOf(frame, cells, 'baseline').support.filter((n) => n > 0).length;
}
