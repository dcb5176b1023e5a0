import { describe, expect, it } from 'vitest';
import { inputColumns, prepareInput, type Cell, type FeatureSpec, type InputSpec } from '../../../src/data/index.js';
import { refusalOf } from '../refusal.js';

const rows = (columns: Readonly<Record<string, readonly Cell[]>>): Parameters<typeof prepareInput>[2] => ({
  ids: (Object.values(columns)[0] ?? []).map((_, i) => `e${i}`),
  columns,
  folder: '.',
});
const target = (type: string, ...shape: readonly (number | string | null)[]): Parameters<typeof prepareInput>[1] => ({
  name: 'x',
  type,
  shape,
});

describe('columns as one tensor', () => {
  const spec: InputSpec = {
    kind: 'columns',
    columns: [
      { kind: 'number', column: 'gain', log1p: true, mean: 1, std: 2, missing: 0 },
      { kind: 'one-hot', column: 'sex', categories: ['f', 'm'], other: 'error', missing: 'm' },
      { kind: 'number', column: 'age', log1p: false, mean: 0, std: 1 },
      { kind: 'one-hot', column: 'job', categories: ['?', 'x'], other: 'zeros' },
    ],
  };
  const good = { gain: ['0', String(Math.E - 1), null], sex: ['f', 'm', ''], age: [1, '2', 0.1], job: ['?', 'y', 'x'] };

  it('hold numbers standardised and categories one-hot, in the order of the spec', async () => {
    expect(inputColumns(spec)).toEqual(['gain', 'sex', 'age', 'job']);
    const { tensor, skipped } = await prepareInput(spec, target('float32', 'N', 6), rows(good));
    expect([tensor.type, tensor.dims, skipped]).toEqual(['float32', [3, 6], []]);
    expect([...tensor.data]).toEqual([-0.5, 1, 0, 1, 1, 0, 0, 0, 1, 2, 0, 0, -0.5, 0, 1, Math.fround(0.1), 0, 1]);
  });

  it('name example, column and value where a cell cannot become what is wanted', async () => {
    const refused = async (change: Partial<Record<keyof typeof good, Cell[]>>): Promise<string> =>
      (await refusalOf(() => prepareInput(spec, target('float32', null, null), rows({ ...good, ...change })))).message;
    expect(await refused({ age: ['1', '2', null] })).toBe('The example "e2" has nothing in the column "age".');
    expect(await refused({ age: ['1', 'NaN', '3'] })).toContain('"e1" has "NaN" in the column "age", where a number');
    expect(await refused({ gain: ['-1', '1', '1'] })).toContain('"e0" has "-1" in the column "gain", which has no log');
    expect(await refused({ sex: ['f', 'w', 'm'] })).toContain('"e1" has "w" in the column "sex", which is none of its');
    expect(await refused({ job: ['?', null, 'x'] })).toBe('The example "e1" has nothing in the column "job".');
  });

  it('are never infinite, though each cell is a number', async () => {
    const one = (column: Partial<Extract<FeatureSpec, { kind: 'number' }>>): InputSpec => ({
      kind: 'columns',
      columns: [{ kind: 'number', column: 'c', log1p: false, mean: 0, std: 1, ...column }],
    });
    const refused = async (type: string, cell: Cell, given = one({})): Promise<string> =>
      (await refusalOf(() => prepareInput(given, target(type, 'N', 1), rows({ c: [0, cell] })))).message;
    expect(await refused('float32', '1e300')).toBe(
      'The example "e1" has "1e300" in the column "c", which is too large for float32.',
    );
    expect(await refused('float16', 70_000)).toContain('"70000" in the column "c", which is too large for float16');
    expect(await refused('float16', -65_520)).toContain('which is too large for float16');
    expect(await refused('float16', 7, one({ std: 1e-4 }))).toContain(
      '"7" in the column "c", which becomes 70000, which',
    );
    expect(await refused('float64', 1e300, one({ std: 1e-10 }))).toContain('where a finite number is wanted');
    const { tensor } = await prepareInput(one({}), target('float16', 'N', 1), rows({ c: [65_519.9] }));
    expect([...tensor.data]).toEqual([0x7bff]);
  });

  it('must make what the model wants', async () => {
    for (const wrong of [target('float32', 'N', 7), target('int64', 'N', 6), target('float32', 6)]) {
      const { code, message } = await refusalOf(() => prepareInput(spec, wrong, rows(good)));
      expect([code, message.slice(0, 50)]).toEqual(['plan', 'The columns of the input "x" make 6 floats an exam']);
    }
  });
});

