import { describe, expect, it } from 'vitest';
import { tensorNumbers } from '../../src/models/index.js';

describe('the numbers in a tensor', () => {
  it('are read from the bits of 16-bit floats', () => {
    const halves = { type: 'float16', dims: [3], data: Uint16Array.of(0x3c00, 0xc000, 0x3555) };
    expect([...Array.from(tensorNumbers(halves) ?? [])]).toEqual([1, -2, 0.333251953125]);
  });

  it('are whole numbers where the tensor holds those', () => {
    expect(tensorNumbers({ type: 'uint16', dims: [1], data: Uint16Array.of(0x3c00) })).toEqual(Uint16Array.of(0x3c00));
  });

  it('are none where it holds text', () => {
    expect(tensorNumbers({ type: 'string', dims: [1], data: ['1'] })).toBeUndefined();
  });
});
