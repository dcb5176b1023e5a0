import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import { explanationMethods, rankAgreement, type ExplainedInput } from '../../src/explain/index.js';
import { meanWhere, predictWith } from './fake-models.js';

const rise = explanationMethods.find(({ name }) => name === 'rise');
if (!rise) throw new Error('there is no RISE');
const settings = (batch: number, masks = 600, seed = 'a') => ({ masks, batch, random: randomFor('rise test', seed) });

const side = 28;
/** Bright in the upper left quadrant, dark elsewhere. */
const picture: ExplainedInput = {
  kind: 'image',
  data: Float32Array.from({ length: side * side }, (_, p) => (isUpperLeft(p % side, Math.floor(p / side)) ? 1 : 0)),
  channels: 1,
  height: side,
  width: side,
  layout: 'nchw',
};

function isUpperLeft(x: number, y: number): boolean {
  return x < side / 2 && y < side / 2;
}

const upperLeft = meanWhere(side, isUpperLeft);

describe('RISE', () => {
  it('concentrates where the only pixels are that the model looks at', async () => {
    const [map = new Float64Array()] = await rise.explain(picture, predictWith([upperLeft]), settings(50));
    const meanOf = (isWanted: (x: number, y: number) => boolean): number => {
      const values = [...map].filter((_, p) => isWanted(p % side, Math.floor(p / side)));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const inside = meanOf(isUpperLeft);
    expect(inside).toBeGreaterThan(0.02);
    // The opposite quadrant, beyond the cells that reach over the border.
    expect(Math.abs(meanOf((x, y) => x >= 20 && y >= 20))).toBeLessThan(inside / 5);
    const brightest = map.indexOf(Math.max(...map));
    expect(isUpperLeft(brightest % side, Math.floor(brightest / side))).toBe(true);
  });

  it('hides half of the picture on average, every place alike', async () => {
    const seen: Float32Array[] = [];
    // One over zero mean: the fill is 0, so that a masked copy of ones and minus ones shows its mask.
    const signs: ExplainedInput = {
      ...picture,
      data: Float32Array.from(picture.data, (_, p) => (p % 2 === 0 ? 1 : -1)),
    };
    await rise.explain(signs, predictWith([() => 0], seen), settings(100, 4000));
    const visible = picture.data.map((_, p) => seen.reduce((sum, row) => sum + Math.abs(row[p] ?? 0), 0) / seen.length);
    expect(Math.min(...visible)).toBeGreaterThan(0.45);
    expect(Math.max(...visible)).toBeLessThan(0.55);
    expect(seen.every((row) => row.every((value) => Math.abs(value) <= 1))).toBe(true);
  });

  it('gives equal models equal maps that agree wholly, under the same masks', async () => {
    const [a = [], b = []] = await rise.explain(picture, predictWith([upperLeft, upperLeft]), settings(32));
    expect([...a]).toEqual([...b]);
    expect(rankAgreement(a, b)).toEqual({ kind: 'value', value: 1 });
  });

  it('repeats its bytes from the same key, and draws other masks from another', async () => {
    const run = async (seed: string): Promise<readonly number[]> => [
      ...((await rise.explain(picture, predictWith([upperLeft]), settings(32, 200, seed)))[0] ?? []),
    ];
    expect(await run('a')).toEqual(await run('a'));
    expect(await run('b')).not.toEqual(await run('a'));
  });

  it('draws the same masks whatever the batch size', async () => {
    const rowsOf = async (batch: number): Promise<readonly Float32Array[]> => {
      const seen: Float32Array[] = [];
      await rise.explain(picture, predictWith([upperLeft], seen), settings(batch, 90));
      return seen;
    };
    expect(await rowsOf(7)).toEqual(await rowsOf(90));
  });

  it('gives the same bytes whatever the batch size', async () => {
    const run = (batch: number) => rise.explain(picture, predictWith([upperLeft]), settings(batch, 300));
    const whole = await run(300);
    for (const batch of [1, 7, 16]) expect(await run(batch)).toEqual(whole);
  });

  it('is zero everywhere for a constant model, whose agreement cannot be estimated', async () => {
    const [constant = [], other = []] = await rise.explain(
      picture,
      predictWith([() => 0.3, upperLeft]),
      settings(16, 300),
    );
    expect(new Set(constant)).toEqual(new Set([0]));
    expect(rankAgreement(constant, other).kind).toBe('not-estimable');
  });
});
