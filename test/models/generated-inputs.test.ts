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

  it('hold what their type is mostly used for', () => {
    const values = (type: string): readonly number[] => {
      const { x } = generateInputs([{ name: 'x', type, shape: [4000] }], 'a');
      return Array.from(x?.data as ArrayLike<number>, Number);
    };
    for (const type of ['float32', 'float64']) {
      const found = values(type);
      expect([Math.min(...found) >= -1, Math.max(...found) < 1]).toEqual([true, true]);
      expect([Math.min(...found) < -0.99, Math.max(...found) > 0.99]).toEqual([true, true]);
      expect(new Set(found).size).toBeGreaterThan(3900);
    }
    expect(new Set(values('uint8'))).toEqual(new Set(Array.from({ length: 256 }, (_, i) => i)));
    expect(new Set(values('int8'))).toEqual(new Set(Array.from({ length: 256 }, (_, i) => i - 128)));
    // As bits: 0 and 1.
    expect(new Set(values('float16'))).toEqual(new Set([0, 0x3c00]));
    for (const type of ['bool', 'int16', 'uint16', 'int32', 'uint32']) {
      expect(new Set(values(type))).toEqual(new Set([0, 1]));
    }
  });

  it('are refused where they would be huge or of an unknown type', async () => {
    const making = (spec: TensorSpec): Promise<unknown> => Promise.resolve().then(() => generateInputs([spec], 'a'));
    expect((await refusal(making({ ...image, shape: [1, 1e6, 1e6] }))).message).toContain('too many to make up');
    expect((await refusal(making({ ...image, type: 'not-a-tensor' }))).message).toContain('nothing can be made up');
  });
});
