import { describe, expect, it } from 'vitest';
import { randomFor } from '../../src/base/index.js';
import { audit, put, temporaryFolder } from './audit-command.js';

type Task = 'binary' | 'multiclass' | 'regression';

/** What was labelled and answered, by task; of any row the same, whatever its group. */
function cellsOf(task: Task): (row: number) => readonly string[] {
  const random = randomFor('small groups', task);
  const draws = Array.from({ length: 700 }, () => [random.next(), random.next(), random.next()] as const);
  return (row) => {
    const [a, b, c] = draws[row] ?? [0, 0, 0];
    if (task === 'regression') return [a, a + 0.1 * b, a + 0.1 * c].map((value) => value.toFixed(4));
    if (task === 'multiclass') {
      const label = Math.floor(3 * a);
      const answer = (u: number): number => (u < 0.8 ? label : (label + 1) % 3);
      return [label, answer(b), answer(b * 0.8 + c * 0.2)].map((k) => ['cat', 'dog', 'cow'][k] ?? '');
    }
    const label = a < 0.5 ? 1 : 0;
    const score = 0.3 * label + 0.7 * b;
    return [String(label), score.toFixed(4), (0.9 * score + 0.1 * c).toFixed(4)];
  };
}

/** Light, then medium, then 60 people of whom so many, wherever they stand, are of the rare group, and the rest are dark. */
function table(task: Task, rare: number, where: 'first' | 'last', more: (row: number) => string): string {
  const cells = cellsOf(task);
  const groupOf = (row: number): string => {
    if (row < 640) return row < 400 ? 'light' : 'medium';
    return (where === 'first' ? row - 640 : 699 - row) < rare ? 'rare' : 'dark';
  };
  const lines = Array.from({ length: 700 }, (_, row) =>
    [...cells(row), groupOf(row), row % 2 === 0 ? 'f' : 'm', more(row)].join(','),
  );
  return ['y,base,small,tone,sex,more', ...lines, ''].join('\n');
}

async function told(text: string, options: readonly string[]): Promise<unknown> {
  const folder = await temporaryFolder();
  await put(folder, { 't.csv': text });
  const models = ['--label', 'y', '--baseline', 'base', '--variant', 'small'];
  const slices = ['--slice', 'tone', '--slice', 'sex'];
  const { stdout, stderr } = await audit(folder, ['metrics', 't.csv', ...models, ...slices, ...options, '--json']);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Ends of intervals that hold together are found by draws, whose order what is hidden may change. */
const drawn = new Set(['interval', 'intervals', 'together', 'differentialInterval']);

/** Where two records differ, but for the table's own hash; what is drawn by more than draws do. */
function differences(a: unknown, b: unknown, path = '', isDrawn = false): readonly string[] {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
      differences(left.get(key), right.get(key), `${path}.${key}`, isDrawn || drawn.has(key)),
    );
  }
  if (path.endsWith('.tables.0.sha256')) return [];
  if (typeof a === 'number' && typeof b === 'number') {
    const allowed = isDrawn ? 0.1 * Math.max(0.1, Math.abs(a), Math.abs(b)) : 1e-12 * Math.max(1, Math.abs(a));
    return Math.abs(a - b) <= allowed ? [] : [`${path}: ${a}, ${b}`];
  }
  return a === b ? [] : [`${path}: ${String(a)}, ${String(b)}`];
}

describe('a group of three', () => {
  it.each([
    { task: 'binary', what: 'scores', options: [] },
    { task: 'binary', what: 'scores with weights', options: ['--weight', 'more'] },
    { task: 'multiclass', what: 'answers of three classes', options: [] },
    {
      task: 'regression',
      what: 'values of people',
      options: ['--task', 'regression', '--unit', 'more', '--margin', 'mae=0.1'],
    },
  ] as const)(
    'leaves no trace in a record: with $what it says the same if they were nineteen others',
    async ({ task, options }) => {
      const more = (row: number): string => String(1 + (row % 97));
      const few = await told(table(task, 3, 'first', more), options);
      const others = await told(table(task, 19, 'last', more), options);
      expect(JSON.stringify(few)).toContain('rare');
      expect(differences(few, others)).toEqual([]);
    },
    600_000,
  );
});
