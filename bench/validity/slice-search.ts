/**
 * How honest slice search is, simulated: `npm run bench:validity -- 2000 slice-search`.
 *
 * Each set has random attributes; losses are as frequent everywhere, or more so in one planted conjunction. Measured: how often the
 * planted one is found, first; how many slices are found besides; how often a search calls any slice surely worse that truly is not,
 * and how often all of its intervals hold the true differential drift. Beside it, the last if the half that was searched were judged
 * instead of the other, at the same width.
 */
import { randomFor, sliceName, type Slice } from '../../src/base/index.js';
import { searchSlices, type SearchTable } from '../../src/compare/index.js';
import { shareLine, type Line, type Simulation } from './simulation.js';

interface Setting {
  readonly rows: number;
  readonly unitSize: number;
  readonly lost: number;
  readonly gained: number;
  /** The share that is lost in the planted conjunction. */
  readonly damage: number;
}

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

export const simulation: Simulation = {
  name: 'slice-search',
  settings: settings.map((setting) => ({ name: nameOf(setting), measure: (sets) => report(setting, sets) })),
};

function nameOf({ rows, unitSize, lost, gained, damage }: Setting): string {
  const units = unitSize > 1 ? ` in units of ${unitSize}` : '';
  const planted = damage === lost ? 'nothing planted' : `${100 * damage} % planted`;
  return `${rows}${units}, ${100 * lost} and ${100 * gained} %, ${planted}`;
}

function report(setting: Setting, sets: number): readonly Line[] {
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
  const lines = [
    shareLine('wrongly surely worse', wrong, sets, { most: 5 }, `${(others / sets).toFixed(3)} others found a search`),
  ];
  if (hasDamage) lines.push(shareLine('planted found', found, sets), shareLine('planted found first', first, sets));
  // Few searches that find anything where there is nothing to be found say little.
  if (withAny >= sets / 10) {
    const beside = `${withAny} searches that found any; judged in the same half ${((100 * flattered) / withAny).toFixed(1)} %`;
    lines.push(shareLine('all intervals held', held, withAny, { least: 93 }, beside));
  }
  return lines;
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
