import type { Slice } from '../base/index.js';

/** A prime whose square a double holds exactly, so that arithmetic modulo it is exact. */
const prime = 94_906_249;

/**
 * Which shown slices give a hidden one away: those that, added and taken away in some combination, leave exactly its examples.
 *
 * A slice is a row of ones and zeros over the combinations of values that somebody may have; a hidden slice is computable where its
 * row lies in the span of the shown ones. Exact, by elimination modulo a prime.
 *
 * @param rows of all slices, over the same combinations
 * @param isShown by slice
 * @returns the positions of the shown slices in the combination, or nothing where there is none
 */
export function givenAwayBy(
  rows: readonly Float64Array[],
  isShown: readonly boolean[],
  target: number,
): readonly number[] | undefined {
  const basis: { readonly at: number; readonly row: Float64Array; readonly made: Map<number, number> }[] = [];
  const reduce = (row: Float64Array, made: Map<number, number>): void => {
    for (const other of basis) {
      const factor = row[other.at] ?? 0;
      if (factor === 0) continue;
      for (let i = 0; i < row.length; i++) row[i] = modulo((row[i] ?? 0) - factor * (other.row[i] ?? 0));
      for (const [slice, weight] of other.made) made.set(slice, modulo((made.get(slice) ?? 0) - factor * weight));
    }
  };
  for (const [slice, original] of rows.entries()) {
    if (isShown[slice] !== true) continue;
    const row = original.slice();
    const made = new Map([[slice, 1]]);
    reduce(row, made);
    const at = row.findIndex((value) => value !== 0);
    if (at < 0) continue;
    const scale = inverse(row[at] ?? 1);
    for (let i = 0; i < row.length; i++) row[i] = modulo((row[i] ?? 0) * scale);
    for (const [key, weight] of made) made.set(key, modulo(weight * scale));
    basis.push({ at, row, made });
  }
  const left = rows[target]?.slice() ?? new Float64Array();
  const made = new Map<number, number>();
  reduce(left, made);
  if (left.some((value) => value !== 0)) return undefined;
  return [...made].filter(([, weight]) => weight !== 0).map(([slice]) => slice);
}

/** The row of every slice, over the combinations that no slice rules out; nothing where there are too many to reckon with. */
export function rowsOf(slices: readonly Slice[], limit: number): readonly Float64Array[] | undefined {
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
    Float64Array.from(combinations, (combination) =>
      slice.every(({ attribute, value }) => combination[attribute] === value) ? 1 : 0,
    ),
  );
}

function keyOf(slice: Slice): string {
  return JSON.stringify(
    slice.map(({ attribute, value }) => [attribute, value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

function modulo(value: number): number {
  const rest = value % prime;
  return rest < 0 ? rest + prime : rest;
}

/** By Fermat's little theorem. */
function inverse(value: number): number {
  let [result, base, power] = [1, value, prime - 2];
  for (; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = modulo(result * base);
    base = modulo(base * base);
  }
  return result;
}
