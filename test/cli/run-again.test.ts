import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/audit/folder-lock.js';
import {
  audit,
  bring,
  expectRefusal,
  filesBelow,
  namesIn,
  put,
  root,
  startAudit,
  temporaryFolder,
} from './audit-command.js';
import { planText, tabularFolder } from './tabular.js';

const still = ['compare', '--sessions', '0', '--released-at', '2026-11-23'];

describe('audit compare, run again', () => {
  it('reuses what it scored and gives the same bytes', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const out = join(folder, 'fairweight-out');
    const first = await audit(folder, ['compare', '--sessions', '0']);
    const files = await filesBelow(out);
    const again = await audit(folder, ['compare', '--sessions', '0']);
    expect(again.stderr).toMatch('reused 400 outcomes of an earlier run');
    expect(again.stdout).toBe(first.stdout);
    expect(await filesBelow(out)).toEqual(files);
  });

  it('gives the same bytes in another folder, at the same release time', async () => {
    const one = await tabularFolder({ 'audit.yaml': planText() });
    const two = await tabularFolder({ 'audit.yaml': planText() });
    await audit(one, still);
    await audit(two, [...still, '--workers', '1', '--out', 'elsewhere']);
    expect(await filesBelow(join(two, 'elsewhere'))).toEqual(await filesBelow(join(one, 'fairweight-out')));
  });

  it('refuses to replace the results of another plan, and does so with --force', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    await audit(folder, still);
    const before = await filesBelow(join(folder, 'fairweight-out'));
    await put(folder, { 'audit.yaml': planText({ min_slice: '30' }) });
    expectRefusal(await audit(folder, still), 'fairweight-out', 'an audit of another plan', '--force');
    expect(await filesBelow(join(folder, 'fairweight-out'))).toEqual(before);
    expect((await audit(folder, [...still, '--force'])).code).toBe(3);
    expect(await filesBelow(join(folder, 'fairweight-out'))).not.toEqual(before);
  });

  it('refuses where a table was changed since', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    await audit(folder, still);
    await put(folder, { 'table.csv': (await readFile(join(folder, 'table.csv'), 'utf8')).replace('south', 'north') });
    expectRefusal(await audit(folder, still), 'other data', '--force');
  });

  it('removes with --force the dossiers of variants that are no more', async () => {
    const folder = await tabularFolder({
      'audit.yaml': planText({ variants: '{ same: same.onnx, "off": off.onnx }' }),
    });
    await audit(folder, still);
    await put(folder, { 'audit.yaml': planText() });
    await audit(folder, [...still, '--force']);
    expect(await namesIn(join(folder, 'fairweight-out'))).toEqual(['.work', 'same']);
  });

  it('touches no folder that holds something else, even with --force', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText(), 'fairweight-out/thesis.txt': 'years of work' });
    for (const more of [[], ['--force']])
      expectRefusal(await audit(folder, [...still, ...more]), 'holds something else');
    expect(await readFile(join(folder, 'fairweight-out/thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('says so where the output folder is a file', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText(), 'fairweight-out': 'a file' });
    expectRefusal(await audit(folder, still), 'fairweight-out', 'found a file', '--out');
  });

  it.each<[string, RegExp]>([
    ['explanations-0.json', /reused 400 outcomes/u],
    ['latencies.json', /reused 400 outcomes/u],
    ['outcomes/run.json', /reused 0 outcomes/u],
    ['outcomes/part-00000.parquet', /reused 0 outcomes/u],
  ])('makes a damaged %s again, and gives the same results', async (name, reused) => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    await audit(folder, still);
    const before = await filesBelow(join(folder, 'fairweight-out'));
    await put(folder, { [`fairweight-out/.work/${name}`]: '{"half' });
    const ended = await audit(folder, still);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(reused);
    expect(await filesBelow(join(folder, 'fairweight-out'))).toEqual(before);
  });

  it('replaces no results without knowing of which audit they are, but does with --force', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    await audit(folder, still);
    const before = await filesBelow(join(folder, 'fairweight-out'));
    await put(folder, { 'fairweight-out/.work/run.json': '{"half' });
    expectRefusal(await audit(folder, still), 'missing or damaged', '--force');
    expect(await filesBelow(join(folder, 'fairweight-out'))).toEqual(before);
    const forced = await audit(folder, [...still, '--force']);
    expect(forced.code).toBe(3);
    expect(forced.stderr).not.toMatch('reused');
    expect(await filesBelow(join(folder, 'fairweight-out'))).toEqual(before);
  });

  it('takes no outcomes over from an audit that nothing is known of', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText({ variants: '{ same: off.onnx }' }) });
    await audit(folder, still);
    await rm(join(folder, 'fairweight-out/same'), { recursive: true });
    await rm(join(folder, 'fairweight-out/.work/run.json'));
    await put(folder, { 'audit.yaml': planText() });
    expect((await audit(folder, still)).code).toBe(3);
    await audit(folder, [...still, '--out', 'fresh']);
    expect(await filesBelow(join(folder, 'fairweight-out'))).toEqual(await filesBelow(join(folder, 'fresh')));
  });

  it('scores everything again with --force, also the same plan', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    await audit(folder, still);
    const part = join(folder, 'fairweight-out/.work/outcomes/part-00000.parquet');
    const before = (await stat(part, { bigint: true })).mtimeNs;
    const ended = await audit(folder, [...still, '--force']);
    expect(ended.code).toBe(3);
    expect(ended.stderr).not.toMatch('reused');
    // An inode may be given out again at once; a time of writing is not.
    expect((await stat(part, { bigint: true })).mtimeNs).toBeGreaterThan(before);
  });

  it('says so where nothing can be made in the place for the results', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText(), 'fairweight-out/.work': 'a file' });
    expectRefusal(await audit(folder, still), 'could not be made: something else has this name');
    expectRefusal(await audit(folder, [...still, '--out', 'x'.repeat(300)]), 'could not be written');
  });

  it('keeps out of a folder where another audit is at work', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const lock = await lockFolder(await made(join(folder, 'fairweight-out/.work/lock')), folder);
    expectRefusal(await audit(folder, still), 'at work in the output folder', '--out');
    expectRefusal(await audit(folder, [...still, '--force']), 'at work in the output folder');
    await lock.release();
    expect((await audit(folder, still)).code).toBe(3);
    expect(await namesIn(join(folder, 'fairweight-out/.work'))).not.toContain('lock');
  });
});

