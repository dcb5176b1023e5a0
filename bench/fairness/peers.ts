/**
 * The whole way from a table of predictions to numbers, against other tools, whole processes in turns:
 *
 *   npm run bench:fairness -- <python with fairlearn and aif360> <python with aequitas> [rounds]
 *
 * 1,000,000 rows, twelve groups. Ours measures two models with all binary metrics and intervals that hold at once; theirs five point
 * values of one model. Fairlearn's resampling is measured at 100,000 rows and 100 resamples, and extrapolated to 2,000 and 1,000,000 in proportion.
 * Processor time stands beside the wall's: others may use the machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomFor } from '../../src/base/index.js';

const [fairlearn, aequitas, rounds = '5'] = process.argv.slice(2);
if (fairlearn === undefined || aequitas === undefined) throw new Error('name two Pythons: see bench/fairness/peers.ts');
const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fairweight-bench-'));

interface Timed {
  readonly seconds: number;
  readonly cpu: number;
}

try {
  const large = join(folder, 'large.csv');
  const small = join(folder, 'small.csv');
  writeFileSync(large, makeTable(1_000_000));
  writeFileSync(small, makeTable(100_000));
  const ours = (table: string): Timed =>
    timed(process.execPath, [
      join(root, 'bin', 'audit.js'),
      'metrics',
      table,
      ...[
        '--label',
        'y_true',
        '--baseline',
        'score_base',
        '--variant',
        'score_int8',
        '--slice',
        'sex,age_band',
        '--quiet',
      ],
    ]);
  const theirs = (python: string, tool: string, table: string): Timed =>
    timed(python, [join(root, 'bench', 'fairness', 'peers.py'), tool, table]);
  const tools = [
    { name: 'aequitas, points', run: () => theirs(aequitas, 'aequitas', large) },
    { name: 'aif360, points', run: () => theirs(fairlearn, 'aif360', large) },
    { name: 'fairlearn, points', run: () => theirs(fairlearn, 'fairlearn', large) },
  ];
  const times = new Map<string, Timed[]>();
  const note = (name: string, time: Timed): void => void times.set(name, [...(times.get(name) ?? []), time]);
  for (let round = 0; round < Number(rounds); round++) {
    note('fairweight', ours(large));
    for (const { name, run } of tools) note(name, run());
  }
  const own = times.get('fairweight') ?? [];
  process.stdout.write('1,000,000 rows, medians              seconds  processor   ours : theirs (processor)\n');
  for (const [name, list] of times) {
    const [wall, cpu] = [median(list.map(({ seconds }) => seconds)), median(list.map((one) => one.cpu))];
    const ratio = `${(median(own.map(({ seconds }) => seconds)) / wall).toFixed(2)} (${(median(own.map((one) => one.cpu)) / cpu).toFixed(2)})`;
    process.stdout.write(`${name.padEnd(36)}${wall.toFixed(2).padStart(8)}${cpu.toFixed(2).padStart(11)}   ${ratio}\n`);
  }
  const plain = theirs(fairlearn, 'fairlearn', small);
  const resampled = theirs(fairlearn, 'fairlearn-100', small);
  const extrapolated = ((resampled.seconds - plain.seconds) / 100) * 2000 * 10;
  process.stdout.write(
    `fairlearn, 100 resamples of 100,000 rows: ${resampled.seconds.toFixed(0)} s; 2,000 of 1,000,000 would take ` +
      `${extrapolated.toFixed(0)} s: ${(extrapolated / median(own.map(({ seconds }) => seconds))).toFixed(0)} times ours\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function timed(command: string, args: readonly string[]): Timed {
  const start = performance.now();
  const before = childTime();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status === null || status === 2 || (status !== 0 && command !== process.execPath)) throw new Error(stderr);
  return { seconds: (performance.now() - start) / 1000, cpu: childTime() - before };
}

/** Processor seconds of all children so far, as the kernel counts them. */
function childTime(): number {
  const stdout = readFileSync('/proc/self/stat', 'utf8');
  const fields = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Women of 65 and over carry the damage; everyone else sees noise. */
function makeTable(rows: number): string {
  const random = randomFor('bench', 'fairness', rows);
  const bands = ['18-29', '30-44', '45-64', '65+', 'unk', 'u18'];
  const shares = [0.25, 0.55, 0.8, 0.92, 0.97, 1];
  const rates = [0.35, 0.45, 0.5, 0.4, 0.4, 0.3];
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const score = (z: number): string => (1 / (1 + Math.exp(-z))).toFixed(6);
  const lines = ['y_true,y_pred_base,y_pred_int8,score_base,score_int8,sex,age_band'];
  for (let i = 0; i < rows; i++) {
    const sex = random.next() < 0.45 ? 'F' : 'M';
    const draw = random.next();
    const band = shares.findIndex((share) => draw < share);
    const label = random.next() < (rates[band] ?? 0) + (sex === 'F' ? -0.05 : 0.05) ? 1 : 0;
    const logit = (label === 1 ? 1.6 : -1.6) + 1.3 * normal();
    const hurt = sex === 'F' && band === 3 ? -0.6 + 0.8 * normal() : 0;
    const quantized = Math.round((logit + 0.25 * normal() + hurt) * 16) / 16;
    lines.push(
      `${label},${logit > 0 ? 1 : 0},${quantized > 0 ? 1 : 0},${score(logit)},${score(quantized)},${sex},${bands[band] ?? ''}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
