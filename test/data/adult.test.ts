import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  inputColumns,
  openTable,
  prepareInput,
  textOf,
  type FeatureSpec,
  type InputSpec,
} from '../../src/data/index.js';

const file = (name: string): string => fileURLToPath(new URL(`../reference/${name}`, import.meta.url));

/** How the Adult models were fed when they were trained. */
interface Preprocessing {
  readonly numeric: readonly string[];
  readonly log1p: readonly string[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly categories: Readonly<Record<string, readonly string[]>>;
  readonly features: number;
}

describe('a sample of the Adult set, by reference (test/reference/adult)', () => {
  it('gives the scores of the training code through the declared preprocessing and onnxruntime', async () => {
    const spec = adultSpec();
    const { InferenceSession, Tensor } = await import('onnxruntime-node');
    const session = await InferenceSession.create(file('models/adult-base.onnx'));
    const [input = ''] = session.inputNames;
    const [output = ''] = session.outputNames;
    const table = await openTable([file('adult/sample.csv')]);
    try {
      let seen = 0;
      for await (const batch of table.rows({ columns: ['id', 'p_base', ...inputColumns(spec)], batchSize: 20 })) {
        const ids = (batch.columns['id'] ?? []).map((cell) => textOf(cell) ?? '');
        const target = { name: input, type: 'float32', shape: ['N', 92] };
        const { tensor, skipped } = await prepareInput(spec, target, { ids, columns: batch.columns, folder: '.' });
        expect(skipped).toEqual([]);
        if (!(tensor.data instanceof Float32Array)) throw new Error('expected floats');
        const answer = (await session.run({ [input]: new Tensor('float32', tensor.data, tensor.dims) }))[output];
        const scores = [...(answer?.data as Float32Array)];
        const expected = (batch.columns['p_base'] ?? []).map(Number);
        expect(scores).toHaveLength(expected.length);
        for (const [i, score] of scores.entries()) expect(Math.abs(score - (expected[i] ?? NaN))).toBeLessThan(1e-5);
        seen += scores.length;
      }
      expect(seen).toBe(48);
    } finally {
      table.close();
      await session.release();
    }
  });
});

function adultSpec(): InputSpec {
  const prep = JSON.parse(readFileSync(file('adult/preprocess.json'), 'utf8')) as Preprocessing;
  const numbers = prep.numeric.map((column, i): FeatureSpec => ({
    kind: 'number',
    column,
    log1p: prep.log1p.includes(column),
    mean: prep.mean[i] ?? 0,
    std: prep.std[i] ?? 1,
  }));
  const categories = Object.entries(prep.categories).map(([column, names]): FeatureSpec => ({
    kind: 'one-hot',
    column,
    categories: names,
    other: 'error',
  }));
  return { kind: 'columns', columns: [...numbers, ...categories] };
}
