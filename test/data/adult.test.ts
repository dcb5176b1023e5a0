import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  inputColumns,
  openTable,
  prepareInput,
  textOf,
  type FeatureSpec,
  type InputSpec,
} from '../../src/data/index.js';

const shared = new URL('../../../shared/', import.meta.url);
const file = (name: string): string => new URL(name, shared).pathname;
const isThere = existsSync(file('data/adult/test.csv')) && existsSync(file('reference/fairness/adult-scores.csv'));

/** How the models of `data/adult` were fed when they were trained. */
interface Preprocessing {
  readonly numeric: readonly string[];
  readonly log1p: readonly string[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly categories: Readonly<Record<string, readonly string[]>>;
  readonly features: number;
}

describe.skipIf(!isThere)('the Adult set, where ../shared is there', () => {
  it('gives the reference scores through the declared preprocessing and onnxruntime', async () => {
    const spec = adultSpec();
    const expected = await scoresByOthers();
    const { InferenceSession, Tensor } = await import('onnxruntime-node');
    const session = await InferenceSession.create(file('data/adult/base.onnx'));
    const [input = ''] = session.inputNames;
    const [output = ''] = session.outputNames;
    const table = await openTable([file('data/adult/test.csv')]);
    try {
      let worst = 0;
      let seen = 0;
      for await (const batch of table.rows({ columns: ['id', ...inputColumns(spec)], batchSize: 500 })) {
        const ids = (batch.columns['id'] ?? []).map((cell) => textOf(cell) ?? '');
        const target = { name: input, type: 'float32', shape: ['N', 92] };
        const { tensor, skipped } = await prepareInput(spec, target, { ids, columns: batch.columns, folder: '.' });
        expect(skipped).toEqual([]);
        if (!(tensor.data instanceof Float32Array)) throw new Error('expected floats');
        const answer = (await session.run({ [input]: new Tensor('float32', tensor.data, tensor.dims) }))[output];
        const scores = answer?.data as Float32Array;
        for (const [i, id] of ids.entries()) {
          worst = Math.max(worst, Math.abs((scores[i] ?? Number.NaN) - (expected.get(id) ?? Number.NaN)));
          seen += 1;
        }
      }
      expect(seen).toBe(16_281);
      expect(worst).toBeLessThan(1e-5);
    } finally {
      table.close();
      await session.release();
    }
  });
});

it.skipIf(isThere)('is not checked against the Adult set: ../shared is not beside the project', () => undefined);

function adultSpec(): InputSpec {
  const prep = JSON.parse(readFileSync(file('data/adult/preprocess.json'), 'utf8')) as Preprocessing;
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

async function scoresByOthers(): Promise<ReadonlyMap<string, number>> {
  const scores = new Map<string, number>();
  const table = await openTable([file('reference/fairness/adult-scores.csv')]);
  try {
    for await (const batch of table.rows({ columns: ['id', 'p_base'] })) {
      for (const [i, id] of (batch.columns['id'] ?? []).entries()) {
        scores.set(String(id), Number(batch.columns['p_base']?.[i]));
      }
    }
  } finally {
    table.close();
  }
  return scores;
}
