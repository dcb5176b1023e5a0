import { sliceKey, type Slice } from '../base/index.js';
import type { Cell, TallyFrame } from '../metrics/index.js';
import { hiddenSlices, type CountedSlice } from './hide-small.js';

/** What is shown beside slices that were found. */
export interface ShownBeside {
  readonly frame: TallyFrame;
  /** The relevant ones of the whole tally, both halves of them. */
  readonly cells: readonly Cell[];
  /** All slices that something is shown of or that are hidden, everyone first, with their relevant examples. */
  readonly slices: readonly CountedSlice[];
  /** Keys of those that are hidden. */
  readonly hidden: ReadonlySet<string>;
  readonly minSlice: number;
}

/**
 * Which found slices may be shown: in their order, each unless it is hidden elsewhere, or with it and those before it a small slice
 * would follow from the slices that are shown.
 *
 * What is shown of a found slice is about a random half of it, from which nothing follows exactly; they are held as if all of its
 * examples were counted, since half of them tell roughly how many there are.
 */
export function showableBeside(beside: ShownBeside, found: readonly Slice[]): readonly boolean[] {
  const shown: Slice[] = [];
  return found.map((slice) => {
    if (givesAway(beside, [...shown, slice])) return false;
    shown.push(slice);
    return true;
  });
}

function givesAway({ frame, cells, slices, hidden, minSlice }: ShownBeside, found: readonly Slice[]): boolean {
  const known = new Map<string, CountedSlice>();
  const gone = new Set<string>();
  for (const { slice, n } of slices) {
    if (n === 0) continue;
    const own = inOrder(slice);
    known.set(sliceKey(own), { slice: own, n });
    if (hidden.has(sliceKey(slice))) gone.add(sliceKey(own));
  }
  const before = hiddenSlices([...known.values()], minSlice, gone);
  const mustStay = new Set([...known.keys()].filter((key) => !before.has(key)));
  const wanted = new Set(found.map((slice) => sliceKey(inOrder(slice))));
  for (const key of wanted) {
    if (before.has(key)) return true;
    mustStay.add(key);
  }
  const already = new Set(before);
  for (const by of crossingsOf(slices, found)) {
    for (const crossed of crossedCells(frame, cells, by)) {
      const key = sliceKey(crossed.slice);
      if (known.has(key)) continue;
      known.set(key, crossed);
      if (!wanted.has(key)) already.add(key);
    }
  }
  const now = hiddenSlices([...known.values()], minSlice, already);
  return [...mustStay].some((key) => now.has(key));
}

/** Conditions in an order that their places in a plan do not decide. */
function inOrder(slice: Slice): Slice {
  return [...slice].sort((a, b) => (a.attribute < b.attribute ? -1 : a.attribute > b.attribute ? 1 : 0));
}

/** With more attributes than this only the crossings of the found slices are reckoned with. */
const mostAttributes = 8;

/** What cuts the found slices, and every other crossing of up to three attributes that are crossed anywhere: small groups may follow in any. */
function crossingsOf(slices: readonly CountedSlice[], found: readonly Slice[]): readonly (readonly string[])[] {
  const own = found.map((slice) => inOrder(slice).map(({ attribute }) => attribute));
  const crossed = slices.flatMap(({ slice }) => (slice.length > 1 ? slice.map(({ attribute }) => attribute) : []));
  const involved = [...new Set([...own.flat(), ...crossed])].sort();
  const all = involved.length > mostAttributes ? own : subsetsOf(involved, 3);
  return [...new Map(all.map((by) => [JSON.stringify(by), by])).values()];
}

function subsetsOf(names: readonly string[], most: number): readonly (readonly string[])[] {
  return names
    .reduce<readonly (readonly string[])[]>((all, name) => [...all, ...all.map((by) => [...by, name])], [[]])
    .filter(({ length }) => length > 0 && length <= most);
}

function crossedCells(frame: TallyFrame, cells: readonly Cell[], by: readonly string[]): readonly CountedSlice[] {
  const positions = by.map((name) => frame.attributes.indexOf(name));
  const found = new Map<string, { slice: Slice; n: number }>();
  for (const { attributes, count } of cells) {
    const slice = by.map((attribute, i) => ({ attribute, value: attributes[positions[i] ?? -1] ?? '' }));
    const key = sliceKey(slice);
    const crossed = found.get(key);
    if (crossed) crossed.n += count;
    else found.set(key, { slice, n: count });
  }
  return [...found.values()];
}
