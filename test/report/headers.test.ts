import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { AuditRecord } from '../../src/record/index.js';
import { renderCardHtml, renderComparisonHtml } from '../../src/report/index.js';
import { int8Emoji, prunedEmoji } from '../reference/records/build.js';
import { mayBeSkipped, openBrowser, openReader, type Reader } from './browser.js';

const named = (record: AuditRecord, name: string): AuditRecord => ({ ...record, variant: { ...record.variant, name } });

describe.skipIf(mayBeSkipped)('the tables of a card', () => {
  let browser: Browser;
  let reader: Reader;
  beforeAll(async () => {
    browser = await openBrowser();
    reader = await openReader(browser);
  });
  afterAll(async () => {
    await reader.close();
    await browser.close();
  });

  const pages: readonly (readonly [string, () => Promise<string>])[] = [
    ['pruned80', () => renderCardHtml(named(prunedEmoji, 'pruned80'))],
    ['a name that nothing breaks', () => renderCardHtml(named(prunedEmoji, 'Knowledgedistillationofthelargestmodel'))],
    ['comparison', () => renderComparisonHtml([named(int8Emoji, 'Quantizeddynamically'), prunedEmoji])],
  ];

  it.each(pages)('break no word of a header, and let no cell run into the next: %s', async (_, render) => {
    const { page } = await reader.open(await render());
    await page.evaluate('document.querySelectorAll("details").forEach((item) => { item.open = true; })');
    for (const width of [850, 1280]) {
      await reader.look({ width });
      expect(await page.evaluate<readonly string[]>(brokenWords)).toEqual([]);
      expect(await page.evaluate<readonly string[]>(spilled)).toEqual([]);
    }
  });
});

/** Words of headers that stand on two lines. */
const brokenWords = `[...document.querySelectorAll('thead th')].flatMap((head) => {
  const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const { 0: word, index } of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (range.getClientRects().length > 1) broken.push(word);
    }
  }
  return broken;
})`;

/** Cells whose text is wider than they are. */
const spilled = `[...document.querySelectorAll('td, th')].flatMap((cell) => {
  const box = cell.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(cell);
  return [...range.getClientRects()].some((text) => text.width > 0 && (text.right > box.right + 1 || text.left < box.left - 1)) ? [cell.textContent] : [];
})`;
