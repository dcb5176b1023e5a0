import { expect, it } from 'vitest';
import { matchInputs, type TableColumn } from '../../src/data/index.js';

const columns = (...names: readonly string[]): readonly TableColumn[] => names.map((name) => ({ name, type: 'text' }));
const inputs = (...names: readonly string[]): readonly { name: string }[] => names.map((name) => ({ name }));

it('inputs are found by their names, else by the only column with the same letters', () => {
  expect(
    matchInputs(inputs('age', 'hours-per-week', 'image'), columns('Hours per week', 'Age', 'age', 'label')),
  ).toEqual({
    matched: [
      { input: 'age', column: 'age' },
      { input: 'hours-per-week', column: 'Hours per week' },
    ],
    unmatched: ['image'],
  });
});

it('inputs that could be several columns, or share one, are left open', () => {
  expect(matchInputs(inputs('A B'), columns('a_b', 'a-b')).unmatched).toEqual(['A B']);
  expect(matchInputs(inputs('A B', 'A-B'), columns('a_b')).unmatched).toEqual(['A B', 'A-B']);
  expect(matchInputs(inputs('box'), [{ name: 'box', type: 'nested' }]).unmatched).toEqual(['box']);
});
