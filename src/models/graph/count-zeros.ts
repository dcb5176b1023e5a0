import type { ElementType } from './data-types.js';
import type { Codes } from './stored-codes.js';

/** The bit pattern that stands for zero at an element, counted from the tensor's first one. */
export type ZeroCode = number | ((element: number) => number);

/** How many elements of a piece are zero. @param first the number of the piece's first element */
export type ZeroCounter = (codes: Codes, first: number, count: number) => number;

/**
 * How to count the zeros of a type: floats are zero with either sign, integers where they equal their zero point.
 *
 * Types without a sign bit to spare (`fnuz`) have one zero; 64-bit floats are compared a word at a time.
 */
export function zeroCounter(type: ElementType, zero: ZeroCode): ZeroCounter {
  if (type.kind !== 'float') return typeof zero === 'number' ? countEqual(zero) : countVarying(zero);
  if (type.bits > 32) return countWideFloats(type.bits / 32);
  return countMasked(type.name.endsWith('fnuz') ? 2 ** type.bits - 1 : 2 ** (type.bits - 1) - 1);
}

function countEqual(zero: number): ZeroCounter {
  return (codes, _first, count) => {
    let zeros = 0;
    for (let i = 0; i < count; i++) if (codes[i] === zero) zeros += 1;
    return zeros;
  };
}

function countVarying(zeroOf: (element: number) => number): ZeroCounter {
  return (codes, first, count) => {
    let zeros = 0;
    for (let i = 0; i < count; i++) if (codes[i] === zeroOf(first + i)) zeros += 1;
    return zeros;
  };
}

function countMasked(mask: number): ZeroCounter {
  return (codes, _first, count) => {
    let zeros = 0;
    for (let i = 0; i < count; i++) if (((codes[i] ?? 1) & mask) === 0) zeros += 1;
    return zeros;
  };
}

/** Words lie lowest first, so the sign is the highest bit of the last one. */
function countWideFloats(words: number): ZeroCounter {
  return (codes, _first, count) => {
    let zeros = 0;
    for (let i = 0; i < count; i++) {
      let rest = (codes[i * words + words - 1] ?? 1) & 0x7fffffff;
      for (let word = 0; word < words - 1; word++) rest |= codes[i * words + word] ?? 1;
      if (rest === 0) zeros += 1;
    }
    return zeros;
  };
}
