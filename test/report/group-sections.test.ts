import { describe, expect, it } from 'vitest';
import type { AuditRecord, FairnessRecord } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown, renderMetricsSummary } from '../../src/report/index.js';
import { disparitySentences, leadingDisparities } from '../../src/report/view/disparities.js';
import { spreadSentences } from '../../src/report/view/drift-spread.js';
import { methodInWords } from '../../src/report/wording/method.js';
import { relativeInWords } from '../../src/report/wording/relative.js';
import { fairnessOfGroups, groups, regression, withoutData } from '../reference/records/build.js';
import { sectionText } from './html-text.js';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

/** The record without some of what is told of groups. */
function without(record: AuditRecord, change: Partial<FairnessRecord>): AuditRecord {
  return { ...record, fairness: record.fairness && { ...record.fairness, ...change } };
}

describe('the sections about groups', () => {
  it('say in words how far groups lie apart, then show the leading measures, then all of them folded', async () => {
    const html = await renderCardHtml(groups);
    const text = sectionText(html, 'differences') ?? '';
    expect(text).toContain(
      'By skin tone, the accuracy of the groups that lie furthest apart differs by 6.9 points with the full model and by 14.2 with pruned; the gap grew: +7.3 points (+3.3 to +11.3).',
    );
    expect(text).toContain('whether the gap moved is not sure: +0.1 points');
    expect(text).toContain('equalized odds difference, points What equalized odds difference means. Somebody 2020');
    expect(text).toContain('All 18, by what they are made of');
    expect(text).toContain('accuracy: 16 numbers');
    expect(text).toContain('true positive rate and false positive rate: 1 number');
    expect(text).toContain('“dark” against “light”');
    expect(text).toContain('left out: none (fewer than 20 examples)');
    const names = leadingDisparities(fairnessOfGroups).map(({ title }) => title);
    expect(names).not.toContain('Brier difference');
    expect(names).not.toContain('theil index');
  });

  it('say what a measure means once, however many groups and attributes it is about', async () => {
    const [, ...folded] = (sectionText(await renderCardHtml(groups), 'differences') ?? '').split(/All 18, /);
    const text = folded.join('');
    const names = (fairnessOfGroups.disparityMeasures ?? []).map(({ definition }) => definition);
    expect(names).toHaveLength(10);
    for (const definition of names) expect(text.split(definition.replace(/\.$/, ''))).toHaveLength(2);
    for (const group of ['medium-light', 'medium', 'medium-dark', 'dark'])
      expect(text).toContain(`skin tone “${group}” against “light”`);
  });

  it('give both sides, the drift and the relative drift an interval each, and say where there is none', async () => {
    const text = plain(sectionText(await renderCardHtml(groups), 'differences') ?? '');
    expect(text).toContain('6.9 (4.9 to 8.9) 14.2 (11.2 to 17.2) +7.3 (+3.3 to +11.3) +105.8 % (+85.8 to +125.8)');
    expect(text).toContain('undefined: the baseline is at 0');
    expect(text).toContain('+5.0 % no interval: the baseline may be at 0');
    expect(text).toContain('every group is at 0');
  });

  it('never call a group the worst where others may have it worse', () => {
    expect(plain(spreadSentences(fairnessOfGroups).join(' '))).toBe(
      'By skin tone, the largest growth of the error rate in proportion to what it was is seen for “dark”: +160.0 % (+150.0 to +170.0); for everyone together it is +90.0 %.',
    );
    const overlapping = fairnessOfGroups.driftSummaries.map((item) => ({
      ...item,
      interval: item.interval && { ...item.interval, lower: -1, upper: 3 },
    }));
    expect(spreadSentences({ ...fairnessOfGroups, driftSummaries: overlapping }).join(' ')).toContain(
      'Whether it grew at all is not sure. Intervals of other groups overlap with it',
    );
  });

  it('show how drift was spread, with definition, source, and the same of everyone', async () => {
    const text = plain(sectionText(await renderCardHtml(groups), 'spread') ?? '');
    expect(text).toContain('combined error variance (CEV) What combined error variance (CEV) means. Somebody 2021');
    expect(text).toContain('left out: none (the baseline has no errors of one kind)');
    expect(text).toContain('medium +100.0 (+90.0 to +110.0) +90.0');
    expect(text).toContain('light the baseline is at 0 –');
  });

  it('tell which answers moved, and how many may not be told', async () => {
    for (const text of [sectionText(await renderCardHtml(groups), 'moved') ?? '', renderCardMarkdown(groups)]) {
      expect(text).toContain('“singer” taken for “firefighter”, 120 times anew and 31 times no longer.');
      expect(text).toContain('4 more answers moved less than these.');
      expect(text).toContain('31 further answers moved and are not shown: fewer than 20 examples came or left');
    }
    expect(sectionText(await renderCardHtml(groups), 'moved')).toContain('singer firefighter ✗ wrong 120 31 +89');
  });

  it('give flips their rates with intervals, the relative rate, and exemplars of several trainings', async () => {
    const text = plain(sectionText(await renderCardHtml(groups), 'flips') ?? '');
    expect(text).toContain('Most trainings of pruned answer 40 otherwise than most of the full model do.');
    expect(text).toContain('0.61 (0.49 to 0.76)');
    expect(text).toMatch(/lost of 100 gained gained of 100 wrong in another way relative negative flip rate exemplars/);
  });

  it('show metrics that nobody judges, with what is relative to 0 called undefined', async () => {
    const text = plain(sectionText(await renderCardHtml(groups), 'metrics') ?? '');
    expect(text).toContain('selection rate, points 8 640 0.0 2.0 +2.0 (+1.0 to +3.0) undefined: the baseline is at 0');
    expect(text).toContain('skin tone dark 1 728 88.0 71.4 −16.6');
    expect(text).toContain('−4.1 (−7.1 to −1.1)');
    expect(text).toContain('Those of crossings are in card.json alone.');
    expect(text).not.toContain('dark × gender');
  });

  it('are not there where the record has nothing for them', async () => {
    const bare = without(groups, { disparities: [], driftSummaries: [], confusion: undefined });
    const html = await renderCardHtml(bare);
    for (const id of ['differences', 'spread', 'moved']) expect(sectionText(html, id)).toBeUndefined();
    expect(html).not.toContain('href="#differences"');
    const markdown = renderCardMarkdown(bare);
    for (const title of ['How groups differ', 'How drift was spread', 'Which answers moved'])
      expect(markdown).not.toContain(title);
    for (const id of ['flips', 'moved']) expect(sectionText(await renderCardHtml(regression), id)).toBeUndefined();
    expect(sectionText(await renderCardHtml(withoutData), 'metrics')).toBeUndefined();
    const text = sectionText(await renderCardHtml(regression), 'metrics') ?? '';
    expect(text).not.toContain('beyond everyone else (95 %)');
  });

  it('say where libraries disagree and what is done here, and nothing of it where no groups are compared', () => {
    const topic = (record: AuditRecord): string | undefined =>
      methodInWords(record).find(({ title }) => title === 'Where libraries disagree')?.text;
    expect(topic(groups)).toContain('Aequitas gives 10 there');
    expect(topic(groups)).toContain('the larger of two gaps');
    expect(topic(groups)).toContain('Fairlearn counts its true positive rate as 0');
    expect(topic(without(groups, { disparities: [] }))).toBeUndefined();
  });

  it('write a drift relative to nothing as undefined and one without an interval as such', () => {
    expect(relativeInWords({ kind: 'not-estimable', reason: 'the baseline is at 0' }).value).toBe('undefined:');
    expect(relativeInWords({ kind: 'value', value: -0.5 })).toEqual({
      value: '−50.0\u202f%',
      interval: 'no interval: the baseline may be at 0',
      isRange: false,
    });
  });

  it('say no sentence about an attribute of which nothing judged is told', () => {
    const fairness = { ...fairnessOfGroups, findings: [] };
    expect(disparitySentences({ ...groups, fairness })).toEqual([]);
  });

  it('come in a line each on the terminal, and in none for a regression without groups', () => {
    const style = { width: 80, colour: false, unicode: true };
    const text = renderMetricsSummary(groups, style);
    expect(text).toContain('  right answers: 1,242 lost, 326 gained of 8,640, of the first training of each\n');
    expect(text).toContain('  apart by skin tone: accuracy 6.9, then 14.2: +7.3 points (+3.3 to +11.3)\n');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(renderMetricsSummary(regression, style)).not.toMatch(/right answers:|apart by/);
  });
});
