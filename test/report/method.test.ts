import { describe, expect, it } from 'vitest';
import type { AuditRecord, Finding, MetricFacts } from '../../src/record/index.js';
import { estimate } from '../../src/base/index.js';
import { methodInWords } from '../../src/report/wording/method.js';
import { findingRows } from '../../src/report/view/finding-tables.js';
import { driftFinding, int8Emoji, prunedEmoji, slice } from '../reference/records/build.js';
import { judged } from './records.js';

const auc: MetricFacts = {
  name: 'auc',
  title: 'AUC',
  better: 'higher',
  unit: 'number',
  definition: 'The share of pairs that the scores rank rightly.',
  relevant: 'rarer label',
};

/** The record with every finding by this method, differential ones by `mover-` and it. */
function by(method: string, record: AuditRecord = prunedEmoji): AuditRecord {
  return judged(record, (findings) =>
    findings.map((finding): Finding => {
      const name = finding.kind === 'differential' ? `mover-${method}` : method;
      return {
        ...finding,
        interval: finding.interval && { ...finding.interval, method: name },
        bound: finding.bound && { ...finding.bound, method: name },
      };
    }),
  );
}

function intervals(record: AuditRecord): string {
  return methodInWords(record).find(({ title }) => title === 'Intervals')?.text ?? '';
}

describe('the method in words', () => {
  it('says each method once, and that both kinds of bounds come from it', () => {
    const text = intervals(by('tango-unit-jackknife'));
    expect(text.match(/says they are worth/g)).toHaveLength(1);
    expect(text).toContain('variance estimates recovery (MOVER)');
    expect(text).toContain('The one-sided bound that decides whether a promise is kept comes from the same.');
  });

  it('names each metric where their methods differ', () => {
    const record = by('tango');
    const mixed = judged(record, (findings) => [
      ...findings,
      driftFinding({ slice: [], n: 900, before: 0.95, drift: -0.01, half: 0.01 }, auc, 0.02, 50, 'delong'),
    ]);
    expect(intervals(mixed)).toMatch(/come from for accuracy, Tango’s score .*; for auc, DeLong’s variance /);
  });

  it.each([
    'delong',
    'delong-grid',
    'auc-unit-jackknife',
    'auc-unit-jackknife-grid',
    'tango',
    'tango-kish',
    'jackknife',
  ])('has words for %s, with mover- before it or not', (method) => {
    const text = intervals(by(method));
    expect(text).not.toMatch(/come from (delong|auc|tango|jackknife|mover)/);
    expect(text).not.toMatch(/-grid|mover-/);
    expect(text).toMatch(/ come from \S+ \S+ \S+ /);
  });

  it('says how far counting scores on a grid may move a value, and that intervals are as much wider', () => {
    const { fairness } = int8Emoji;
    if (!fairness) throw new Error('the record has data');
    const slices = fairness.slices.map((item) =>
      item.shown.kind === 'shown'
        ? {
            ...item,
            shown: {
              ...item.shown,
              values: [
                {
                  metric: 'auc',
                  n: 40,
                  baseline: estimate(0.95),
                  variant: estimate(0.94),
                  gridError: { baseline: 0.0002, variant: 0.0011 },
                },
              ],
            },
          }
        : item,
    );
    const gridded = { ...int8Emoji, fairness: { ...fairness, metrics: [...fairness.metrics, auc], slices } };
    expect(intervals(by('delong-grid', gridded))).toContain(
      'AUC may be off by at most 0.0011 in any slice, on either side, and intervals are wider by that.',
    );
    expect(intervals(by('tango', gridded))).toContain('in any slice, on either side.');
    expect(intervals(by('tango'))).not.toContain('grid');
    const slope = { ...auc, name: 'calibration_slope', title: 'calibration slope' };
    const unbounded = slices.map((item) =>
      item.shown.kind === 'shown'
        ? {
            ...item,
            shown: {
              ...item.shown,
              values: item.shown.values.flatMap((value) => [
                value,
                { ...value, metric: slope.name, gridError: { baseline: null, variant: 0.1 } },
              ]),
            },
          }
        : item,
    );
    const { metrics } = gridded.fairness;
    expect(
      intervals({ ...gridded, fairness: { ...fairness, metrics: [...metrics, slope], slices: unbounded } }),
    ).toContain(
      'AUC may be off by at most 0.0011 in any slice, on either side. How far calibration slope may be off is not bounded.',
    );
  });
});

describe('AUC', () => {
  it('has three digits in tables, and so has its drift', () => {
    const { fairness } = int8Emoji;
    if (!fairness) throw new Error('the record has data');
    const record = judged({ ...int8Emoji, fairness: { ...fairness, metrics: [auc] } }, () => [
      driftFinding({ slice: slice(['sex', 'f']), n: 900, before: 0.9487, drift: -0.1204, half: 0.2 }, auc, 0.02, 2),
      driftFinding({ slice: [], n: 1800, before: 0.9012, drift: -0.0004, half: 0.001 }, auc, 0.02, 2),
    ]);
    expect(findingRows(record).map(({ before, after, change, promised }) => [before, after, change, promised])).toEqual(
      [
        ['0.949', '0.828', '−0.120', '−0.020'],
        ['0.901', '0.901', '0.000', '−0.020'],
      ],
    );
  });
});
