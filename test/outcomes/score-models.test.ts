import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  partFile,
  readOutcomes,
  scoreModels,
  type OutcomeTableShape,
  type ScoredExample,
  type ScoringJob,
  type ScoringResult,
} from '../../src/outcomes/index.js';
import { referenceModel } from '../models/reference.js';
import { temporaryFolder, tinyModel } from './tiny-model.js';

const limits = { memoryBytes: 2e9, stallMs: 60_000 };
const shape: OutcomeTableShape = { task: 'regression', attributes: [], models: ['baseline', 'same'] };
/** Rows a part: two batches of four. */
const part = 8;

/** A .npy file with one 32-bit float. */
function npy(value: number): Buffer {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }".padEnd(117) + '\n';
  const bytes = Buffer.alloc(10 + header.length + 4);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(header.length, 8);
  bytes.write(header, 10, 'latin1');
  bytes.writeFloatLE(value, 10 + header.length);
  return bytes;
}

/** A job of so many rows, whose models say of each its own number: from a column, or from a file a row. */
async function jobOf(rows: number, from: 'column' | 'files' = 'column'): Promise<ScoringJob> {
  const folder = await temporaryFolder();
  const lines = Array.from({ length: rows }, (_, i) => `e${i},${i},${i}.npy,0`);
  await writeFile(join(folder, 'table.csv'), `id,number,file,label\n${lines.join('\n')}\n`);
  if (from === 'files') {
    for (let i = 0; i < rows; i++) await writeFile(join(folder, `${i}.npy`), npy(i));
  }
  const path = await tinyModel(folder, 'same', {
    nodes: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
    input: ['N', 1],
    output: ['N', 1],
  });
  return {
    key: 'one',
    files: [join(folder, 'table.csv')],
    folder,
    columns: { id: 'id', label: 'label' },
    attributes: [],
    inputs: { x: from === 'column' ? { kind: 'column', column: 'number' } : { kind: 'array', file: 'file' } },
    outcome: { task: 'regression', output: 'y' },
    models: shape.models.map((name) => ({ name, path })),
    batchSize: 4,
    workers: 2,
    batchesPerPart: 2,
    outcomes: join(folder, 'outcomes'),
    scratch: join(folder, 'scratch'),
  };
}

function score(job: ScoringJob): Promise<ScoringResult> {
  return scoreModels(job, { limits });
}

async function outcomesOf(job: ScoringJob): Promise<readonly ScoredExample[]> {
  const all: ScoredExample[] = [];
  for await (const batch of readOutcomes(job.outcomes, shape)) all.push(...batch);
  return all;
}

/** The first model's values, row by row; nothing for skipped ones. */
async function valuesOf(job: ScoringJob): Promise<readonly (number | undefined)[]> {
  return (await outcomesOf(job)).map(({ result }) => {
    const outcome = result.kind === 'scored' ? result.outcomes[0] : undefined;
    return outcome?.kind === 'value' ? outcome.value : undefined;
  });
}

const upTo = (rows: number): readonly number[] => Array.from({ length: rows }, (_, i) => i);

