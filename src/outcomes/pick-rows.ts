import type { Tensor } from '../models/index.js';

/** Tensors that hold the given rows of others, in that order; a row may come more than once. */
export function pickRows(
  feeds: Readonly<Record<string, Tensor>>,
  rows: readonly number[],
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, pick(tensor, rows)]));
}

function pick(tensor: Tensor, rows: readonly number[]): Tensor {
  const [, ...sides] = tensor.dims;
  const size = sides.reduce((product, side) => product * side, 1);
  const dims = [rows.length, ...sides];
  const { data } = tensor;
  if (isText(data)) return { ...tensor, dims, data: rows.flatMap((row) => data.slice(row * size, (row + 1) * size)) };
  const Kind = data.constructor as new (length: number) => Float32Array;
  const picked = new Kind(rows.length * size);
  for (const [i, row] of rows.entries()) {
    picked.set((data as Float32Array).subarray(row * size, (row + 1) * size), i * size);
  }
  return { ...tensor, dims, data: picked };
}

function isText(data: Tensor['data']): data is readonly string[] {
  return Array.isArray(data);
}
