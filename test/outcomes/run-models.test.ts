import { describe, expect, it, onTestFinished } from 'vitest';
import type { InputSpec } from '../../src/data/index.js';
import { openModels, type OpenModels, type Outcome, type OutcomeSpec } from '../../src/outcomes/index.js';
import { constant, normaliser, setting, temporaryFolder, tinyModel } from './tiny-model.js';

const regression: OutcomeSpec = { task: 'regression', output: 'y' };
const classes: OutcomeSpec = { task: 'multiclass', output: 'y', activation: 'none', classes: ['a', 'b'] };

/** An input of two columns, fed as they are. */
const pair: Readonly<Record<string, InputSpec>> = {
  x: {
    kind: 'columns',
    columns: ['p', 'q'].map((column) => ({ kind: 'number', column, log1p: false, mean: 0, std: 1 })),
  },
};
const single: Readonly<Record<string, InputSpec>> = { x: { kind: 'column', column: 'p' } };

async function open(
  paths: readonly string[],
  spec: OutcomeSpec,
  inputs: Readonly<Record<string, InputSpec>>,
): Promise<OpenModels> {
  const files = paths.map((path, i) => ({ name: i === 0 ? 'baseline' : `v${i}`, path }));
  const models = await openModels(files, inputs, spec);
  onTestFinished(() => models.close());
  return models;
}

/** What the models say of examples whose columns `p` and `q` are given. */
async function answer(
  models: OpenModels,
  p: readonly number[],
  q: readonly number[] = [],
): Promise<readonly Outcome[][]> {
  const { outcomes } = await models.answer({ ids: p.map((_, i) => `e${i}`), columns: { p, q } }, '/');
  return outcomes.map((list) => [...list]);
}

describe('models run on a batch', () => {
  it('are refused where they give more rows than examples', async () => {
    const folder = await temporaryFolder();
    const path = await tinyModel(folder, 'flat', {
      nodes: [{ opType: 'Reshape', input: ['x', 'shape'], output: ['y'] }],
      constants: [constant('shape', [-1, 1], 'int64')],
      input: ['N', 2],
      output: ['M', 1],
    });
    const models = await open([path], regression, pair);
    await expect(answer(models, [1, 3], [2, 4])).rejects.toThrow(/shape \[4, 1\] for 2 examples/u);
  });

  it('with a fixed batch see a short one filled up, and are not judged by what they say of the rest', async () => {
    const folder = await temporaryFolder();
    const path = await tinyModel(folder, 'norm', { ...normaliser, input: [4, 2], output: [4, 2] });
    const models = await open([path], classes, pair);
    expect(models.fixedBatch).toBe(4);
    expect(await answer(models, [1, 3], [1, 1])).toEqual([
      [
        { kind: 'scores', scores: [0.5, 0.5] },
        { kind: 'scores', scores: [0.75, 0.25] },
      ],
    ]);
  });

  it('are not judged by what they say of an example that could not be read', async () => {
    const folder = await temporaryFolder();
    const path = await tinyModel(folder, 'norm', { ...normaliser, input: ['N', 2], output: ['N', 2] });
    const models = await open([path], classes, { x: { kind: 'array', file: 'file' } });
    const { outcomes, skipped } = await models.answer({ ids: ['e0'], columns: { file: ['nowhere.npy'] } }, folder);
    expect(skipped).toEqual([{ index: 0, reason: 'no such file' }]);
    expect(outcomes).toEqual([[]]);
  });

  it('may answer in 16-bit floats', async () => {
    const folder = await temporaryFolder();
    const path = await tinyModel(folder, 'half', {
      nodes: [{ opType: 'Cast', input: ['x'], output: ['y'], attribute: [setting('to', 10)] }],
      input: ['N', 1],
      output: ['N', 1],
      outputType: 'float16',
    });
    const models = await open([path], regression, single);
    expect(await answer(models, [0.5, -3, 1 / 3])).toEqual([
      [
        { kind: 'value', value: 0.5 },
        { kind: 'value', value: -3 },
        { kind: 'value', value: 0.333251953125 },
      ],
    ]);
  });

  it.each([
    ['a free batch', 'N'],
    ['a fixed batch', 3],
  ])('that take their scale from %s say the same of an example whoever is beside it', async (_, batch) => {
    const folder = await temporaryFolder();
    const dynamic = await tinyModel(folder, 'dynamic', {
      nodes: [
        { opType: 'DynamicQuantizeLinear', input: ['x'], output: ['q', 'scale', 'zero'] },
        { opType: 'DequantizeLinear', input: ['q', 'scale', 'zero'], output: ['y'] },
      ],
      input: [batch, 1],
      output: [batch, 1],
    });
    const plain = await tinyModel(folder, 'plain', {
      nodes: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
      input: [batch, 1],
      output: [batch, 1],
    });
    const models = await open([plain, dynamic], regression, single);
    expect(models.examplesARun).toBe(1);
    const alone = await answer(models, [0.3]);
    const [before, after] = await answer(models, [0.3, 1000]);
    expect([before?.[0], after?.[0]]).toEqual([alone[0]?.[0], alone[1]?.[0]]);
    expect(after?.[1]).toEqual({ kind: 'value', value: 1000 });
  });
});
