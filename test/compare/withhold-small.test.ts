import { describe, expect, it } from 'vitest';
import { cutSlices, withholdSmall } from '../../src/compare/index.js';
import { TallyBuilder, metricsFor, type TallyFrame } from '../../src/metrics/index.js';

const frame: TallyFrame = { task: 'binary', classes: ['0', '1'], attributes: ['sex', 'race'], hasUnits: false };

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
  const withholds = withholdSmall(frame, slices, 20);
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

  it('shows what is about everyone', () => {
    expect(withheldIn('accuracy')).toEqual([]);
    expect(withheldIn('selection_rate')).toEqual([]);
  });
});
