import { describe, expect, it } from 'vitest';
import { writePlanText } from '../../src/audit/write-plan-text.js';
import type { SeenColumn } from '../../src/audit/look-at-table.js';

const many = Array.from({ length: 60 }, (_, i) => String(i));
const numbers = { min: 0, max: 99, mean: 40, std: 12 };
const column = (name: string, more: Partial<SeenColumn> = {}): SeenColumn => ({
  name,
  values: ['a', 'b', 'c'],
  hasMore: false,
  hasMissing: false,
  ...more,
});
const age = column('age', { values: many, hasMore: true, numbers });
const label = column('income', { values: ['0', '1'], numbers: { ...numbers, min: 0, max: 1 } });

/** The lines of a first plan for a model that reads `width` numbers and such columns beside the label. */
function planOf(width: number | null, ...columns: readonly SeenColumn[]): { lines: string; questions: string } {
  const { text, questions } = writePlanText({
    name: 'x',
    baseline: 'base.onnx',
    table: 'table.csv',
    variants: [],
    model: {
      inputs: [{ name: 'features', type: 'float32', shape: [null, width] }],
      outputs: [{ name: 'score', type: 'float32', shape: [null, 1] }],
    },
    seen: { columns: [...columns, label], label },
  });
  return { lines: text.replace(/ *#.*$/gmu, ''), questions: questions.join('\n') };
}

describe('a first plan for a table with numbers and with bands of them', () => {
  const bands = column('age_band', { values: ['under 30', '30 to 50', 'over 50'] });

  it('feeds the numbers and slices by the bands', () => {
    const { lines, questions } = planOf(4, age, bands, column('sex'));
    expect(lines).toMatch(/columns:\n +age: .*\n +sex: .*\n\n/u);
    expect(lines).toMatch(
      /attributes:\n +age_band: \{ sensitive: true \}\n +sex: \{ sensitive: true \}\nslices: \[age_band, sex\]/u,
    );
    expect(questions).toContain('age_band holds bands of another');
  });

  it('feeds both where only both make what the model reads', () => {
    expect(planOf(7, age, bands, column('sex')).lines).toMatch(/columns:\n +age: .*\n +age_band: .*\n +sex: /u);
  });

  it('takes no column for bands whose numbers are not there, or that has as many values', () => {
    const { lines, questions } = planOf(
      null,
      column('age_group'),
      column('race_band', { values: many, hasMore: true }),
    );
    expect(lines).toMatch(/columns:\n +age_group: .*\n\n[^]*attributes:\n +age_group: /u);
    expect(questions).not.toContain('bands');
    expect(planOf(null, age).lines).toMatch(/age: \{ sensitive: true, bins: \[18, 30, 45, 65\] \}/u);
  });
});
