import { describe, expect, it } from 'vitest';
import { renderPredictionsHtml, renderPredictionsMarkdown } from '../../src/report/index.js';
import { hostilePredictions, judgedTally, predictions } from '../reference/records/build.js';
import { sectionText, textOf } from './html-text.js';

describe('a card of predictions', () => {
  it('says on its first screen that no model was seen and that neither size nor latency was measured', async () => {
    const text = textOf(await renderPredictionsHtml(predictions));
    const first = text.slice(0, text.indexOf('For whom it got worse', 400));
    for (const said of [
      'predictions.parquet · p_int8 against p_base',
      'These are predictions that were made elsewhere: two columns of a table. No model was seen here',
      'Models Not seen',
      'Size and latency Not measured',
    ]) {
      expect(first).toContain(said);
    }
    const markdown = renderPredictionsMarkdown(predictions);
    expect(markdown).toContain('No model was seen here');
    expect(markdown).toContain('Not measured');
  });

  it('has no section about models, claims or explanations, and the same sections about people as a card of models', async () => {
    const html = await renderPredictionsHtml(predictions);
    for (const id of ['models', 'claims', 'look', 'others']) expect(sectionText(html, id)).toBeUndefined();
    for (const id of ['who', 'findings', 'gap', 'differences', 'spread', 'flips', 'moved', 'metrics', 'data', 'limits'])
      expect(sectionText(html, id), id).not.toBeUndefined();
    expect(html).not.toContain('same preparation');
  });

  it('says what it was made from: hashes and all that was asked for', async () => {
    const text = sectionText(await renderPredictionsHtml(predictions), 'provenance') ?? '';
    expect(text).toContain(`predictions.parquet, SHA-256 ${'ab12'.repeat(16)}`);
    expect(text).toContain('Slices ["skin_tone"]');
    expect(text).not.toContain('Margins');
    const judged = sectionText(await renderPredictionsHtml(judgedTally), 'provenance') ?? '';
    expect(judged).toContain(`Plan, SHA-256 ${'cd34'.repeat(16)}`);
    expect(judged).toContain(`merged.tally.json, SHA-256 ${'ef56'.repeat(16)}`);
    expect(textOf(await renderPredictionsHtml(judgedTally))).toContain('where they were scored: a tally');
  });

  it('is the same bytes for the same record', async () => {
    expect(await renderPredictionsHtml(predictions)).toBe(await renderPredictionsHtml(structuredClone(predictions)));
    expect(renderPredictionsMarkdown(predictions)).toBe(renderPredictionsMarkdown(structuredClone(predictions)));
  });

  it('shows hostile names of columns, groups and classes as text', async () => {
    const html = await renderPredictionsHtml(hostilePredictions);
    expect(html).not.toMatch(/<script|<img src=x|<b>group|<svg onload/i);
    expect(html).toContain('&lt;script&gt;window.harmed');
    const ours = /^<details><summary>|<\/summary>$|^<\/details>$/gm;
    const markdown = renderPredictionsMarkdown(hostilePredictions)
      .replace(ours, '')
      .replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(markdown).not.toMatch(/<[a-z/]/i);
    expect(markdown).not.toMatch(/(?<!\\)\[[^\]]*\]\(/);
  });
});
