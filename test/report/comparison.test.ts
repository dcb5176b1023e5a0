import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
import { renderComparisonHtml, renderComparisonSummary } from '../../src/report/index.js';
import { comparisonView } from '../../src/report/view/comparison-view.js';
import {
  driftFinding,
  int8Emoji,
  prunedEmoji,
  recall,
  slice,
  worstFirst,
  type Row,
} from '../reference/records/build.js';
import { judged, shownOnly } from './records.js';

const row = (of: Row['slice'], drift: number): Row => ({ slice: of, n: 400, before: 0.9, drift, half: 0.01 });
const crossed = slice(['skin_tone', 'dark'], ['gender', 'woman']);

/** A variant that keeps every promise on accuracy and breaks one on the true positive rate, in these slices. */
function brokenOnRecall(...rows: readonly Row[]): AuditRecord {
  const { fairness } = shownOnly(int8Emoji);
  if (!fairness) throw new Error('the record has data');
  const both = { ...fairness, metrics: [...fairness.metrics, recall] };
  const variant = { ...int8Emoji.variant, name: 'lowrank' };
  return judged({ ...int8Emoji, variant, fairness: both }, (findings) => [
    ...worstFirst(rows.map((of) => driftFinding(of, recall, 0.02, 20))),
    ...findings,
  ]);
}

const lowrank = brokenOnRecall(row(slice(['gender', 'woman']), -0.09), row(slice(['gender', 'man']), -0.004));

describe('several variants beside each other', () => {
  it('are each drawn in the metric that their verdict is about, with its name', async () => {
    const { multiples, about, columns } = await comparisonView([prunedEmoji, lowrank]);
    expect(multiples.map(({ metric }) => metric)).toEqual(['accuracy', 'true positive rate']);
    expect(multiples[1]?.svg.markup).toContain('✗');
    expect(multiples[1]?.svg.markup).toContain('drift of true positive rate, points');
    expect(about).toContain('they differ');
    expect(columns).toEqual([
      { name: 'pruned', metric: 'accuracy' },
      { name: 'lowrank', metric: 'true positive rate' },
    ]);
  });

  it('share one heading, one order and one axis where all verdicts are about the same', async () => {
    const { about, columns } = await comparisonView([prunedEmoji, int8Emoji]);
    expect(about).toContain(
      'Accuracy: drift from the full model. The worst slices of each variant, the same for all, in the same order on the same axis',
    );
    expect(columns.map(({ metric }) => metric)).toEqual(['', '']);
  });

  it('show the crossing that a verdict is about, and count the broken promises that are not drawn', async () => {
    const crossing = brokenOnRecall(row(crossed, -0.09), row(slice(['gender', 'woman']), -0.004));
    const [multiple] = (await comparisonView([crossing])).multiples;
    expect(multiple?.svg.markup).toContain('dark × woman');
    expect(multiple?.svg.markup).toContain('✗');
    expect(multiple?.more).toBe('');
    const page = await renderComparisonHtml([prunedEmoji]);
    const broken = prunedEmoji.verdict.promises.violated;
    const drawn = [...page.matchAll(/>✗<\/text>/g)].length;
    expect(drawn).toBeLessThan(broken);
    expect(broken - drawn).toBe(1);
    expect(page).toContain('1 more promise broken: on its card, under “Every finding”.');
  });

  it('show the worst slices of each variant, crossings too, and not only those of the worst variant', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `tone ${i}`);
    const bad = brokenOnRecall(...names.map((tone, i) => row(slice(['skin_tone', tone]), -0.5 + i / 100)));
    const mild = brokenOnRecall(row(crossed, -0.05), row(slice(['gender', 'woman']), -0.04));
    const { slices, multiples } = await comparisonView([bad, mild]);
    const shown = slices.map(({ who }) => who);
    expect(shown).toHaveLength(20);
    expect(shown.slice(0, 18)).toEqual(names.slice(0, 18).map((tone) => `skin tone ${tone}`));
    expect(shown.slice(18)).toEqual(['skin tone dark × gender woman', 'gender woman']);
    expect(multiples.map(({ more }) => more)).toEqual([
      '12 more promises broken: on its card, under “Every finding”.',
      '',
    ]);
  });

  it('have a crossing at its place by the worst of all variants, whichever of them it is the verdict of', async () => {
    const mild = brokenOnRecall(row(crossed, -0.04), row(slice(['gender', 'woman']), -0.004));
    const bad = brokenOnRecall(row(crossed, -0.3), row(slice(['gender', 'woman']), -0.2));
    const { slices } = await comparisonView([mild, bad]);
    expect(slices.map(({ who }) => who)).toEqual(['skin tone dark × gender woman', 'gender woman']);
  });

  it('name the metric beside each drift on the terminal, and cut no name that has room on a line', () => {
    const long = brokenOnRecall(row(slice(['skin_tone', 'medium-light'], ['gender', 'hand only']), -0.09));
    const text = renderComparisonSummary([prunedEmoji, long], { width: 80, colour: false, unicode: false });
    expect(text).toContain('accuracy -16.6 points');
    expect(text).toContain('true positive rate -9.0 points');
    expect(text).toContain('skin tone medium-light & gender hand only');
  });
});
