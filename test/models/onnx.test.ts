import { describe, expect, it } from 'vitest';
import { openOnnxModel, type Model, type Tensor } from '../../src/models/index.js';
import { referenceModel, refusal } from './reference.js';

async function using<Result>(name: string, use: (model: Model) => Promise<Result>): Promise<Result> {
  const model = await openOnnxModel(referenceModel(name));
  try {
    return await use(model);
  } finally {
    await model.close();
  }
}

function floats(dims: readonly number[], fill = 0.5): Tensor {
  return { type: 'float32', dims, data: new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(fill) };
}

describe('a running model', () => {
  it('gives the same bits for the same input, batched or not', async () => {
    const [one, again, two] = await using('adult-base', async (model) => [
      await model.run({ input: floats([1, 92]) }),
      await model.run({ input: floats([1, 92]) }),
      await model.run({ input: floats([2, 92]) }),
    ]);
    expect(one.prob?.dims).toEqual([1, 1]);
    expect(again).toEqual(one);
    expect(two.prob?.data[0]).toBe(one.prob?.data[0]);
  });

  it('runs batches side by side, each with its own answer', async () => {
    await using('adult-base', async (model) => {
      const feeds = [-0.1, 0, 0.1].map((fill, i) => ({ input: floats([1000 * (i + 1), 92], fill) }));
      const alone = [];
      for (const feed of feeds) alone.push(await model.run(feed));
      const started = feeds.map((feed) => model.run(feed));
      expect(await Promise.all(started)).toEqual(alone);
      expect(new Set(alone.map(({ prob }) => prob?.data[0])).size).toBe(3);
    });
  });

  it('takes and gives 16-bit floats as bits, 64-bit integers and text', async () => {
    const half: Tensor = { type: 'float16', dims: [1, 2], data: Uint16Array.of(0x3c00, 0x8000) };
    const long: Tensor = { type: 'int64', dims: [1, 2], data: BigInt64Array.of(-1n, 2n ** 62n) };
    const text: Tensor = { type: 'string', dims: [1, 2], data: ['', 'ä'] };
    for (const [name, x] of [
      ['float16', half],
      ['int64', long],
      ['string', text],
    ] as const) {
      expect(await using(`identity-${name}`, (model) => model.run({ x }))).toEqual({ y: x });
    }
  });

  it('leaves out outputs that are no tensors, and says so in its specs', async () => {
    const [outputs, results] = await using('sequence-output', async (model) => [
      model.outputs,
      await model.run({ x: floats([1, 4]) }),
    ]);
    expect(outputs).toEqual([
      { name: 'all', type: 'not-a-tensor', shape: [] },
      { name: 'y', type: 'float32', shape: ['N', 4] },
    ]);
    expect(Object.keys(results)).toEqual(['y']);
  });

  it('refuses feeds that do not fit, naming what it expects and what it was given', async () => {
    const refuse = (feeds: Readonly<Record<string, Tensor>>): Promise<string> =>
      using('adult-base', async (model) => (await refusal(model.run(feeds))).message);
    expect(await refuse({})).toBe('The model\'s input "input" was given nothing.');
    expect(await refuse({ input: floats([1, 92]), X: floats([1]) })).toContain('no input "X"');
    expect(await refuse({ input: floats([1, 91]) })).toContain('expects the shape [N, 92] and was given [1, 91]');
    expect(await refuse({ input: { ...floats([1, 92]), type: 'float64' } })).toContain('expects float32');
    expect(await refuse({ input: { ...floats([1, 92]), dims: [2, 92] } })).toContain('92 values for the shape [2, 92]');
  });

  it('names the operator that failed, without paths of the runtime', async () => {
    const error = await using('reshape-fails', async (model) => refusal(model.run({ x: floats([1, 4]) })));
    expect(error.code).toBe('model');
    expect(error.message).toContain('"Reshape"');
    expect(error.message).toContain('Input shape:{1,4}, requested shape:{3,5}');
    expect(error.message).not.toMatch(/onnxruntime_src|\.(?:cc|h):\d|::/u);
  });

  it('calls it a lack of resources when it asks for more memory than there is', async () => {
    const error = await using('hungry', async (model) => refusal(model.run({ x: floats([1, 4]) })));
    expect(error.code).toBe('resources');
    expect(error.message).toContain('"ConstantOfShape"');
  });
});

describe('a model that cannot be loaded', () => {
  const reasons: Readonly<Record<string, string>> = {
    'unknown-operator': 'the operator "Frobnicate", which ONNX does not have in opset 21',
    'custom-operator': 'the custom operator "com.acme.Bar"',
    'undeclared-domain': 'the custom operator "com.acme.Bar" without declaring its domain',
    'opset-99': 'asks for opset 99 of ai.onnx',
    'ir-99': 'format version 99',
    'identity-bfloat16': 'a data type that cannot be handed over',
  };
  for (const [name, reason] of Object.entries(reasons)) {
    it(`says why: ${reason}`, async () => {
      const error = await refusal(openOnnxModel(referenceModel(name)));
      expect(error).toMatchObject({ code: 'model', place: { file: referenceModel(name) } });
      expect(error.message).toContain(reason);
      expect(error.message).toContain('ONNX Runtime says: ');
      expect(error.message).not.toMatch(/onnxruntime_src|\.(?:cc|h):\d|::/u);
      expect(error.wayOut).toMatch(/\.$/u);
    });
  }

  it('is refused before the runtime sees it where it is missing', async () => {
    expect((await refusal(openOnnxModel('nowhere.onnx'))).message).toBe('There is no such model file.');
  });
});
