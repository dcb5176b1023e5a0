import { expect, it } from 'vitest';
import { numberOf, textOf } from '../../src/data/index.js';

it('cells are written as they read: numbers in their shortest form, booleans as words', () => {
  expect([1, 1.5, 0.1, -0, 1e21, true, false, '007', '', null, 12n].map(textOf)).toEqual([
    '1',
    '1.5',
    '0.1',
    '0',
    '1e+21',
    'true',
    'false',
    '007',
    '',
    undefined,
    '12',
  ]);
});

it('numbers are decimal numerals with a point, and nothing else', () => {
  expect(['1', ' 2.5 ', '-3e2', '.5', '5.', '+7', 4, true].map((cell) => numberOf(cell))).toEqual([
    1, 2.5, -300, 0.5, 5, 7, 4, 1,
  ]);
  for (const cell of ['NaN', 'inf', 'Infinity', '0x10', '1,5', '1_000', '1e999', 'one', ' ', Number.NaN, Infinity]) {
    expect([cell, numberOf(cell)]).toEqual([cell, 'not-a-number']);
  }
  expect([null, ''].map(numberOf)).toEqual(['missing', 'missing']);
});
