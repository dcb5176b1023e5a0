import { describe, expect, it } from 'vitest';
import type { AuditRecord, Finding } from '../../src/record/index.js';
import { driftFigures, type DriftFigure } from '../../src/report/view/drift-figures.js';
import { renderCardHtml, renderCardMarkdown, renderSummary } from '../../src/report/index.js';
import {
  driftFinding,
  int8Emoji,
  manyFindingsRecord,
  prunedEmoji,
  selection,
  slice,
  type Row,
} from '../reference/records/build.js';
import { judged } from './records.js';

function figure(record: AuditRecord, metric: string): DriftFigure {
  const found = driftFigures(record).find(({ heading }) => heading.toLowerCase() === metric);
  if (!found) throw new Error(`the record has a chart of ${metric}`);
  return found;
}

/** int8, with these drifts of its groups and nothing else. */
function moved(change: (finding: Finding) => Finding): AuditRecord {
  return judged(int8Emoji, (findings) => findings.filter(({ kind }) => kind === 'drift').map(change));
}

describe('the words around a drift chart', () => {
  it('count by verdict what the chart has no room for', () => {
    const { findings } = manyFindingsRecord.fairness ?? { findings: [] };
    const { caption, table } = figure(manyFindingsRecord, 'accuracy');
    const of = findings.filter(({ metric }) => metric === 'accuracy');
    const shown = new Set(table.map(({ who }) => who));
    const cut = of.filter(({ slice: [part] }) => part !== undefined && !shown.has(part.value));
    expect(cut.some(({ surelyWorse }) => surelyWorse) || cut.some(({ verdict }) => verdict.kind !== 'kept')).toBe(true);
    expect(cut).toHaveLength(of.length - table.length);
    const undecided = cut.filter(({ verdict }) => verdict.kind === 'undecided').length;
    expect(caption).toContain(`${cut.length} more findings (${undecided === 0 ? '' : `${undecided} undecided`}`);
    expect(caption).not.toContain('none of them worse');
  });

  it('call no improvement a move to the worse', () => {
    const better = moved((finding) => ({ ...finding, drift: 0.003 }));
    expect(figure(better, 'accuracy').message).toBe('int8 breaks no promise on accuracy; none moved to the worse.');
    const one = moved((finding) => ({
      ...finding,
      drift: finding.slice[0]?.value === 'woman' ? -0.001 : 0.003,
    }));
    expect(figure(one, 'accuracy').message).toMatch(
      /the largest move to the worse is −0\.1 points, for gender “woman”\.$/,
    );
  });

  it('take the furthest move of a metric without a better side, up or down', () => {
    const rows: readonly Row[] = [
      { slice: slice(['gender', 'woman']), n: 400, before: 0.4, drift: 0.05, half: 0.01 },
      { slice: slice(['gender', 'man']), n: 400, before: 0.4, drift: -0.01, half: 0.01 },
    ];
    const { fairness } = int8Emoji;
    if (!fairness) throw new Error('the record has data');
    const record = judged({ ...int8Emoji, fairness: { ...fairness, metrics: [selection] } }, () =>
      rows.map((row) => driftFinding(row, selection, 0.1, 2)),
    );
    expect(figure(record, 'selection rate').message).toMatch(
      /the largest move is \+5\.0 points, for gender “woman”\.$/,
    );
  });
});

describe('why something is hidden', () => {
  const reason = 'small, or so that a small one cannot be found by subtraction';

  it('does not say whether it is itself small', () => {
    const card = renderCardMarkdown(prunedEmoji);
    const summary = renderSummary(prunedEmoji, {
      width: 200,
      colour: false,
      unicode: true,
      links: { card: 'card.html', dossier: 'pruned' },
    });
    expect(summary).toContain(`2 slices hidden: ${reason}`);
    expect(card).toContain(reason);
    expect(`${card} ${summary}`).not.toMatch(/too few to show|too small/);
  });
});

describe('the word for a change', () => {
  it('is drift, on the terminal and over every column', () => {
    const summary = renderSummary(
      judged(prunedEmoji, (findings) => findings.slice(-30)),
      { width: 140, colour: false, unicode: true, links: { card: 'card.html', dossier: 'pruned' } },
    );
    expect(summary).toMatch(/ base +pruned +drift +margin/);
    expect(summary).toContain('accuracy, points, against everyone else');
    expect(renderCardMarkdown(prunedEmoji)).not.toMatch(/\bchange\b|the rest\b/i);
  });
});

describe('what a margin covers and nothing could judge', () => {
  it('is named with the reason on the card, and counted on the terminal', async () => {
    const { fairness } = int8Emoji;
    if (!fairness) throw new Error('the record has data');
    const promise = { kind: 'differential', metric: 'accuracy', slice: slice(['skin_tone', 'dark']) } as const;
    const reason = 'fewer than 20 examples among everyone else';
    const record = { ...int8Emoji, fairness: { ...fairness, notJudged: [{ ...promise, reason }] } };
    const who = 'skin tone dark, accuracy, against everyone else';
    expect(await renderCardHtml(record)).toContain(`${who} <span class="dim">not judged: ${reason}</span>`);
    expect(renderCardMarkdown(record)).toContain(`Not judged: ${who} (${reason}).`);
    const links = { card: 'card.html', dossier: 'int8' };
    expect(renderSummary(record, { width: 80, colour: false, unicode: true, links })).toContain('1 promise not judged');
  });
});
