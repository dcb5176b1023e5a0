import type { Slice } from '../base/index.js';

/** A prime whose square fits 32 bits, so that arithmetic modulo it is exact and fast. */
export const prime = 46_337;

/** Everything that can be computed from some slices by adding and taking away. Exact, by elimination modulo a prime. */
export class Span {
  readonly #basis: { readonly at: number; readonly row: Int32Array }[] = [];

  constructor(rows: readonly Int32Array[]) {
    for (const row of rows) {
      const rest = this.#reduced(row);
      const at = rest.findIndex((value) => value !== 0);
      if (at < 0) continue;
      const scale = inverse(rest[at] ?? 1);
      for (let i = 0; i < rest.length; i++) rest[i] = ((rest[i] ?? 0) * scale) % prime;
      this.#basis.push({ at, row: rest });
    }
  }

  /** Whether a slice is among it. */
  holds(row: Int32Array): boolean {
    return this.#reduced(row).every((value) => value === 0);
  }

  #reduced(original: Int32Array): Int32Array {
    const row = original.slice();
    for (const { at, row: other } of this.#basis) {
      const factor = row[at] ?? 0;
      if (factor !== 0) takeAway(row, other, factor);
    }
    return row;
  }
}

/**
 * Which shown slices give a hidden one away: those that, added and taken away in some combination, leave exactly its examples.
 *
 * A slice is a row of ones and zeros over the combinations of values that somebody may have; a hidden slice is computable where its
 * row lies in the span of the shown ones.
 *
 * @param rows of all slices, over the same combinations
 * @param isShown by slice
 * @returns the positions of the shown slices in the combination, or nothing where there is none
 */
export function givenAwayBy(
  rows: readonly Int32Array[],
  isShown: readonly boolean[],
  target: number,
): readonly number[] | undefined {
  // Beside each row stands what it was made of, so that reducing both tells which slices took part.
  const width = rows[0]?.length ?? 0;
  const marked = (slice: number): Int32Array => {
    const row = new Int32Array(width + rows.length);
    row.set(rows[slice] ?? []);
    if (slice !== target) row[width + slice] = 1;
    return row;
  };
  const basis: { readonly at: number; readonly row: Int32Array }[] = [];
  const reduce = (row: Int32Array): Int32Array => {
    for (const { at, row: other } of basis) {
      const factor = row[at] ?? 0;
      if (factor !== 0) takeAway(row, other, factor);
    }
    return row;
  };
  for (const slice of rows.keys()) {
    if (isShown[slice] !== true) continue;
    const row = reduce(marked(slice));
    const at = row.subarray(0, width).findIndex((value) => value !== 0);
    if (at < 0) continue;
    const scale = inverse(row[at] ?? 1);
    for (let i = 0; i < row.length; i++) row[i] = ((row[i] ?? 0) * scale) % prime;
    basis.push({ at, row });
  }
  const left = reduce(marked(target));
  if (left.subarray(0, width).some((value) => value !== 0)) return undefined;
  return [...rows.keys()].filter((slice) => left[width + slice] !== 0);
}

function takeAway(row: Int32Array, other: Int32Array, factor: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = ((row[i] ?? 0) - factor * (other[i] ?? 0)) % prime;
    row[i] = left < 0 ? left + prime : left;
  }
}

/** The row of every slice, over the combinations that no slice rules out; nothing where there are too many to reckon with. */
export function rowsOf(slices: readonly Slice[], limit: number): readonly Int32Array[] | undefined {
  const values = new Map<string, Set<string>>();
  for (const slice of slices) {
    for (const { attribute, value } of slice) {
      const known = values.get(attribute) ?? new Set();
      values.set(attribute, known.add(value));
    }
  }
  const listed = new Set(slices.map(keyOf));
  const crossings = [
    ...new Map(
      slices.map((slice) => [
        slice
          .map(({ attribute }) => attribute)
          .sort()
          .join('\0'),
        slice.map(({ attribute }) => attribute),
      ]),
    ).values(),
  ];
  let combinations: Readonly<Record<string, string>>[] = [{}];
  const placed: string[] = [];
  for (const [attribute, known] of values) {
    placed.push(attribute);
    const ready = crossings.filter((by) => by.includes(attribute) && by.every((name) => placed.includes(name)));
    combinations = combinations
      .flatMap((combination) => [...known].map((value) => ({ ...combination, [attribute]: value })))
      .filter((combination) =>
        ready.every((by) => listed.has(keyOf(by.map((name) => ({ attribute: name, value: combination[name] ?? '' }))))),
      );
    if (combinations.length > limit) return undefined;
  }
  return slices.map((slice) =>
    Int32Array.from(combinations, (combination) =>
      slice.every(({ attribute, value }) => combination[attribute] === value) ? 1 : 0,
    ),
  );
}

function keyOf(slice: Slice): string {
  return JSON.stringify(
    slice.map(({ attribute, value }) => [attribute, value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

/** By Fermat's little theorem. */
function inverse(value: number): number {
  let [result, base, power] = [1, value, prime - 2];
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
  }
  return result;
}
