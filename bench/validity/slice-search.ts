/**
 * How honest slice search is, simulated: node scripts/bench.mjs bench/validity/slice-search.ts [sets].
 *
 * Each set has random attributes; losses are as frequent everywhere, or more so in one planted conjunction. Printed: how often the
 * planted one is found, first; how many slices are found besides; how often a search calls any slice surely worse that truly is not,
 * and how often all of its intervals hold the true differential drift. To the right, the last two if the half that was searched were judged
 * instead of the other, at the same width.
 */
import { randomFor, sliceName, type Slice } from '../../src/base/index.js';
import { searchSlices, type SearchTable } from '../../src/compare/index.js';

interface Setting {
  readonly rows: number;
  readonly unitSize: number;
  readonly lost: number;
  readonly gained: number;
  /** The share that is lost in the planted conjunction. */
  readonly damage: number;
}

const sets = Number(process.argv[2] ?? 300);
const sizes = [2, 3, 4, 5, 6];
const planted: readonly (readonly [number, number])[] = [
  [0, 1],
  [2, 2],
];
const settings: readonly Setting[] = [
  { rows: 5000, unitSize: 1, lost: 0.03, gained: 0.01, damage: 0.03 },
  { rows: 5000, unitSize: 1, lost: 0.2, gained: 0.2, damage: 0.2 },
  { rows: 5000, unitSize: 5, lost: 0.05, gained: 0.01, damage: 0.05 },
  { rows: 5000, unitSize: 1, lost: 0.03, gained: 0.01, damage: 0.15 },
  { rows: 20_000, unitSize: 1, lost: 0.03, gained: 0.01, damage: 0.09 },
  { rows: 20_000, unitSize: 5, lost: 0.03, gained: 0.01, damage: 0.15 },
];

process.stdout.write(
  'rows    unit  lost  gained  planted | found  first  others | wrongly worse  all held | same half: held\n',
);
for (const setting of settings) process.stdout.write(`${report(setting)}\n`);

function report(setting: Setting): string {
  const hasDamage = setting.damage !== setting.lost;
  let [found, first, others, wrong, held, flattered, withAny] = [0, 0, 0, 0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const { table, expected } = simulate(setting, set);
    const search = searchSlices(table, { better: 'higher' });
    const names = search.found.map(({ slice }) => sliceName(slice));
    const name = sliceName(planted.map(([c, code]) => ({ attribute: `a${c}`, value: `v${code}` })));
    if (hasDamage && names.includes(name)) found += 1;
    if (hasDamage && names[0] === name) first += 1;
    others += names.filter((other) => !hasDamage || other !== name).length;
    let [isHeld, isFlatteredHeld, isWrong] = [true, true, false];
    for (const { slice, discovered, judged } of search.found) {
      const truth = trueDifferential(table, expected, slice);
      const { lower = -1, upper = 1 } = judged.differentialInterval ?? {};
      if (truth < lower || truth > upper) isHeld = false;
      const shift = discovered.differential - judged.differential;
      if (truth < lower + shift || truth > upper + shift) isFlatteredHeld = false;
      if (judged.surelyWorse && truth >= -1e-12) isWrong = true;
    }
    if (names.length > 0) withAny += 1;
    if (isWrong) wrong += 1;
    if (isHeld && names.length > 0) held += 1;
    if (isFlatteredHeld && names.length > 0) flattered += 1;
  }
  const share = (count: number, of = sets): string =>
    (of > 0 ? `${((100 * count) / of).toFixed(1)} %` : '–').padStart(7);
  const { rows, unitSize, lost, gained, damage } = setting;
  const words = [rows, unitSize, lost, gained, hasDamage ? damage : '–']
    .map((word) => String(word).padEnd(6))
    .join(' ');
  const honest = `${share(wrong)}  ${share(held, withAny)} of ${withAny}`;
  return `${words} | ${share(found)} ${share(first)} ${(others / sets).toFixed(3)} | ${honest} | ${share(flattered, withAny)}`;
}

/** A table, and how much each row is expected to drift. */
function simulate(
  { rows, unitSize, lost, gained, damage }: Setting,
  set: number,
): { readonly table: SearchTable; readonly expected: Float64Array } {
  const random = randomFor('validity', 'slice-search', set, rows, unitSize, lost, gained, damage);
  const columns = sizes.map((size, c) => ({
    name: `a${c}`,
    values: Array.from({ length: size }, (_, v) => `v${v}`),
    codes: Uint8Array.from({ length: rows }, () => Math.floor(size * random.next() ** 1.3)),
  }));
  const expected = new Float64Array(rows);
  const outcomes = new Uint8Array(rows);
  let shared = 0;
  for (let row = 0; row < rows; row++) {
    const share = planted.every(([c, code]) => columns[c]?.codes[row] === code) ? damage : lost;
    expected[row] = gained - share;
    // Half of the examples of a unit flip as one.
    if (row % unitSize === 0) shared = random.next();
    const own = random.next();
    const u = unitSize > 1 && random.next() < 0.5 ? shared : own;
    outcomes[row] = u < share ? 1 : u > 1 - gained ? 2 : 3;
  }
  const units = unitSize > 1 ? Int32Array.from({ length: rows }, (_, row) => Math.floor(row / unitSize)) : undefined;
  return { table: { columns, outcomes, units }, expected };
}

function trueDifferential({ columns }: SearchTable, expected: Float64Array, slice: Slice): number {
  const tests = slice.map(({ attribute, value }) => {
    const column = columns.find(({ name }) => name === attribute);
    return { codes: column?.codes, code: column?.values.indexOf(value) };
  });
  let [inside, n, outside, others] = [0, 0, 0, 0];
  for (let row = 0; row < expected.length; row++) {
    if (tests.every(({ codes, code }) => codes?.[row] === code)) {
      inside += expected[row] ?? 0;
      n += 1;
    } else {
      outside += expected[row] ?? 0;
      others += 1;
    }
  }
  return inside / n - outside / others;
}