describe('a column as it is', () => {
  const spec: InputSpec = { kind: 'column', column: 'c' };
  const tensorOf = async (type: string, cells: readonly Cell[], given = spec): Promise<unknown> => {
    const { tensor } = await prepareInput(given, target(type, 'N', 1), rows({ c: cells }));
    return [tensor.dims, [...tensor.data]];
  };

  it('becomes what the model reads: text, floats, whole numbers, booleans', async () => {
    expect(await tensorOf('string', ['007', 1.0, true, ''])).toEqual([
      [4, 1],
      ['007', '1', 'true', ''],
    ]);
    expect(await tensorOf('float32', ['0.1', 2])).toEqual([
      [2, 1],
      [Math.fround(0.1), 2],
    ]);
    expect(await tensorOf('int64', ['-5', 7])).toEqual([
      [2, 1],
      [-5n, 7n],
    ]);
    expect(await tensorOf('bool', [true, '0'])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    // 1/3 as a 16-bit float is 0x3555; halfway cases go to even; 65520 and more do not fit but are infinite.
    expect(await tensorOf('float16', [1 / 3, 1, -2, 2049, 6e-8, 65504])).toEqual([
      [6, 1],
      [0x3555, 0x3c00, 0xc000, 0x6800, 1, 0x7bff],
    ]);
    const one = await prepareInput(spec, target('int32', 'N'), rows({ c: [3] }));
    expect(one.tensor.dims).toEqual([1]);
  });

  it('has a value for missing cells where the plan gives one, and is refused where it does not', async () => {
    expect(await tensorOf('float32', [null, ''], { ...spec, missing: -1 })).toEqual([
      [2, 1],
      [-1, -1],
    ]);
    expect(await tensorOf('string', [null], { ...spec, missing: '?' })).toEqual([[1, 1], ['?']]);
    for (const type of ['string', 'float32']) {
      expect((await refusalOf(() => tensorOf(type, [null]))).message).toBe(
        'The example "e0" has nothing in the column "c".',
      );
    }
  });

  it('is never wrapped or cut to fit', async () => {
    expect((await refusalOf(() => tensorOf('int32', ['1e10']))).message).toContain('int32 reaches from');
    expect((await refusalOf(() => tensorOf('uint8', [-1]))).message).toContain('uint8 reaches from 0 to 255');
    expect((await refusalOf(() => tensorOf('int64', ['1.5']))).message).toContain('where a whole number is wanted');
    expect((await refusalOf(() => tensorOf('float16', [70_000]))).message).toContain('which is too large for float16');
    expect((await refusalOf(() => tensorOf('float32', [3.5e38]))).message).toContain('which is too large for float32');
    expect(await tensorOf('float32', [3.4028235e38])).toEqual([[1, 1], [3.4028234663852886e38]]);
    expect(await tensorOf('float64', [1e300])).toEqual([[1, 1], [1e300]]);
    expect((await refusalOf(() => tensorOf('complex64', ['1.5']))).code).toBe('plan');
    const wide = target('float32', 'N', 3);
    expect((await refusalOf(() => prepareInput(spec, wide, rows({ c: [1] })))).message).toContain('wants 3 values');
  });
});
