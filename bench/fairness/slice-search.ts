/**
 * Slice search over a million rows, ten attributes and three conditions, with damage planted in one conjunction of three:
 * npm run bench:search [rows] [minSlice]. From typed columns to the answer, in this process; at most 10 s are wanted.
 */
import { randomFor, sliceName } from '../../src/base/index.js';
import { searchSlices, type SearchTable } from '../../src/compare/index.js';

const rows = Number(process.argv[2] ?? 1_000_000);
const minSlice = Number(process.argv[3] ?? 20);
const limitSeconds = 10;
const sizes = [2, 2, 3, 4, 5, 6, 8, 10, 12, 20];
/** Values of the fourth, seventh and ninth attribute. */
const planted = [
  [3, 1],
  [6, 2],
  [8, 5],
] as const;

const table = makeTable();
const start = performance.now();
const { found, lookedAt, pruned, possible, notJudged } = searchSlices(table, { better: 'higher', minSlice });
const seconds = (performance.now() - start) / 1000;

const points = (x: number): string => (100 * x).toFixed(2);
for (const { slice, discovered, judged } of found) {
  const { lower = 0, upper = 0 } = judged.differentialInterval ?? {};
  process.stdout.write(
    `${sliceName(slice).padEnd(24)} found ${points(discovered.differential)} (at least ${points(discovered.atLeast)}), judged ` +
      `${points(judged.differential)} [${points(lower)}, ${points(upper)}] points over ${judged.n}\n`,
  );
}
const name = sliceName(planted.map(([c, code]) => ({ attribute: `a${c}`, value: `v${code}` })));
process.stdout.write(
  `${rows} rows, ${possible} conjunctions: ${lookedAt} looked at, ${pruned} pruned, ${notJudged} not judged\n` +
    `planted: ${name}, ${found[0] && sliceName(found[0].slice) === name ? 'found first' : 'NOT found first'}\n` +
    `${seconds.toFixed(2)} s (at most ${limitSeconds} s are wanted)\n`,
);

/** Two of a hundred lose and one gains; where the damage is, twelve more lose. */
function makeTable(): SearchTable {
  const random = randomFor('bench', 'slice-search');
  const columns = sizes.map((size, c) => ({
    name: `a${c}`,
    values: Array.from({ length: size }, (_, v) => `v${v}`),
    // Uneven, as attributes are: the first values are the most frequent.
    codes: Uint8Array.from({ length: rows }, () => Math.floor(size * random.next() ** 1.5)),
  }));
  const outcomes = Uint8Array.from({ length: rows }, (_, row) => {
    const isDamaged = planted.every(([c, code]) => columns[c]?.codes[row] === code);
    const u = random.next();
    return u < 0.01 ? 2 : u < (isDamaged ? 0.15 : 0.03) ? 1 : u < 0.25 ? 0 : 3;
  });
  return { columns, outcomes };
}
