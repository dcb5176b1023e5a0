import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as audit from '../src/audit/index.js';
import * as fairweight from '../src/index.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairweight-library-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the library', () => {
  it('hides none of the runs behind a folder of the same name', () => {
    const found: Readonly<Record<string, unknown>> = fairweight;
    for (const [name, one] of Object.entries(audit)) expect(found[name] === one, name).toBe(true);
  });

  it('audits predictions that were made elsewhere', async () => {
    const table = join(folder, 't.csv');
    const rows = Array.from(
      { length: 100 },
      (_, i) => `${i % 2},0.${i % 2 === 1 ? 8 : 2},0.${i < 30 ? 4 : 6},g${i % 2}`,
    );
    await writeFile(table, `y,base,int8,g\n${rows.join('\n')}\n`);
    const { records, exitCode } = await fairweight.auditMetrics({
      table,
      label: 'y',
      baseline: 'base',
      variants: ['int8'],
      slices: ['g'],
      sensitive: [],
      bins: [],
      references: [],
      margins: ['accuracy=2 points'],
      task: undefined,
      positive: undefined,
      threshold: 0.5,
      unit: undefined,
      weight: undefined,
      minSlice: 20,
    });
    expect(exitCode).toBe(1);
    // Right before: all. Of the 100, the first 30 are all answered 0 and the rest 1, so that 15 + 35 are right.
    const everyone = records[0]?.fairness.slices[0]?.shown;
    const accuracy =
      everyone?.kind === 'shown' ? everyone.values.find(({ metric }) => metric === 'accuracy') : undefined;
    expect(accuracy).toMatchObject({ baseline: { value: 1 }, variant: { value: 0.5 } });
  });
});
