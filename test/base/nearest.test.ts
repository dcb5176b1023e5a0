import { describe, expect, it } from 'vitest';
import { didYouMean, nearestName } from '../../src/base/index.js';

describe('the nearest name', () => {
  const known = ['skin_tone', 'gender', 'vendor'];

  it('is the one with the fewest typing errors', () => {
    expect(nearestName('skin_tne', known)).toBe('skin_tone');
    expect(nearestName('GENDER', known)).toBe('gender');
    expect(nearestName('vandor', known)).toBe('vendor');
  });

  it('is nothing where none is near, or none is known', () => {
    expect(nearestName('temperature', known)).toBeUndefined();
    expect(nearestName('gender', [])).toBeUndefined();
  });

  it('is asked about, safely', () => {
    expect(didYouMean('skin_tne', known)).toBe('Did you mean "skin_tone"?');
    expect(didYouMean('gendr', ['gend\u001br'])).toBe('Did you mean "gend\\u{1b}r"?');
    expect(didYouMean('temperature', known)).toBeUndefined();
  });

  it('takes no time over names of a million characters', () => {
    const long = 'a'.repeat(1_000_000);
    expect(nearestName(`${long}b`, [long])).toBe(long);
  });
});