describe('scoring', () => {
  it('gives every row its outcomes, in parts, and none twice when it is asked again', async () => {
    const job = await jobOf(20);
    expect(await score(job)).toMatchObject({ examples: 20, reused: 0, batchSize: 4 });
    expect(await valuesOf(job)).toEqual(upTo(20));
    expect(await score(job)).toMatchObject({ examples: 20, reused: 20 });
    expect(await valuesOf(job)).toEqual(upTo(20));
  });

  it.each<[string, (path: (index: number) => string) => Promise<unknown>, number]>([
    ['its first part is missing', (path) => rm(path(0)), 0],
    ['a part in the middle is missing', (path) => rm(path(1)), part],
    ['a part is that of other rows', (path) => rename(path(2), path(1)), part],
    ['a part is damaged', (path) => writeFile(path(2), 'PAR1 no more'), 2 * part],
  ])('goes on from the first part that does not count where %s', async (_, spoil, reused) => {
    const job = await jobOf(20);
    await score(job);
    const before = await Promise.all([0, 1, 2].map((i) => readFile(join(job.outcomes, partFile(i)))));
    await spoil((index) => join(job.outcomes, partFile(index)));
    expect(await score(job)).toMatchObject({ examples: 20, reused });
    expect(await valuesOf(job)).toEqual(upTo(20));
    expect(await Promise.all([0, 1, 2].map((i) => readFile(join(job.outcomes, partFile(i)))))).toEqual(before);
  });

  it('takes nothing over from a run of another key', async () => {
    const job = await jobOf(20);
    await score(job);
    expect(await score({ ...job, key: 'two' })).toMatchObject({ reused: 0 });
  });

  it.each([' ', '0x10', 'NaN', '1,5', '1e60'])('refuses the label "%s" of a regression', async (label) => {
    const job = await jobOf(3);
    const [table = ''] = job.files;
    const text = await readFile(table, 'utf8');
    await writeFile(table, text.replace('e1,1,1.npy,0', `e1,1,1.npy,"${label}"`));
    await expect(score(job)).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('"e1"') as string,
    });
  });

  it('says that it looks at the outcomes of an earlier run', async () => {
    const job = await jobOf(20);
    await score(job);
    const steps: string[] = [];
    await scoreModels(job, { limits, onProgress: ({ step, done }) => steps.push(`${step} ${done}`) });
    expect(steps).toContain(`checking ${part}`);
    expect(steps.at(-1)).toBe('scoring 20');
  });

  it('that stands still names the model and the examples', async () => {
    const folder = await temporaryFolder();
    const job = await jobOf(6);
    const wide = ['a', 'b', 'c', 'd'].map(
      (column) => ({ kind: 'number', column, log1p: false, mean: 0, std: 1 }) as const,
    );
    const stuck: ScoringJob = {
      ...job,
      files: [join(folder, 'table.csv')],
      columns: { label: 'label' },
      inputs: { x: { kind: 'columns', columns: wide } },
      models: [
        {
          name: 'baseline',
          path: await tinyModel(folder, 'sum', {
            nodes: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
            input: ['N', 4],
            output: ['N', 4],
          }),
        },
        { name: 'stuck', path: referenceModel('endless') },
      ],
      outcome: { task: 'multiclass', output: 'y', activation: 'softmax', classes: ['a', 'b', 'c', 'd'] },
    };
    await writeFile(join(folder, 'table.csv'), `a,b,c,d,label\n${'1,2,3,4,a\n'.repeat(3)}`);
    await expect(scoreModels(stuck, { limits: { ...limits, stallMs: 8000 } })).rejects.toMatchObject({
      code: 'resources',
      message: expect.stringMatching(/running the model "stuck" on the examples "0" to "2"/u) as string,
    });
  });
});

describe('scoring rows that name files', () => {
  it('keeps the hash of each', async () => {
    const job = await jobOf(3, 'files');
    await score(job);
    const [first, second] = await outcomesOf(job);
    expect(first?.files).toMatch(/^[0-9a-f]{64}$/u);
    expect(second?.files).not.toBe(first?.files);
  });

  it('goes on from the part with a file that was changed since', async () => {
    const job = await jobOf(20, 'files');
    await score(job);
    await writeFile(join(job.folder, '9.npy'), npy(-9));
    expect(await score(job)).toMatchObject({ reused: part });
    expect(await valuesOf(job)).toEqual(upTo(20).map((i) => (i === 9 ? -9 : i)));
  });

  it('reads a file again that could not be read and was mended since', async () => {
    const job = await jobOf(120, 'files');
    await rm(join(job.folder, '50.npy'));
    expect(await score(job)).toMatchObject({ reused: 0, skipped: { count: 1 } });
    expect(await score(job)).toMatchObject({ reused: 120, skipped: { count: 1, examples: [{ id: 'e50' }] } });
    await writeFile(join(job.folder, '50.npy'), npy(50));
    expect(await score(job)).toMatchObject({ reused: 48, skipped: { count: 0 } });
    expect(await valuesOf(job)).toEqual(upTo(120));
  });
});
