/**
 * How long a user waits: `audit --help`, and the demo from `audit compare` to the sealed card: npm run bench:commands [-- rounds].
 * Prints medians; under 0.2 s and under 60 s are wanted.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const rounds = Number(process.argv[2] ?? 5);
const audit = join(process.cwd(), 'bin', 'audit.js');

report('audit --help', 0.2, rounds, [audit, '--help']);
report('npm run demo', 60, Math.max(1, Math.round(rounds / 5)), [join(process.cwd(), 'scripts', 'demo.mjs')]);

function report(name: string, limit: number, count: number, args: readonly string[]): void {
  const seconds = Array.from({ length: count }, () => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, [...args], { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
    return (performance.now() - start) / 1000;
  }).sort((a, b) => a - b);
  const median = seconds[Math.floor(count / 2)] ?? 0;
  process.stdout.write(
    `${name}: median ${median.toFixed(2)} s of ${count}, ${(median / limit).toFixed(2)} of the ${limit} s that are wanted\n`,
  );
}
