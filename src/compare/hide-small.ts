import { sliceKey, type Slice } from '../base/index.js';
import type { Cell } from '../metrics/index.js';
import { givenAwayBy, rowsOf, Span } from './computable.js';
import { compareContents } from './nameless-order.js';

/** What hiding needs to know of a slice. */
export interface CountedSlice {
  readonly slice: Slice;
  readonly n: number;
  /** Its examples, which decide between slices of one size; without them their names do. */
  readonly cells?: readonly Cell[] | undefined;
}

/**
 * Which slices must not be shown: those below `minSlice`, and as many more as it takes that no hidden group of fewer than
 * `minSlice` examples follows by subtraction.
 *
 * Slices that add up to a shown one (the values of one attribute within it) give away the sum of those among them that are
 * hidden. While such a sum is above zero and below `minSlice`, the smallest shown one joins the hidden ones; where none is
 * left, the whole is hidden too. After that no small slice may be computable from the shown ones by any other adding and taking
 * away, such as from rows to columns of a crossing: while one is, the finest and smallest slice that helps joins the hidden ones.
 *
 * @param already keys of slices that are hidden whatever their number
 * @returns the keys of the hidden slices
 */
export function hiddenSlices(
  slices: readonly CountedSlice[],
  minSlice: number,
  already: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const counted = new Map(slices.map((slice) => [sliceKey(slice.slice), slice]));
  const hidden = new Set([...counted].filter(([key, { n }]) => n < minSlice || already.has(key)).map(([key]) => key));
  const families = familiesOf(slices);
  hideSiblings(families, counted, hidden, minSlice);
  const rows = connectedRows(slices);
  for (let next = helperOf(rows, hidden, minSlice); next !== undefined; next = helperOf(rows, hidden, minSlice)) {
    hidden.add(next);
    hideSiblings(families, counted, hidden, minSlice);
  }
  return hidden;
}

/** Hides the smallest sibling while the hidden parts of a shown whole add up to fewer than `minSlice`. */
function hideSiblings(
  families: readonly Family[],
  counted: ReadonlyMap<string, CountedSlice>,
  hidden: Set<string>,
  minSlice: number,
): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const { whole, parts } of families) {
      if (hidden.has(whole)) continue;
      const lost = parts.filter((key) => hidden.has(key)).reduce((sum, key) => sum + (counted.get(key)?.n ?? 0), 0);
      if (lost === 0 || lost >= minSlice) continue;
      const next = parts
        .filter((key) => !hidden.has(key))
        .sort((a, b) => smallestFirst(counted.get(a), counted.get(b)) || (a < b ? -1 : 1))[0];
      hidden.add(next ?? whole);
      changed = true;
    }
  }
}

function smallestFirst(a: CountedSlice | undefined, b: CountedSlice | undefined): number {
  return (a?.n ?? 0) - (b?.n ?? 0) || compareContents(a?.cells ?? [], b?.cells ?? []);
}

/** More combinations of values than this are not reckoned with one by one; sums within a whole are still. */
const maxCombinations = 1000;

/** Slices with their rows: those of crossings together; attributes that are crossed with none cannot help anything else. */
function connectedRows(
  slices: readonly CountedSlice[],
): { readonly slices: readonly CountedSlice[]; readonly rows: readonly Int32Array[] } | undefined {
  const crossed = new Set(
    slices.filter(({ slice }) => slice.length > 1).flatMap(({ slice }) => slice.map(({ attribute }) => attribute)),
  );
  const connected = slices.filter(({ slice }) => slice.every(({ attribute }) => crossed.has(attribute)));
  const rows =
    crossed.size === 0
      ? undefined
      : rowsOf(
          connected.map(({ slice }) => slice),
          maxCombinations,
        );
  return rows && { slices: connected, rows };
}

/** A shown slice that helps to compute a small hidden one: the finest such, then the smallest. */
function helperOf(
  connected: ReturnType<typeof connectedRows>,
  hidden: ReadonlySet<string>,
  minSlice: number,
): string | undefined {
  if (!connected) return undefined;
  const keys = connected.slices.map(({ slice }) => sliceKey(slice));
  const isShown = keys.map((key) => !hidden.has(key));
  const targets = connected.slices.flatMap(({ n }, i) => (isShown[i] !== true && n > 0 && n < minSlice ? [i] : []));
  if (targets.length === 0) return undefined;
  const span = new Span(connected.rows.filter((_, i) => isShown[i] === true));
  for (const target of targets) {
    const row = connected.rows[target];
    if (!row || !span.holds(row)) continue;
    const by = givenAwayBy(connected.rows, isShown, target);
    const [finest] = (by ?? [])
      .map((i) => ({ key: keys[i] ?? '', slice: connected.slices[i] }))
      .sort(
        (a, b) =>
          (b.slice?.slice.length ?? 0) - (a.slice?.slice.length ?? 0) ||
          smallestFirst(a.slice, b.slice) ||
          (a.key < b.key ? -1 : 1),
      );
    if (finest) return finest.key;
  }
  return undefined;
}

/** A slice and those that split it. */
export interface Family {
  readonly whole: string;
  readonly parts: readonly string[];
}

/** Every shown slice with the slices that split it by one more attribute; attributes partition, so the parts add up. */
export function familiesOf(slices: readonly Pick<CountedSlice, 'slice'>[]): readonly Family[] {
  const known = new Set(slices.map(({ slice }) => sliceKey(sorted(slice))));
  const names = new Map(slices.map(({ slice }) => [sliceKey(sorted(slice)), sliceKey(slice)]));
  const families = new Map<string, { whole: string; parts: string[] }>();
  for (const { slice } of slices) {
    // Any subset of a crossing's attributes may be a slice of its own; the crossing's cells within it add up to it.
    for (const rest of subsets(slice)) {
      const wholeKey = sliceKey(sorted(rest));
      if (!known.has(wholeKey)) continue;
      const by = slice
        .map(({ attribute }) => attribute)
        .filter((name) => !rest.some(({ attribute }) => attribute === name));
      const key = `${wholeKey}|${JSON.stringify([...by].sort())}`;
      const family = families.get(key) ?? { whole: names.get(wholeKey) ?? wholeKey, parts: [] };
      family.parts.push(sliceKey(slice));
      families.set(key, family);
    }
  }
  return [...families.values()];
}

function sorted(slice: Slice): Slice {
  return [...slice].sort((a, b) => (a.attribute < b.attribute ? -1 : a.attribute > b.attribute ? 1 : 0));
}

/** Every proper subset of the conditions, the empty one (everyone) included. */
function subsets(slice: Slice): readonly Slice[] {
  const all: Slice[] = [];
  for (let bits = 0; bits < 2 ** slice.length - 1; bits++) {
    all.push(slice.filter((_, i) => (bits >> i) % 2 === 1));
  }
  return all;
}
