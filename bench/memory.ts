/**
 * Peak memory of `audit compare` on census-income once and repeated tenfold, with other ids and other scores: npm run bench:memory.
 * Prints the largest process's and the whole tree's peak resident set, and their ratios; at most 1.2 is wanted. Linux only.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const set = join(process.cwd(), 'datasets', 'census-income');
const folder = mkdtempSync(join(tmpdir(), 'fairweight-memory-'));
const everyMs = 25;

interface Peak {
  /** Of the process that grew largest, as the system recorded it. */
  readonly largest: number;
  /** Of all processes together, as seen every few milliseconds. */
  readonly together: number;
}

try {
  for (const name of ['base.onnx', 'int8.onnx']) copyFileSync(join(set, name), join(folder, name));
  const plan = readFileSync(join(set, 'audit.yaml'), 'utf8').replace('table: evaluation/test.parquet', 'table: TABLE');
  const peaks: Peak[] = [];
  for (const times of [1, 10]) {
    mkdirSync(join(folder, 'evaluation'), { recursive: true });
    await repeated(times, join(folder, 'evaluation', `${times}.parquet`));
    writeFileSync(join(folder, 'audit.yaml'), plan.replace('TABLE', `evaluation/${times}.parquet`));
    const peak = await peakOf([
      join(process.cwd(), 'bin', 'audit.js'),
      'compare',
      'base.onnx',
      'int8.onnx',
      ...quiet(times),
    ]);
    peaks.push(peak);
    process.stdout.write(
      `${String(times).padStart(2)} times: largest process ${mebibytes(peak.largest)}, all together ${mebibytes(peak.together)}\n`,
    );
  }
  const [once, ten] = peaks;
  if (!once || !ten) throw new Error('two runs');
  process.stdout.write(
    `ratio: largest process ${(ten.largest / once.largest).toFixed(2)}, all together ${(ten.together / once.together).toFixed(2)} (at most 1.2 is wanted)\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function quiet(times: number): readonly string[] {
  return ['--plan', 'audit.yaml', '--out', `out-${times}`, '--sessions', '0', '--quiet'];
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** The evaluation rows so many times over, each with an id and a capital gain (hence scores) of its own. */
async function repeated(times: number, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `copy (
       select * exclude (copy) replace (id || '-' || copy as id, capital_gains + 0.01 * copy + 1e-6 * (hash(id) % 1000) as capital_gains)
       from (select * from read_parquet('${join(set, 'evaluation', 'test.parquet')}'), range(${times}) as copies (copy))
     ) to '${file}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

/** Runs a command in the folder and watches it and its children. */
function peakOf(args: readonly string[]): Promise<Peak> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    let [largest, together] = [0, 0];
    const timer = setInterval(() => {
      const tree = treeOf(child.pid ?? 0);
      largest = Math.max(largest, ...tree.map((pid) => kibibytesOf(pid, 'VmHWM')));
      together = Math.max(
        together,
        tree.reduce((sum, pid) => sum + kibibytesOf(pid, 'VmRSS'), 0),
      );
    }, everyMs);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(timer);
      if (code === 0 || code === 1 || code === 3) resolve({ largest: largest * 1024, together: together * 1024 });
      else reject(new Error(`audit compare ended with ${code}`));
    });
  });
}

function treeOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/u.test(name) ? statusOf(Number(name), 'PPid') : undefined;
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

function kibibytesOf(pid: number, field: string): number {
  return statusOf(pid, field) ?? 0;
}

/** A number from a process's status; nothing where the process is gone. */
function statusOf(pid: number, field: string): number | undefined {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+)`, 'mu').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}