/** A path whose folder is there. */
async function made(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  return path;
}

describe('audit compare, killed in the middle of scoring', () => {
  it('goes on where it was, and gives the bytes of a run that nobody disturbed', async () => {
    const folder = await temporaryFolder();
    const census = 'datasets/census-income';
    await bring(folder, { 'base.onnx': `${census}/base.onnx`, 'int8.onnx': `${census}/int8.onnx` });
    const plan = await readFile(join(root, census, 'audit.yaml'), 'utf8');
    await put(folder, {
      'audit.yaml': plan
        .replace(/^ {2}(?!int8)\w+: \w+\.onnx\n/gmu, '')
        .replace('evaluation/test.parquet', 'table.parquet')
        .replace('examples: 6', 'examples: 0'),
    });
    // Three parts of 16,384 rows and a bit; the whole set has 99,762 and would only take longer.
    await query(
      `copy (from '${join(root, census, 'evaluation/test.parquet')}' limit 50000) to '${join(folder, 'table.parquet')}'`,
    );
    const outcomes = join(folder, 'killed/.work/outcomes');
    const child = startAudit(folder, [...still, '--out', 'killed', '--quiet']);
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (!(await namesIn(outcomes)).includes('part-00000.parquet') && child.exitCode === null) await pause(20);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    const rest = await namesIn(outcomes);
    expect(rest).not.toContain('part-00003.parquet');
    expect(await namesIn(join(folder, 'killed'))).toEqual(['.work']);

    const resumed = await audit(folder, [...still, '--out', 'killed']);
    expect(resumed.stderr).toMatch(/reused (16384|32768|49152) outcomes of an earlier run/u);
    const undisturbed = await audit(folder, [...still, '--out', 'whole', '--workers', '1', '--quiet']);
    expect(resumed.code).toBe(undisturbed.code);
    expect(await filesBelow(outcomes)).toEqual(await filesBelow(join(folder, 'whole/.work/outcomes')));
    expect(await filesBelow(join(folder, 'killed'))).toEqual(await filesBelow(join(folder, 'whole')));
    expect((await namesIn(outcomes)).filter((name) => name.startsWith('part-'))).toHaveLength(4);
  }, 240_000);
});

async function query(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run(sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const run = promisify(execFile);

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  'audit compare on a full disk (only root on Linux can make one)',
  () => {
    let disk = '';
    let isMounted = false;

    beforeAll(async () => {
      disk = join(await temporaryFolder(), 'disk');
      await mkdir(disk);
      isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).then(
        () => true,
        () => false,
      );
    });
    afterAll(async () => {
      if (isMounted) await run('umount', [disk]);
    });

    it.for([4, 60, 200])(
      'with %i KiB left says so, leaves no half dossier, and goes on when there is space',
      async (free, { skip }) => {
        if (!isMounted) skip('this system does not let root mount a tmpfs');
        const folder = await tabularFolder({ 'audit.yaml': planText() });
        const args = [...still, '--out', join(disk, `out${free}`), '--quiet'];
        await writeFile(join(disk, 'ballast'), Buffer.alloc((2048 - free) * 1024));
        const ended = await audit(folder, args);
        if (ended.code !== 3) expectRefusal(ended, /disk is full/u, /Free some space/u);
        else expect(free).toBeGreaterThan(100);
        if (ended.code === 2) expect(await namesIn(join(disk, `out${free}`))).not.toContain('same');
        await run('rm', [join(disk, 'ballast')]);
        expect((await audit(folder, args)).code).toBe(3);
        await run('rm', ['-r', join(disk, `out${free}`)]);
      },
    );
  },
);
