import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import { explanationMethods, rankAgreement, type ExplainedInput } from '../../src/explain/index.js';
import { meanWhere, predictWith, type RowScore } from './fake-models.js';

const occlusion = explanationMethods.find(({ name }) => name === 'occlusion');
if (!occlusion) throw new Error('there is no occlusion');
const settings = (batch: number) => ({ masks: 1, batch, random: randomFor('occlusion test') });

const side = 16;
const picture: ExplainedInput = {
  kind: 'image',
  data: Float32Array.from({ length: side * side }, (_, p) => (p * 7) % 32),
  channels: 1,
  height: side,
  width: side,
  layout: 'nchw',
};

describe('occlusion of columns', () => {
  it('is exactly weight × (value − replacement) for a linear model', async () => {
    const eighths = fc.integer({ min: -64, max: 64 }).map((value) => value / 8);
    const row = fc.array(eighths, { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(row, row, row, async (weights, values, replacements) => {
        const linear: RowScore = (copy) => copy.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0.5);
        const columns = [
          { name: 'age', from: 0, to: 1 },
          { name: 'work', from: 1, to: 4 },
          { name: 'hours', from: 4, to: 5 },
        ];
        const input: ExplainedInput = {
          kind: 'columns',
          data: Float32Array.from(values),
          columns,
          replacement: Float32Array.from(replacements),
        };
        const [map = []] = await occlusion.explain(input, predictWith([linear]), settings(2));
        const effect = (i: number): number => (weights[i] ?? 0) * ((values[i] ?? 0) - (replacements[i] ?? 0));
        expect([...map]).toEqual([effect(0), effect(1) + effect(2) + effect(3), effect(4)].map((value) => value + 0));
      }),
    );
  });
});

describe('occlusion of a picture', () => {
  it('is positive where hiding hurts and zero out of the reach of any window', async () => {
    const bright: ExplainedInput = { ...picture, data: Float32Array.from(picture.data, (_, p) => (p === 0 ? 9 : 0)) };
    const [map = new Float64Array()] = await occlusion.explain(
      bright,
      predictWith([(row) => row[0] ?? 0]),
      settings(8),
    );
    // Every window over the corner takes it from 9 to the picture's mean, 9/256; the value is their mean, not their sum.
    expect(map[0]).toBe(9 - 9 / 256);
    expect(map[side * side - 1]).toBe(0);
    expect(map.indexOf(Math.max(...map))).toBe(0);
  });

  it('takes each pixel of a channels-last picture from its own channel', async () => {
    const last: ExplainedInput = {
      ...picture,
      channels: 2,
      layout: 'nhwc',
      data: Float32Array.from({ length: side * side * 2 }, (_, i) => (i % 2 === 0 ? 1 : (i * 5) % 9)),
    };
    // The first channel is the same everywhere, so its mean is itself and hiding it changes nothing.
    const firstChannel: RowScore = (row) => row.reduce((sum, value, i) => sum + (i % 2 === 0 ? value : 0), 0);
    const [map = new Float64Array()] = await occlusion.explain(last, predictWith([firstChannel]), settings(8));
    expect(Math.max(...map.map(Math.abs))).toBe(0);
  });

  it('shows every model the same copies, and equal models get equal maps that agree wholly', async () => {
    const left = meanWhere(side, (x) => x < 8);
    const [a = [], b = []] = await occlusion.explain(picture, predictWith([left, left]), settings(5));
    expect([...a]).toEqual([...b]);
    expect(rankAgreement(a, b)).toEqual({ kind: 'value', value: 1 });
  });

  it('is zero everywhere for a constant model, whose agreement cannot be estimated', async () => {
    const [a = [], b = []] = await occlusion.explain(
      picture,
      predictWith([() => 0.3, (row) => row[9] ?? 0]),
      settings(5),
    );
    expect(new Set(a)).toEqual(new Set([0]));
    expect(rankAgreement(a, b).kind).toBe('not-estimable');
  });

  it('gives the same bytes whatever the batch size', async () => {
    const maps = await Promise.all(
      [1, 7, 1000].map((batch) =>
        occlusion.explain(picture, predictWith([meanWhere(side, (x) => x > 5)]), settings(batch)),
      ),
    );
    expect(maps[1]).toEqual(maps[0]);
    expect(maps[2]).toEqual(maps[0]);
  });
});
