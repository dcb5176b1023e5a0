import { describe, expect, it } from 'vitest';
import { defaultMargins, marginFor, type DeclaredMargin, type SliceCells } from '../../src/compare/index.js';
import { binary, metricNamed, threeClasses } from '../metrics/examples.js';

const accuracy = metricNamed(binary, 'accuracy');

function slice(by: readonly string[], isGroup = true): SliceCells {
  return {
    slice: by.map((attribute) => ({ attribute, value: 'x' })),
    by,
    isGroup,
    n: 100,
    units: undefined,
    cells: [],
    rest: () => ({ cells: [] }),
  };
}

const allowed = (
  kind: 'drift' | 'differential',
  by: SliceCells,
  declared: readonly DeclaredMargin[],
): number | undefined => marginFor(kind, accuracy, by, declared, 'plan')?.allowed;

describe('the margin of a finding', () => {
  const rule: DeclaredMargin = { metric: 'accuracy', drift: 0.02, differential: 0.03 };

  it('is the last declared one that fits', () => {
    const declared = [
      rule,
      { metric: 'accuracy', drift: 0.05, slices: [['skin_tone']] },
      { metric: 'recall', drift: 0.5 },
      { metric: 'accuracy', differential: 0.01 },
    ];
    expect(allowed('drift', slice([]), declared)).toBe(0.02);
    expect(allowed('drift', slice(['skin_tone']), declared)).toBe(0.05);
    expect(allowed('drift', slice(['gender']), declared)).toBe(0.02);
    expect(allowed('differential', slice(['gender']), declared)).toBe(0.01);
    expect(allowed('drift', slice(['skin_tone']), [...declared, rule])).toBe(0.02);
  });

  it('fits slices cut by exactly the attributes it names, in any order; an empty list is everyone', () => {
    const crossing = [{ metric: 'accuracy', drift: 0.1, slices: [[], ['a', 'b']] }];
    expect(allowed('drift', slice([]), crossing)).toBe(0.1);
    expect(allowed('drift', slice(['b', 'a']), crossing)).toBe(0.1);
    expect(allowed('drift', slice(['a']), crossing)).toBeUndefined();
    expect(allowed('drift', slice(['a', 'b', 'c']), crossing)).toBeUndefined();
  });

  it('on differential drift is for single groups of sensitive attributes, unless it names the slices; never for everyone', () => {
    expect(allowed('differential', slice(['gender']), [rule])).toBe(0.03);
    expect(allowed('differential', slice(['style'], false), [rule])).toBeUndefined();
    expect(allowed('differential', slice(['gender', 'skin_tone']), [rule])).toBeUndefined();
    expect(allowed('differential', slice([], false), [rule])).toBeUndefined();
    const named = [{ ...rule, slices: [['style'], ['gender', 'skin_tone'], []] }];
    expect(allowed('differential', slice(['style'], false), named)).toBe(0.03);
    expect(allowed('differential', slice(['gender', 'skin_tone']), named)).toBe(0.03);
    expect(allowed('differential', slice([], false), named)).toBeUndefined();
  });

  it('says where it comes from', () => {
    expect(marginFor('drift', accuracy, slice([]), [rule], 'default')).toEqual({ allowed: 0.02, source: 'default' });
    expect(marginFor('drift', accuracy, slice([]), [], 'plan')).toBeUndefined();
  });
});

describe('margins by default', () => {
  it('are two points, on metrics that the task has', () => {
    expect(defaultMargins('binary').map(({ metric }) => metric)).toEqual([
      'accuracy',
      'true_positive_rate',
      'false_positive_rate',
    ]);
    expect(defaultMargins('multiclass').map(({ metric }) => metric)).toEqual(['accuracy', 'mean_recall']);
    expect(defaultMargins('regression')).toEqual([]);
    for (const [frame, task] of [
      [binary, 'binary'],
      [threeClasses, 'multiclass'],
    ] as const) {
      for (const margin of defaultMargins(task)) {
        expect(margin).toMatchObject({ drift: 0.02, differential: 0.02 });
        expect(metricNamed(frame, margin.metric).unit).toBe('rate');
      }
    }
  });
});
