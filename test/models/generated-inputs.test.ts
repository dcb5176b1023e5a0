import { describe, expect, it } from 'vitest';
import { generateInputs, type TensorSpec } from '../../src/models/index.js';
import { refusal } from './reference.js';

const image: TensorSpec = { name: 'image', type: 'float32', shape: ['batch', 3, null, 4] };

describe('generated inputs', () => {
  it('depend on the seed and the name alone', () => {
    const inputs = generateInputs([image], 'a');
    expect(generateInputs([{ ...image, name: 'other' }, image], 'a').image).toEqual(inputs.image);
    expect(generateInputs([image], 'b').image).not.toEqual(inputs.image);
  });

  it('fill open sides, the first one with the batch', () => {
    expect(generateInputs([image], 'a').image?.dims).toEqual([1, 3, 8, 4]);
    expect(generateInputs([image], 'a', 5).image?.dims).toEqual([5, 3, 8, 4]);
    expect(generateInputs([{ ...image, shape: [] }], 'a').image?.data).toHaveLength(1);
  });

  it('exist for every type that a model can take', () => {
    for (const type of [
      'float64',
      'float16',
      'int8',
      'uint8',
      'int16',
      'uint16',
      'int32',
      'uint32',
      'bool',
      'string',
    ]) {
      const { x } = generateInputs([{ name: 'x', type, shape: [2, 3] }], 'a');
      expect(x).toMatchObject({ type, dims: [2, 3] });
      expect(x?.data).toHaveLength(6);
    }
    for (const type of ['int64', 'uint64']) {
      const { x } = generateInputs([{ name: 'x', type, shape: [50] }], 'a');
      expect(new Set(x?.data as BigInt64Array)).toEqual(new Set([0n, 1n]));
    }
  });

  it('are refused where they would be huge or of an unknown type', async () => {
    const making = (spec: TensorSpec): Promise<unknown> => Promise.resolve().then(() => generateInputs([spec], 'a'));
    expect((await refusal(making({ ...image, shape: [1, 1e6, 1e6] }))).message).toContain('too many to make up');
    expect((await refusal(making({ ...image, type: 'not-a-tensor' }))).message).toContain('nothing can be made up');
  });
});
