import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceKey } from '../../src/base/index.js';
import { cutSlices, hiddenSlices, hideLabels, withholdSmall } from '../../src/compare/index.js';
import { TallyBuilder, metricsFor, type TallyFrame } from '../../src/metrics/index.js';

const frame: TallyFrame = {
  task: 'binary',
  classes: ['0', '1'],
  attributes: ['sex', 'race'],
  hasUnits: false,
  hasWeights: false,
  losses: ['log_loss', 'brier'],
};

/** A tally of so many negatives and positives in each crossing. */
function tallyOf(counts: Readonly<Record<string, readonly [number, number]>>) {
  const builder = new TallyBuilder(frame);
  for (const [key, byLabel] of Object.entries(counts)) {
    for (const [label, count] of byLabel.entries()) {
      for (let i = 0; i < count; i++) {
        const losses = [0, 0];
        builder.add({
          attributes: key.split(' '),
          unit: '',
          label,
          baseline: label,
          variant: label,
          baselineLosses: losses,
          variantLosses: losses,
        });
      }
    }
  }
  return builder.build();
}

describe('withholding metrics of few relevant examples', () => {
  const tally = tallyOf({ 'f a': [100, 6], 'm a': [100, 22], 'f b': [100, 50], 'm b': [100, 60] });
  const attributes = ['sex', 'race'].map((name) => ({ name, sensitive: true, values: [] }));
  const slices = cutSlices(tally, attributes, [['sex'], ['race'], ['sex', 'race']]);
  const withholds = withholdSmall(frame, hideLabels(frame, slices, hiddenSlices(slices, 20), 20));
  const withheldIn = (metric: string): readonly string[] => {
    const found = metricsFor(frame).find(({ name }) => name === metric);
    return slices
      .filter((slice) => found && withholds(found, slice))
      .map(({ slice }) => slice.map(({ value }) => value).join(' '));
  };

  it('withholds the rates by label of the small group', () => {
    expect(withheldIn('true_positive_rate')).toContain('f a');
  });

  it('withholds what would give the small group away by subtraction from rows and columns', () => {
    const withheld = withheldIn('true_positive_rate');
    // 6 follows from race a (28) less men of race a (22), and from women (56) less women of race b (50).
    expect(withheld.includes('m a') || withheld.includes('a')).toBe(true);
    expect(withheld.includes('f b') || withheld.includes('f')).toBe(true);
  });

  it('withholds the other label too, whose number would give away the rest of the slice', () => {
    expect(withheldIn('false_positive_rate')).toEqual(withheldIn('true_positive_rate'));
  });

  it('withholds AUC, which is about both labels', () => {
    expect(withheldIn('auc')).toEqual(withheldIn('true_positive_rate'));
  });

  it('shows what is about everyone', () => {
    expect(withheldIn('accuracy')).toEqual([]);
    expect(withheldIn('selection_rate')).toEqual([]);
  });
});

describe('labels of slices that are hidden', () => {
  it('do not follow from those of the shown ones', () => {
    // Medium and dark are hidden (55 people); together they have 8 positives, which would follow from everyone less light.
    const tally = tallyOf({ 'f light': [308, 292], 'f medium': [35, 5], 'f dark': [12, 3] });
    const slices = cutSlices(tally, [{ name: 'race', sensitive: true, values: [] }], [['race']]);
    const hidden = hiddenSlices(slices, 20);
    expect([...hidden].sort()).toEqual(['dark', 'medium'].map((value) => sliceKey([{ attribute: 'race', value }])));
    const hides = hideLabels(frame, slices, hidden, 20);
    const light = slices.find(({ slice }) => slice[0]?.value === 'light');
    expect(light && hides(1, light)).toBe(true);
    const withholds = withholdSmall(frame, hides);
    const recall = metricsFor(frame).find(({ name }) => name === 'true_positive_rate');
    expect(light && recall && withholds(recall, light)).toBe(true);
  });
});

describe('the other label of a slice', () => {
  it('is hidden with one that is hidden only to protect another slice, since either follows from the other', () => {
    // The 5 positives of f a would follow from everyone's less the others', so the 25 of f b are hidden; its negatives give those away.
    const tally = tallyOf({ 'f a': [100, 5], 'f b': [100, 25], 'f c': [100, 100] });
    const slices = cutSlices(tally, [{ name: 'race', sensitive: true, values: [] }], [['race']]);
    const hides = hideLabels(frame, slices, hiddenSlices(slices, 20), 20);
    const b = slices.find(({ slice }) => slice[0]?.value === 'b');
    expect(b && [hides(0, b), hides(1, b)]).toEqual([true, true]);
  });
});

describe('labels of several classes', () => {
  const classes: TallyFrame = { ...frame, task: 'multiclass', classes: ['a', 'b', 'c', 'd'] };
  const hiddenIn = (support: readonly number[]): readonly string[] => {
    const builder = new TallyBuilder(classes);
    for (const [label, count] of support.entries()) {
      for (let i = 0; i < count; i++) {
        const losses = [0, 0];
        builder.add({
          attributes: ['f', 'x'],
          unit: '',
          label,
          baseline: label,
          variant: label,
          baselineLosses: losses,
          variantLosses: losses,
        });
      }
    }
    const slices = cutSlices(builder.build(), [], []);
    const hides = hideLabels(classes, slices, new Set(), 20);
    const everyone = slices[0];
    return everyone ? classes.classes.filter((_, label) => hides(label, everyone)) : [];
  };

  it('hide a rare one and one more, from which it would follow', () => {
    expect(hiddenIn([500, 495, 5, 0])).toEqual(['b', 'c']);
  });

  it('hide no more where the rare ones are enough together', () => {
    expect(hiddenIn([500, 495, 12, 9])).toEqual(['c', 'd']);
  });

  it('hide nothing where all are many', () => {
    expect(hiddenIn([50, 40, 30, 20])).toEqual([]);
  });

  it('never leave a small number to be found within a slice, whatever the classes are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 4, maxLength: 4 }), (support) => {
        const hidden = hiddenIn(support).map((name) => support[classes.classes.indexOf(name)] ?? 0);
        for (const n of support) if (n > 0 && n < 20) expect(hidden).toContain(n);
        const shown = support.filter((n) => n > 0).length - hidden.length;
        if (hidden.length === 0 || shown === 0) return;
        expect(hidden.length).toBeGreaterThan(1);
        expect(hidden.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(20);
      }),
    );
  });
});
