import { AuditError, listed, compareLists, compareText, sliceKey, type Condition, type Slice } from '../base/index.js';
import {
  withStatistics,
  type Cell,
  type CellSet,
  type OtherTrainings,
  type PairTally,
  type Rankings,
} from '../metrics/index.js';

/** An attribute as slices need it. */
export interface SliceAttribute {
  readonly name: string;
  readonly sensitive: boolean;
  /** Its values in the order in which they are shown. */
  readonly values: readonly string[];
  /** The value that names the group to hold the others against, where the plan names one. */
  readonly reference?: string | undefined;
}

/** The cells of one slice, and how its scores rank where a second pass said so. */
export interface SliceCells extends CellSet {
  readonly slice: Slice;
  /** The attributes that cut it. */
  readonly by: readonly string[];
  /** Every condition is on a sensitive attribute, and there is one. */
  readonly isGroup: boolean;
  readonly n: number;
  readonly units: number | undefined;
  /** Everyone who is not in it, made when first asked for. */
  rest(): CellSet;
}

/** More slices are neither read by anybody nor judged at once: what all of them share takes time and memory by their square. */
const mostSlices = 2000;

/**
 * Cuts a tally into everyone and the slices of the plan, in the plan's order and that of the values; only combinations that
 * somebody has.
 *
 * @throws {AuditError} `data` where there are more than 2,000
 */
export function cutSlices(
  tally: PairTally,
  attributes: readonly SliceAttribute[],
  crossings: readonly (readonly string[])[],
  rankings?: Rankings,
): readonly SliceCells[] {
  const { frame } = tally;
  assertFewSlices(tally, crossings);
  const make = (slice: Slice, by: readonly string[], cells: readonly Cell[]): SliceCells =>
    withStatistics(frame, {
      slice,
      by,
      isGroup: by.length > 0 && by.every((name) => attributes.find((a) => a.name === name)?.sensitive === true),
      n: cells.reduce((sum, { count }) => sum + count, 0),
      units: frame.hasUnits ? new Set(cells.map(({ unit }) => unit)).size : undefined,
      cells,
      ranks: rankings?.slices.get(sliceKey(slice)),
      rest: onceOnly(() => {
        const inside = new Set(cells);
        const others = tally.cells.filter((cell) => !inside.has(cell));
        return withStatistics(frame, { cells: others, ranks: rankings?.rests.get(sliceKey(slice)) });
      }),
    });
  const cut = crossings.flatMap((by) => {
    const positions = by.map((name) => frame.attributes.indexOf(name));
    const groups = new Map<string, { slice: Slice; cells: Cell[] }>();
    for (const cell of tally.cells) {
      const slice = by.map((attribute, i): Condition => ({
        attribute,
        value: cell.attributes[positions[i] ?? -1] ?? '',
      }));
      const key = sliceKey(slice);
      const group = groups.get(key);
      if (group) group.cells.push(cell);
      else groups.set(key, { slice, cells: [cell] });
    }
    const order = (slice: Slice): readonly number[] =>
      slice.map(({ attribute, value }) => attributes.find((a) => a.name === attribute)?.values.indexOf(value) ?? -1);
    return [...groups.values()]
      .sort((a, b) => compareLists(order(a.slice), order(b.slice)) || compareText(sliceKey(a.slice), sliceKey(b.slice)))
      .map(({ slice, cells }) => make(slice, by, cells));
  });
  return [make([], [], tally.cells), ...cut];
}

/**
 * The same slices, each with the cells that further trainings have in it.
 *
 * @param others the slices of each further pair of trainings, cut from the same examples
 * @param pairing which training each pair has, where they are not pairs
 */
export function withTrainings(
  slices: readonly SliceCells[],
  others: readonly (readonly SliceCells[])[],
  pairing: OtherTrainings['pairing'],
): readonly SliceCells[] {
  const byKey = others.map((list) => new Map(list.map((slice) => [sliceKey(slice.slice), slice])));
  return slices.map((slice) => {
    const same = byKey.map((known) => {
      const found = known.get(sliceKey(slice.slice));
      if (!found) throw new RangeError('a training that has not seen the same examples');
      return found;
    });
    return {
      ...slice,
      trainings: { others: same, pairing },
      rest: onceOnly(() => ({ ...slice.rest(), trainings: { others: same.map((other) => other.rest()), pairing } })),
    };
  });
}

function onceOnly<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function assertFewSlices({ frame, cells }: PairTally, crossings: readonly (readonly string[])[]): void {
  const values = frame.attributes.map((_, at) => new Set(cells.map(({ attributes }) => attributes[at])).size);
  const atMost = crossings.map((by) =>
    by.reduce((product, name) => product * (values[frame.attributes.indexOf(name)] ?? 0), 1),
  );
  if (atMost.reduce((sum, count) => sum + count, 0) <= mostSlices) return;
  const counts = crossings.map((by) => {
    const positions = by.map((name) => frame.attributes.indexOf(name));
    return new Set(cells.map(({ attributes }) => JSON.stringify(positions.map((at) => attributes[at])))).size;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= mostSlices) return;
  const most = crossings[counts.indexOf(Math.max(...counts))] ?? [];
  throw new AuditError(
    'data',
    `The slices are ${total} in all, ${Math.max(...counts)} of them by ${listed(most)}; at most ${mostSlices} can be judged at once.`,
    { wayOut: 'Cross fewer attributes, give numbers wider bins, or let --search find the slices that got worst.' },
  );
}
