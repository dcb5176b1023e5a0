import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  hashOutcomes,
  partFile,
  readOutcomes,
  wholeParts,
  openOutcomeWriter,
} from '../../src/outcomes/outcome-table.js';
import type { OutcomeTableShape } from '../../src/outcomes/outcome-columns.js';
import type { ScoredExample } from '../../src/outcomes/scored-example.js';

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

async function write(folder: string, index: number, examples: readonly ScoredExample[]): Promise<void> {
  const writer = await openOutcomeWriter(folder, shape);
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

  it('removes what a killed run left half-written, and nothing else', async () => {
    const folder = await temporaryFolder();
    await write(folder, 0, rows(0, 5));
    await writeFile(join(folder, 'part-00001.parquet.tmp'), 'half');
    await writeFile(join(folder, 'note.txt'), 'mine');
    expect(await wholeParts(folder)).toEqual([{ index: 0, file: 'part-00000.parquet' }]);
    expect((await readdir(folder)).sort()).toEqual(['note.txt', 'part-00000.parquet']);
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
