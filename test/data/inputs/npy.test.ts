import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareInput, type ArraySpec } from '../../../src/data/index.js';
import { put, temporaryFolder } from '../folder.js';
import { refusalOf } from '../refusal.js';

const folder = await temporaryFolder();
const spec: ArraySpec = { kind: 'array', file: 'file' };

/** A .npy file as numpy.save writes it. */
function npy(descr: string, shape: string, data: Uint8Array, version = 1, fortran = 'False'): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117, ' ') + '\n';
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(header.length);
  else length.writeUInt32LE(header.length);
  return Buffer.concat([
    Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\0`, 'latin1'),
    length,
    Buffer.from(header),
    data,
  ]);
}

const bytesOf = (array: { readonly buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(array.buffer);
const read = async (content: Uint8Array, given = spec): Promise<readonly unknown[] | string> => {
  await put(folder, 'x.npy', content);
  const target = { name: 'x', type: 'float32', shape: ['N', 2, 2] };
  const { tensor, skipped } = await prepareInput(given, target, { ids: ['e'], columns: { file: ['x.npy'] }, folder });
  return skipped[0]?.reason ?? [...tensor.data];
};

describe('a NumPy array', () => {
  it('is read in every type of numbers and every version of its header', async () => {
    const arrays = [
      ['<f4', Float32Array.of(1, -2, 0.5, 4)],
      ['<f8', Float64Array.of(1, -2, 0.5, 4)],
      ['<f2', Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x4400)],
    ] as const;
    for (const [descr, array] of arrays) {
      for (const version of [1, 2, 3]) {
        expect(await read(npy(descr, '(2, 2)', bytesOf(array), version))).toEqual([1, -2, 0.5, 4]);
      }
    }
    const whole = [
      ['|i1', Int8Array.of(1, 2, 3, 4)],
      ['|u1', Uint8Array.of(1, 2, 3, 4)],
      ['<i2', Int16Array.of(1, 2, 3, 4)],
      ['<i4', Int32Array.of(1, 2, 3, 4)],
      ['<i8', BigInt64Array.of(1n, 2n, 3n, 4n)],
    ] as const;
    for (const [descr, array] of whole)
      expect(await read(npy(descr, '(1, 2, 2)', bytesOf(array)))).toEqual([1, 2, 3, 4]);
  });

  it('is scaled, and standardised along its first axis', async () => {
    const given: ArraySpec = { ...spec, scale: { from: [0, 2], to: [0, 1] }, mean: [0, 1], std: [1, 2] };
    expect(await read(npy('<f4', '(2, 2)', bytesOf(Float32Array.of(2, 4, 6, 8))), given)).toEqual([1, 2, 1, 1.5]);
  });

  it('is read wherever in its file the values begin', async () => {
    const array = Float32Array.of(1, -2, 0.5, 4);
    for (const padding of [117, 118, 119, 120]) {
      const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }`.padEnd(padding, ' ');
      const length = Buffer.from([header.length & 255, header.length >> 8]);
      const parts = [Buffer.from('\x93NUMPY\x01\0', 'latin1'), length, Buffer.from(header), bytesOf(array)];
      expect(await read(Buffer.concat(parts))).toEqual([1, -2, 0.5, 4]);
    }
  });

  it('has its own row in the batch, and a row of zeros where it cannot become what the model wants', async () => {
    const files = { 'a.npy': [1, 2], 'b.npy': [3, 300], 'c.npy': [5, 6.5], 'd.npy': [-7, 8] };
    for (const [name, values] of Object.entries(files)) {
      await put(folder, name, npy('<f8', '(2,)', bytesOf(Float64Array.from(values))));
    }
    const rows = { ids: ['a', 'b', 'c', 'd'], columns: { file: Object.keys(files) }, folder };
    const { tensor, skipped } = await prepareInput(spec, { name: 'x', type: 'int8', shape: ['N', 2] }, rows);
    expect(tensor.dims).toEqual([4, 2]);
    expect([...tensor.data]).toEqual([1, 2, 0, 0, 0, 0, -7, 8]);
    expect(skipped).toEqual([
      { index: 1, reason: 'holds 300, where int8 reaches from -128 to 127' },
      { index: 2, reason: 'holds 6.5, where a whole number is wanted' },
    ]);
  });

  it('never becomes infinite', async () => {
    for (const [type, value] of [
      ['float32', 1e300],
      ['float16', 70_000],
    ] as const) {
      await put(folder, 'x.npy', npy('<f8', '(2,)', bytesOf(Float64Array.of(1, value))));
      const rows = { ids: ['e'], columns: { file: ['x.npy'] }, folder };
      const { tensor, skipped } = await prepareInput(spec, { name: 'x', type, shape: ['N', 2] }, rows);
      expect(skipped).toEqual([{ index: 0, reason: `holds ${value}, which is too large for ${type}` }]);
      expect([...tensor.data]).toEqual([0, 0]);
    }
    const tiny: ArraySpec = { ...spec, std: [1e-38] };
    expect(await read(npy('<f4', '(2, 2)', bytesOf(Float32Array.of(1, 2, 3, 4))), tiny)).toMatch(
      /^holds (?:4e\+38|3\.9+\de\+38|4\.0+\de\+38), which is too large for float32$/u,
    );
  });

  it('has no type called as a part of every JavaScript object is', async () => {
    expect(await read(npy('toString', '(2, 2)', new Uint8Array(16)))).toContain('"toString", which is not read');
    expect(await read(npy('__proto__', '(2, 2)', new Uint8Array(16)))).toContain('"__proto__", which is not read');
  });

  it('is skipped, with the reason, where it is damaged, hostile or not what the model wants', async () => {
    const four = bytesOf(Float32Array.of(1, 2, 3, 4));
    expect(await read(npy('<f4', '(4,)', four))).toBe('has the shape [4] where the model wants [2, 2]');
    expect(await read(npy('<f4', '(2, 2)', four.subarray(0, 15)))).toBe('cut off');
    expect(await read(npy('<f4', '(2, 2)', four).subarray(0, 40))).toBe('cut off in its header');
    expect(await read(npy('|O', '(2, 2)', four))).toBe('holds values of the type "|O", which is not read');
    expect(await read(npy('>f4', '(2, 2)', four))).toContain('">f4", which is not read');
    expect(await read(npy('<f4', '(2, 2)', four, 1, 'True'))).toContain('column-major');
    expect(await read(npy('<f4', '(2, 2)', bytesOf(Float32Array.of(1, Number.NaN, 3, 4))))).toBe(
      'holds NaN or infinite values',
    );
    expect(await read(Buffer.from('hello world, no array'))).toBe('not a .npy file');
  });

  it('stays in the folder of the table', async () => {
    await symlink('/etc/hostname', join(folder, 'link.npy'));
    const rows = { ids: ['a', 'b'], columns: { file: ['link.npy', '../x.npy'] }, folder };
    const { skipped } = await prepareInput(spec, { name: 'x', type: 'float32', shape: ['N', 2] }, rows);
    expect(skipped.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 2 }, () => 'outside the folder of the table'),
    );
  });

  it('wants a model with fixed sides', async () => {
    const rows = { ids: ['a'], columns: { file: ['x.npy'] }, folder };
    const { code } = await refusalOf(() => prepareInput(spec, { name: 'x', type: 'float32', shape: ['N', 'T'] }, rows));
    expect(code).toBe('plan');
  });
});
