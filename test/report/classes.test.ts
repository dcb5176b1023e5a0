import { describe, expect, it } from 'vitest';
import type { AuditRecord, FairnessRecord, Finding, SliceValue } from '../../src/record/index.js';
import { estimate } from '../../src/base/index.js';
import { renderCardHtml, renderCardMarkdown, renderComparisonHtml, renderSummary } from '../../src/report/index.js';
import { driftFigures } from '../../src/report/view/drift-figures.js';
import { findingRows } from '../../src/report/view/finding-tables.js';
import { slopeFigure } from '../../src/report/view/slope-figure.js';
import { headlineOf } from '../../src/report/wording/headline.js';
import { isSurelyTheWorst } from '../../src/report/wording/main-finding.js';
import {
  differentialFinding,
  driftFinding,
  int8Emoji,
  recall as rate,
  shownSlice,
  slice,
  worstFirst,
  type Row,
} from '../reference/records/build.js';
import { judged } from './records.js';

/** A margin on recall judges every class: `cook` stays as it was, `singer` falls, for dark skin tones far more. */
const recall = { ...rate, name: 'recall', title: 'recall' };
const classes = {
  cook: { everyone: [0.95, 0], light: [0.96, 0], dark: [0.94, 0.001] },
  singer: { everyone: [0.85, -0.1], light: [0.9, -0.04], dark: [0.8, -0.2] },
} as const;
const parts = { everyone: [], light: slice(['skin_tone', 'light']), dark: slice(['skin_tone', 'dark']) };

function row(name: keyof typeof classes, part: keyof typeof parts): Row {
  const [before, drift] = classes[name][part];
  return { slice: parts[part], n: 400, before, drift, half: 0.01 };
}

function perClass(): AuditRecord {
  const names = ['cook', 'singer'] as const;
  const of = ['everyone', 'light', 'dark'] as const;
  const drifts = names.flatMap((name) =>
    of.map((part): Finding => ({ ...driftFinding(row(name, part), recall, 0.02, 8), class: name })),
  );
  const dark = names.map((name): Finding => ({
    ...differentialFinding(row(name, 'dark'), classes[name].light[1], recall, 0.02, 8),
    class: name,
  }));
  const { fairness } = int8Emoji;
  if (!fairness) throw new Error('the record has data');
  const slices = of.map((part): FairnessRecord['slices'][number] => {
    const shown = shownSlice(row('cook', part), [recall], part !== 'everyone');
    if (shown.shown.kind !== 'shown') return shown;
    const [template] = shown.shown.values;
    const values = names.map((name): SliceValue => {
      const [before, drift] = classes[name][part];
      const interval = { lower: drift - 0.01, upper: drift + 0.01, level: 0.95, simultaneousOver: 1, method: 'tango' };
      return {
        metric: 'recall',
        n: 400,
        ...template,
        class: name,
        baseline: estimate(before),
        variant: estimate(before + drift),
        drift: { value: drift, interval },
      };
    });
    return { ...shown, shown: { ...shown.shown, values } };
  });
  const record = { ...int8Emoji, fairness: { ...fairness, metrics: [recall], slices, disparities: [] } };
  return judged(record, () => worstFirst([...drifts, ...dark]));
}

const record = perClass();

describe('findings about single classes', () => {
  it('are told apart in the table of every finding', () => {
    const rows = findingRows(record);
    expect(rows.map(({ metric }) => metric)).toContain('recall of class singer');
    const labels = rows.map(({ attribute, value, metric, against }) => [attribute, value, metric, against].join('|'));
    expect(new Set(labels).size).toBe(rows.length);
  });

  it('are told apart on the terminal and in Markdown', () => {
    const links = { card: 'card.html', dossier: 'int8' };
    const text = renderSummary(record, { width: 120, colour: false, unicode: true, links });
    expect(text).toMatch(/skin tone +dark, class singer +400 /);
    expect(text).toMatch(/everyone, class singer +400 /);
    expect(renderCardMarkdown(record)).toMatch(/skin tone dark \| recall of class singer \|/);
  });

  it('are told apart in the drift chart and its sentence', () => {
    const [figure] = driftFigures(record);
    const who = figure?.table.map((item) => item.who) ?? [];
    expect(who).toContain('skin tone dark, class cook');
    expect(new Set(who).size).toBe(6);
    expect(figure?.message).toContain('for skin tone “dark” (class singer)');
  });

  it('head the card with the numbers of their own class', () => {
    const { sentence, numbers } = headlineOf(record);
    expect(sentence).toBe(
      'int8 got worse for everyone taken together, and more for skin tone “dark” (class singer) than for everyone else.',
    );
    expect(numbers.join(' ')).toContain(
      'the recall of class singer is 80.0 of 100 with the full model and 60.0 with int8: −20.0 points',
    );
    expect(numbers.join(' ')).toContain('For skin tone “light”, 90.0 and 86.0');
  });

  it('are not called the worst because another class is', () => {
    const { fairness } = record;
    if (!fairness) throw new Error('the record has data');
    const dark = fairness.findings.filter((finding) => finding.kind === 'drift' && finding.slice[0]?.value === 'dark');
    const worst = dark.map((finding) => [finding.class, isSurelyTheWorst(fairness, finding)]);
    expect(Object.fromEntries(worst)).toEqual({ cook: false, singer: true });
  });

  it('are drawn from their own class in the slope chart and in the comparison', async () => {
    const slope = slopeFigure(record);
    expect(slope?.metric).toBe('recall of class singer');
    expect(slope?.table.map(({ before, after }) => [before, after])).toContainEqual(['80.0', '60.0']);
    const page = await renderComparisonHtml([record, record]);
    expect(page).toContain('Recall of class singer: drift from the full model.');
    expect(page).toContain('−20.0 (−21.0 to −19.0)');
    expect(page).not.toContain('+0.1 (');
  });

  it('stand on the card with their class', async () => {
    expect(await renderCardHtml(record)).toContain('recall of class cook');
  });
});
