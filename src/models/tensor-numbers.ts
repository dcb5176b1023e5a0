import { halfValue } from '../base/index.js';
import type { Tensor } from './model.js';

/** A tensor's values as numbers, 16-bit floats read from their bits; nothing for text. */
export function tensorNumbers({ type, data }: Tensor): ArrayLike<number | bigint> | undefined {
  if (isText(data)) return undefined;
  return type === 'float16' ? Float64Array.from(data as Uint16Array, halfValue) : data;
}

function isText(data: Tensor['data']): data is readonly string[] {
  return Array.isArray(data);
}
