import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown, renderSummary } from '../../src/report/index.js';
import { decidingBound } from '../../src/report/wording/deciding-bound.js';
import { metricInWords } from '../../src/report/wording/metrics.js';
import { accuracy, driftFinding, int8Emoji } from '../reference/records/build.js';
import { judged } from './records.js';

const words = metricInWords(accuracy, []);
const errors = metricInWords({ ...accuracy, better: 'lower' }, []);

/** A finding whose one-sided bound lies at so many points, on the side that tells. */
function bounded(points: number, kind: 'kept' | 'undecided', more: Partial<Finding> = {}): Finding {
  const row = { slice: [], n: 400, before: 0.9, drift: 0, half: 0.07 };
  return {
    ...driftFinding(row, accuracy, 0.05, 20),
    bound: { value: points / 100, side: 'lower', level: 0.95, method: 'tango' },
    verdict: kind === 'kept' ? { kind } : { kind, examplesNeeded: 9 },
    ...more,
  };
}

const upper = (points: number): Partial<Finding> => ({
  bound: { value: points / 100, side: 'upper', level: 0.95, method: 'tango' },
});

describe('the bound that decides', () => {
  it.each<[string, Finding, string]>([
    ['kept', bounded(-3.1, 'kept'), 'at most 3.1 points worse (margin 5.0)'],
    ['kept while surely better', bounded(0.4, 'kept'), 'at least 0.4 points better (margin 5.0)'],
    ['open', bounded(-6.3, 'undecided'), 'may be 6.3 points worse (margin 5.0)'],
    ['open by a hair', bounded(-5.01, 'undecided'), 'may be just over 5.0 points worse (margin 5.0)'],
  ])('is said where a promise is %s', (_, finding, text) => {
    expect(decidingBound(words, finding)?.text).toBe(text);
  });

  it('lies above where lower is better, and has a direction where both sides are held', () => {
    expect(decidingBound(errors, bounded(0, 'kept', upper(3.1)))?.text).toBe('at most 3.1 points worse (margin 5.0)');
    const both = { margin: { allowed: 0.05, source: 'plan' as const, sides: 'both' as const } };
    expect(decidingBound(words, bounded(0, 'undecided', { ...upper(7), ...both }))?.brief).toBe('may be 7.0 up');
    expect(decidingBound(words, bounded(-3, 'kept', both))?.brief).toBe('at most 3.0 down');
  });

  it('is that of the share where the margin is relative', () => {
    const interval = { lower: -0.05, upper: 0.01, level: 0.95, simultaneousOver: 20, method: 'tango' };
    const beyond = (points: number): Partial<Finding> => ({
      margin: { allowed: 0.045, share: 0.05, source: 'plan' },
      beyondShare: {
        value: -0.02,
        interval,
        bound: { value: points / 100, side: 'upper', level: 0.95, method: 'tango' },
      },
    });
    expect(decidingBound(words, bounded(-9, 'kept', beyond(-1.2)))?.text).toBe('at least 1.2 points within its margin');
    expect(decidingBound(words, bounded(-1, 'undecided', beyond(2.3)))?.text).toBe(
      'may be 2.3 points beyond its margin',
    );
  });

  it('is not said where the interval alone tells, or nothing can be said', () => {
    const broken = bounded(-9, 'kept', { verdict: { kind: 'violated', excess: 0.01 } });
    expect(decidingBound(words, broken)).toBeUndefined();
    expect(decidingBound(words, { ...bounded(-9, 'kept'), bound: undefined })).toBeUndefined();
  });

  it('stands beside the interval on the card, in Markdown and on the terminal', async () => {
    const record = judged(int8Emoji, () => [bounded(-3.1, 'kept')]);
    expect(await renderCardHtml(record)).toContain('<small>at most 3.1 points worse (margin 5.0)</small>');
    expect(renderCardMarkdown(record)).toContain('(−7.0 to +7.0); at most 3.1 points worse (margin 5.0)');
    const links = { card: 'card.html', dossier: 'out' };
    expect(renderSummary(record, { width: 80, colour: false, unicode: true, links })).toMatch(
      /0\.0 \(−7\.0 to \+7\.0\) +−5\.0 {2}✓ kept\n +at most 3\.1 worse\n/,
    );
  });
});
