import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { audit, bring, filesBelow, put, root, temporaryFolder } from './audit-command.js';

interface Preprocessing {
  readonly numeric: readonly string[];
  readonly log1p: readonly string[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

/** Which job each example has is in its row alone: no slice is cut by it. */
const job = 'Machine-op-inspct';

describe('the examples that a card shows', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await temporaryFolder();
    const reference = (name: string): Promise<string> => readFile(join(root, 'test/reference/adult', name), 'utf8');
    const prep = JSON.parse(await reference('preprocess.json')) as Preprocessing;
    const rows = (await reference('sample.csv'))
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    // The baseline is right of everyone, so whoever the variant answers otherwise has lost a right answer.
    const cells = rows.map((row, i) => [...row, i === 0 ? 'truth' : Number(row.at(-1)) >= 0.5 ? '1' : '0']);
    await bring(folder, {
      'base.onnx': 'test/reference/models/adult-base.onnx',
      'pruned.onnx': 'test/reference/models/adult-pruned90.onnx',
    });
    const columns = Object.fromEntries([
      ...prep.numeric.map((name, i) => [
        name,
        { log1p: prep.log1p.includes(name), mean: prep.mean[i], std: prep.std[i] },
      ]),
      ...Object.entries(prep.categories).map(([name, categories]) => [name, { one_hot: categories }]),
    ]) as unknown;
    const plan = {
      version: 1,
      name: 'adult',
      baseline: 'base.onnx',
      variants: { pruned: 'pruned.onnx' },
      data: { table: 'table.csv', id: 'id', label: 'truth' },
      inputs: { input: { columns } },
      outcome: { task: 'binary', output: 'prob', positive: '1' },
      attributes: { sex: { sensitive: true } },
      min_slice: 5,
    };
    await put(folder, {
      'table.csv': `${cells.map((row) => row.join(',')).join('\n')}\n`,
      'audit.yaml': JSON.stringify({ ...plan, explain: { methods: ['occlusion'] } }),
      'bare.yaml': JSON.stringify({ ...plan, explain: { examples: 0 } }),
    });
  });

  /** Runs a plan; gives what it said and the record. */
  async function run(plan: string, ...flags: readonly string[]): Promise<{ stderr: string; record: AuditRecord }> {
    const args = ['compare', '--plan', plan, '--sessions', '0', '--json', '--out', plan.replace('.yaml', ''), ...flags];
    const { stdout, stderr } = await audit(folder, args);
    const { records } = JSON.parse(stdout) as { readonly records: readonly AuditRecord[] };
    if (!records[0]) throw new Error('expected a record');
    return { stderr, record: records[0] };
  }

  it('are whole rows, and the command says so, once', async () => {
    const { stderr, record } = await run('audit.yaml');
    const shown = record.explanations?.exemplars ?? [];
    expect(shown.length).toBeGreaterThan(0);
    expect(shown[0]?.input).toMatchObject({ kind: 'columns' });
    const note = /^the card shows all columns that the models read of (\d+) examples?: .*explain: \{ examples: 0 \}/gmu;
    expect([...stderr.matchAll(note)].map(([, count]) => Number(count))).toEqual([shown.length]);
    expect((await run('audit.yaml', '--quiet')).stderr).toBe('');
  });

  it('are none where the plan wants none', async () => {
    const { stderr, record } = await run('bare.yaml');
    expect(record.explanations?.exemplars).toEqual([]);
    expect(stderr).not.toContain('examples: 0');
    const files = [...(await filesBelow(join(folder, 'bare')))].filter(([name]) => !name.endsWith('.onnx'));
    const texts = files.map(([, bytes]) => Buffer.from(bytes, 'base64').toString('utf8'));
    // The plan itself lists all jobs that there are.
    const others = texts.filter((text) => !text.includes('fairweight-plan/1'));
    expect(others.length).toBeGreaterThan(3);
    expect(others.filter((text) => text.includes(job))).toEqual([]);
  });
});
