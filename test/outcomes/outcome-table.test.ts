import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  claimParts,
  hashOutcomes,
  openOutcomeWriter,
  partFile,
  readOutcomes,
  wholeParts,
} from '../../src/outcomes/index.js';
import type { OutcomeTableShape } from '../../src/outcomes/outcome-columns.js';
import type { OutcomeSpec } from '../../src/outcomes/outcome.js';
import type { ScoredExample } from '../../src/outcomes/scored-example.js';
import { sizesOf, type ScoringJob } from '../../src/outcomes/scoring-job.js';

const shape: OutcomeTableShape = {
  task: 'multiclass',
  attributes: ['tone', '"odd" name'],
  models: ['baseline', 'int8'],
};

/** Rows of every kind: text of any script, scores that 32-bit floats round, a skipped example. */
function rows(from: number, count: number): readonly ScoredExample[] {
  return Array.from({ length: count }, (_, i): ScoredExample => {
    const row = from + i;
    const scores = [Math.fround(row / 7), Math.fround(1 / 3)];
    return {
      row,
      id: `é\u202e${row}`,
      label: row % 2 === 0 ? 'a' : '',
      unit: `u${row >> 1}`,
      weight: 0.5 + row / 7,
      attributes: ["it's", '"; drop table outcomes; --'],
      result:
        row % 5 === 4
          ? { kind: 'skipped', reason: 'no picture' }
          : {
              kind: 'scored',
              outcomes: [scores, [...scores].reverse()].map((each) => ({ kind: 'scores' as const, scores: each })),
            },
    };
  });
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fairweight-outcomes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function readAll(folder: string): Promise<readonly ScoredExample[]> {
  const all: ScoredExample[] = [];
  for await (const batch of readOutcomes(folder, shape)) all.push(...batch);
  return all;
}

async function write(
  folder: string,
  index: number,
  examples: readonly ScoredExample[],
  of: OutcomeTableShape = shape,
): Promise<void> {
  const writer = await openOutcomeWriter(folder, of);
  try {
    await writer.write(index, examples);
  } finally {
    writer.close();
  }
}

describe('an outcome table', () => {
  it('gives back what was written, in order, over parts', async () => {
    const folder = await temporaryFolder();
    await write(folder, 1, rows(3000, 10));
    await write(folder, 0, rows(0, 3000));
    expect(await readAll(folder)).toEqual(rows(0, 3010));
  });

  it('has the same bytes for the same rows, and another hash for others', async () => {
    const [one, two, three] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
    await write(one, 0, rows(0, 100));
    await write(two, 0, rows(0, 100));
    await write(three, 0, rows(1, 100));
    expect(await readFile(join(one, partFile(0)))).toEqual(await readFile(join(two, partFile(0))));
    expect(await hashOutcomes(one)).toEqual(await hashOutcomes(two));
    expect(await hashOutcomes(three)).not.toEqual(await hashOutcomes(one));
  });

  it('is read without touching what another process is about to rename', async () => {
    const folder = await temporaryFolder();
    await write(folder, 0, rows(0, 5));
    await writeFile(join(folder, '.part-00001.parquet.1234.tmp'), 'half');
    expect(await wholeParts(folder)).toEqual([{ index: 0, file: 'part-00000.parquet' }]);
    expect(await readAll(folder)).toEqual(rows(0, 5));
    expect((await readdir(folder)).sort()).toEqual(['.part-00001.parquet.1234.tmp', 'part-00000.parquet']);
  });

  it('is cleared for a run of what a killed one left half-written, and of parts of another key', async () => {
    const folder = await temporaryFolder();
    await claimParts(folder, 'one');
    await write(folder, 0, rows(0, 5));
    await writeFile(join(folder, '.part-00001.parquet.1234.tmp'), 'half');
    await writeFile(join(folder, 'note.txt'), 'mine');
    await claimParts(folder, 'one');
    expect((await readdir(folder)).sort()).toEqual(['note.txt', 'part-00000.parquet', 'run.json']);
    await claimParts(folder, 'two');
    expect((await readdir(folder)).sort()).toEqual(['note.txt', 'run.json']);
  });

  it.each(['{"half', undefined])('is cleared of parts where its key is %s', async (key) => {
    const folder = await temporaryFolder();
    await claimParts(folder, 'one');
    await write(folder, 0, rows(0, 5));
    if (key === undefined) await rm(join(folder, 'run.json'));
    else await writeFile(join(folder, 'run.json'), key);
    await claimParts(folder, 'one');
    expect(await wholeParts(folder)).toEqual([]);
  });

  it('is refused where a part is missing, instead of read without it', async () => {
    const folder = await temporaryFolder();
    await write(folder, 0, rows(0, 5));
    await write(folder, 1, rows(5, 5));
    await rm(join(folder, partFile(0)));
    await expect(readAll(folder)).rejects.toThrow('this part is missing');
  });

  it('is refused where rows are missing between two parts', async () => {
    const folder = await temporaryFolder();
    await write(folder, 0, rows(0, 4));
    await write(folder, 1, rows(5, 5));
    await expect(readAll(folder)).rejects.toThrow('row 5 stands in the place of another');
  });

  it('is refused where it is of other models or attributes', async () => {
    const folder = await temporaryFolder();
    await write(folder, 0, rows(0, 4));
    const other = { ...shape, models: ['baseline', 'pruned'] };
    await expect(readOutcomes(folder, other).next()).rejects.toThrow('another table');
  });

  it('holds attributes and models whose names differ in nothing but case', async () => {
    const folder = await temporaryFolder();
    const alike = { ...shape, attributes: ['Age', 'age'], models: ['int8', 'INT8'] };
    await write(folder, 0, rows(0, 9), alike);
    const read: ScoredExample[] = [];
    for await (const batch of readOutcomes(folder, alike)) read.push(...batch);
    expect(read).toEqual(rows(0, 9));
  });

  it('keeps what the files of each row were', async () => {
    const folder = await temporaryFolder();
    const examples = rows(0, 9).map((row) => ({ ...row, files: `hash ${row.row}` }));
    await write(folder, 0, examples);
    expect(await readAll(folder)).toEqual(examples);
  });

  it('says what to do where a part is damaged', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, partFile(0)), 'PAR1 no more');
    await expect(readAll(folder)).rejects.toMatchObject({
      code: 'data',
      wayOut: expect.stringContaining('--force') as string,
    });
  });
});

describe('the size of a batch and of a part', () => {
  const job = {
    models: Array.from({ length: 6 }, (_, i) => ({ name: `m${i}`, path: '' })),
    batchSize: 512,
    batchesPerPart: 32,
  } as unknown as ScoringJob;
  const sizes = (classes: number, fixedBatch?: number): ReturnType<typeof sizesOf> => {
    const outcome: OutcomeSpec =
      classes === 1
        ? { task: 'regression', output: 'y' }
        : { task: 'multiclass', output: 'y', activation: 'none', classes: Array.from({ length: classes }, String) };
    return sizesOf({ ...job, outcome }, fixedBatch);
  };

  it('are as asked where an example has few scores', () => {
    expect(sizes(1)).toEqual({ batchSize: 512, rowsPerPart: 16_384 });
    expect(sizes(1, 8)).toEqual({ batchSize: 8, rowsPerPart: 256 });
  });

  it('are small where it has many, over all models', () => {
    expect(sizes(1000)).toEqual({ batchSize: 21, rowsPerPart: 336 });
    expect(sizes(1_000_000)).toEqual({ batchSize: 1, rowsPerPart: 1 });
    expect(sizes(1000, 64)).toEqual({ batchSize: 64, rowsPerPart: 320 });
  });
});
