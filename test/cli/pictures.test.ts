import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { audit, bring, expectRefusal, namesIn, put, root, temporaryFolder } from './audit-command.js';

const set = 'datasets/people-emoji';

/** A folder with two models, `count` pictures (each twice where more than 60 are wanted) and a plan without explanations. */
async function pictureFolder(count: number, examples = 0): Promise<string> {
  const folder = await temporaryFolder();
  const [head = '', ...lines] = (await readFile(join(root, set, 'evaluation/labels.csv'), 'utf8')).trim().split('\n');
  const rows = lines.slice(0, 60).map((line) => line.split(','));
  const table = Array.from({ length: count }, (_, i) => {
    const [id = '', ...rest] = rows[i % rows.length] ?? [];
    return [i < rows.length ? id : `${id}-${i}`, ...rest].join(',');
  });
  await bring(folder, {
    'base.onnx': `${set}/skewed/base.onnx`,
    'int8.onnx': `${set}/skewed/int8.onnx`,
    'evaluation/classes.txt': `${set}/evaluation/classes.txt`,
    ...Object.fromEntries(rows.map(([, file = '']) => [`evaluation/${file}`, `${set}/evaluation/${file}`])),
  });
  const plan = await readFile(join(root, set, 'audit.yaml'), 'utf8');
  await put(folder, {
    'evaluation/labels.csv': `${[head, ...table].join('\n')}\n`,
    'audit.yaml': plan
      .replaceAll('skewed/', '')
      .replace(/^ {2}(pruned80|w4|distilled|lowrank): .*\n/gmu, '')
      .replace(/^ {2}- \{ id: pruned.*\n/gmu, '')
      .replace(/^deployment:.*\n(?: .*\n)+/gmu, '')
      .replace('examples: 6', `examples: ${examples}`),
  });
  return folder;
}

const compare = ['compare', '--sessions', '0', '--quiet', '--json'];

/** The first picture of the table, by its path in the folder. */
async function firstPicture(folder: string): Promise<string> {
  const lines = (await readFile(join(folder, 'evaluation/labels.csv'), 'utf8')).split('\n');
  return `evaluation/${lines[1]?.split(',')[1] ?? ''}`;
}

describe('audit compare with pictures', () => {
  it('explains the worst examples, and writes the maps as evidence', async () => {
    const folder = await pictureFolder(60, 1);
    await put(folder, {
      'audit.yaml': (await readFile(join(folder, 'audit.yaml'), 'utf8')).replace('[rise, occlusion]', '[occlusion]'),
    });
    const ended = await audit(folder, compare);
    expect(ended.stderr).toBe('');
    expect([0, 1, 3]).toContain(ended.code);
    expect(await namesIn(join(folder, 'fairweight-out/int8/data/evidence'))).toContain('explanations.json');
  });

  it('counts and lists a picture that cannot be read, up to one in a hundred', async () => {
    const folder = await pictureFolder(240);
    await put(folder, { 'evaluation/broken.webp': 'no picture' });
    const labels = join(folder, 'evaluation/labels.csv');
    const lines = (await readFile(labels, 'utf8')).split('\n');
    const [id = '', , ...rest] = lines[200]?.split(',') ?? [];
    lines[200] = [id, 'broken.webp', ...rest].join(',');
    await put(folder, { 'evaluation/labels.csv': lines.join('\n') });
    const { code, stdout, stderr } = await audit(folder, compare);
    expect(stderr).toBe('');
    expect(code).not.toBe(2);
    expect(stdout).toMatch(id);
    const card = await readFile(join(folder, 'fairweight-out/int8/data/model/README.md'), 'utf8');
    expect(card).toMatch(/1 example|1 of 240/u);
  });

  it('times the first picture that can be read, and says which', async () => {
    const folder = await pictureFolder(240);
    const labels = await readFile(join(folder, 'evaluation/labels.csv'), 'utf8');
    await put(folder, {
      'evaluation/broken.webp': 'no picture',
      'evaluation/labels.csv': labels.replace(/images\/[^,]+/u, 'broken.webp'),
    });
    const { stdout } = await audit(folder, ['compare', '--sessions', '3', '--quiet', '--json']);
    const [, , second = ''] = labels.split('\n');
    const [record] = (JSON.parse(stdout) as { records: AuditRecord[] }).records;
    expect(record?.latency?.input).toEqual({ kind: 'example', id: second.split(',')[0] });
  }, 600_000);

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['is no picture', (path) => put('/', { [path]: 'no picture' })],
    ['is empty', (path) => put('/', { [path]: '' })],
    ['is a part of one', async (path) => put('/', { [path]: (await readFile(path)).subarray(0, 200) })],
    [
      'is a drawing in text',
      (path) => put('/', { [path]: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' }),
    ],
  ])('stops where more than one in a hundred %s', async (_, spoil) => {
    const folder = await pictureFolder(60);
    await spoil(join(folder, await firstPicture(folder)));
    const ended = await audit(folder, compare);
    expectRefusal(ended, /More than 1 % of the 60 examples cannot be read/u, 'noto_', 'labels.csv');
    expect(await namesIn(join(folder, 'fairweight-out'))).toEqual(['.work']);
  });

  it('reads no picture outside the folder of the table', async () => {
    const folder = await pictureFolder(60);
    const secret = join(await temporaryFolder(), 'secret.png');
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#123456' } }).toFile(secret);
    await symlink(secret, join(folder, 'evaluation/linked.png'));
    const labels = await readFile(join(folder, 'evaluation/labels.csv'), 'utf8');
    for (const path of ['linked.png', secret, '../../../../../../etc/passwd']) {
      await put(folder, { 'evaluation/labels.csv': labels.replace(/images\/[^,]+/u, path) });
      const ended = await audit(folder, [...compare, '--force']);
      expectRefusal(ended, /outside|absolute/u);
    }
  });
});
