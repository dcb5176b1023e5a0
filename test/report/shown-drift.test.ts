import { describe, expect, it } from 'vitest';
import { slopeFigure } from '../../src/report/view/slope-figure.js';
import { headlineOf } from '../../src/report/wording/headline.js';
import { prunedEmoji } from '../reference/records/build.js';
import { judged } from './records.js';

const findings = prunedEmoji.fairness?.findings.filter(({ kind }) => kind === 'drift') ?? [];

/** `(−5.2 to +0.8)` of a finding about one value. */
function jointInterval(value: string): string {
  const ends = findings.find(({ slice }) => slice.length === 1 && slice[0]?.value === value)?.interval;
  if (!ends) throw new Error(`the record judges ${value}`);
  const text = (end: number): string => `${end > 0 ? '+' : ''}${(end * 100).toFixed(1)}`.replace('-', '−');
  return `(${text(ends.lower)} to ${text(ends.upper)})`;
}

describe('the interval of a drift', () => {
  it('is that of its finding in every sentence and in the table beside the slope chart', () => {
    const numbers = headlineOf(prunedEmoji).numbers.join(' ');
    expect(numbers).toContain(jointInterval('dark'));
    expect(numbers).toContain(jointInterval('medium-light'));
    expect(numbers).not.toContain('own');
    const slope = slopeFigure(prunedEmoji);
    expect(slope?.changeHeading).toBe('drift (95\u202f% interval)');
    for (const { who, interval } of slope?.table ?? [])
      if (who !== 'everyone') expect(interval).toBe(jointInterval(who));
  });

  it('is marked as its own where no promise judges it', () => {
    const few = judged(prunedEmoji, (all) =>
      all.filter(({ slice }) => slice[0]?.value === undefined || slice[0].value === 'dark'),
    );
    const numbers = headlineOf(few).numbers.join(' ');
    expect(numbers).toMatch(/With skin tone “[a-z-]+”, \d+ and \d+: \S+ points \(own 95\u202f% interval /);
    const slope = slopeFigure(few);
    const marked = Object.fromEntries(slope?.table.map(({ who, interval }) => [who, interval.endsWith(' own')]) ?? []);
    expect(marked).toMatchObject({ everyone: false, dark: false, light: true });
    expect(slope?.caption).toContain('Intervals marked “own” hold for one drift alone');
  });
});
