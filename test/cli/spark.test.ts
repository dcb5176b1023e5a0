import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { audit, auditCommand, root, temporaryFolder } from './audit-command.js';

const census = join(root, 'datasets/census-income/audit.yaml');
/** A Python with pyspark and pyarrow; and Java is there. */
const python = process.env['FAIRWEIGHT_SPARK_PYTHON'] ?? 'python3';
const hasSpark =
  process.platform !== 'win32' &&
  spawnSync(python, ['-c', 'import pyspark, pyarrow']).status === 0 &&
  spawnSync('java', ['-version']).status === 0;
if (!hasSpark) {
  process.stderr.write(
    `SKIPPED test/cli/spark.test.ts: ${python} has no pyspark and pyarrow, or there is no Java (FAIRWEIGHT_SPARK_PYTHON names another Python)\n`,
  );
}

/** The process that holds a shard's folder, once it does. */
async function holderOf(lock: string): Promise<number> {
  for (;;) {
    const text = await readFile(lock, 'utf8').catch(() => undefined);
    const pid = /"pid":(\d+)/u.exec(text ?? '')?.[1];
    if (pid !== undefined) return Number(pid);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

it.skipIf(!hasSpark)(
  'on Spark, a command that is killed is run again, and the answer is that of one run',
  async () => {
    const folder = await temporaryFolder();
    const launcher = spawn(
      python,
      [
        join(root, 'scripts/spark/audit_on_spark.py'),
        ...['--plan', census, '--shards', '4', '--work', 'work', '--master', 'local[2,4]'],
        ...['--audit', `${process.execPath} ${auditCommand}`],
      ],
      { cwd: folder },
    );
    let [said, complained] = ['', ''];
    launcher.stdout.on('data', (text: Buffer) => (said += text.toString()));
    launcher.stderr.on('data', (text: Buffer) => (complained += text.toString()));
    const ended = new Promise((resolve) => launcher.once('close', resolve));
    process.kill(await holderOf(join(folder, 'work/shard-2/.work/lock')), 'SIGKILL');
    const code = await ended;
    // Spark saw it die, and tried again.
    expect(complained).toMatch(/score .*ended with -9/u);
    expect(said).toMatch('merged  4 ranks, 99762 examples');

    await audit(folder, ['score', '--plan', census, '--out', 'one', '--quiet']);
    await audit(folder, ['tally', 'one', '--out', 'one.tally.json']);
    await audit(folder, ['tally', 'one', '--plan', census, '--ranks', 'one.tally.json', '--out', 'one.ranks.json']);
    for (const kind of ['tally', 'ranks']) {
      const [merged, one] = [`work/merged.${kind}.json`, `one.${kind}.json`].map((name) =>
        readFile(join(folder, name)),
      );
      expect((await merged)?.equals((await one) ?? Buffer.alloc(0)), kind).toBe(true);
    }
    const judged = await audit(folder, ['judge', 'one.tally.json', '--plan', census, '--ranks', 'one.ranks.json']);
    expect(said.endsWith(judged.stdout)).toBe(true);
    expect(code).toBe(judged.code);
  },
  300_000,
);
