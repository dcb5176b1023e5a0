import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { renderCardHtml, renderComparisonHtml, renderPredictionsHtml } from '../../src/report/index.js';
import type { AuditRecord } from '../../src/record/index.js';
import {
  allRecords,
  hostile,
  hostilePredictions,
  hostileTexts,
  int8Emoji,
  judgedTally,
  manyFindingsRecord,
  predictions,
  prunedEmoji,
  regression,
  smallest,
  withoutData,
} from '../reference/records/build.js';
import { axeFindings, mayBeSkipped, openBrowser, openReader, type Reader } from './browser.js';

const cards = new Map<AuditRecord, Promise<string>>();

/** The card of a record, rendered once however many tests look at it. */
function cardOf(record: AuditRecord): Promise<string> {
  const card = cards.get(record) ?? renderCardHtml(record);
  cards.set(record, card);
  return card;
}

const pages: readonly (readonly [string, () => Promise<string>])[] = [
  ...Object.entries(allRecords).map(([name, record]) => [name, () => cardOf(record)] as const),
  ['card with other variants', () => renderCardHtml(int8Emoji, { others: [prunedEmoji, hostile] })],
  ['predictions', () => renderPredictionsHtml(predictions)],
  ['hostile predictions', () => renderPredictionsHtml(hostilePredictions)],
  ['judged tally', () => renderPredictionsHtml(judgedTally)],
  ['comparison', () => renderComparisonHtml([int8Emoji, prunedEmoji, hostile])],
];

describe('a card', () => {
  it('is the same bytes for the same record', async () => {
    expect(await renderCardHtml(prunedEmoji)).toBe(await renderCardHtml(structuredClone(prunedEmoji)));
    expect(await renderComparisonHtml([int8Emoji, prunedEmoji])).toBe(
      await renderComparisonHtml([int8Emoji, prunedEmoji]),
    );
  });

  it('allows its one stylesheet by hash and nothing else', async () => {
    const html = await cardOf(hostile);
    const css = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => text);
    expect(css).toHaveLength(1);
    const hash = createHash('sha256')
      .update(css[0] ?? '')
      .digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(html)?.[1]
      ?.replaceAll('&#x27;', "'")
      .replaceAll('&#x3D;', '=');
    expect(policy).toBe(
      `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/<script|<iframe|<object|<embed|<base/i);
    expect(html).not.toMatch(/<[^>]*\sstyle=/i);
    expect(html).not.toMatch(/<[^>]*\son\w+=/i);
    expect(html).not.toMatch(/(src|href)="(?!data:|#)/i);
  });

  it('says for whom it got worse in its first heading, and calls a group worse than the rest only where that is sure', async () => {
    expect(heading(await cardOf(prunedEmoji))).toBe(
      'pruned got worse for everyone taken together, and more for skin tone “dark” than for everyone else.',
    );
    const doubtful = withFindings(prunedEmoji, (finding) =>
      finding.kind === 'differential' ? { ...finding, surelyWorse: false } : finding,
    );
    expect(heading(await cardOf(doubtful))).toBe(
      'pruned got worse for skin tone “dark”, and for everyone taken together as well.',
    );
    expect(heading(await cardOf(regression))).toBe(
      'Too few examples to say whether distilled keeps its promise for age band “60 and over”.',
    );
    expect(heading(await cardOf(int8Emoji))).toBe(
      'int8 got worse for skin tone “dark”, but by less than the release allows; 2 slices could not be judged.',
    );
  });

  it('says plainly that fairness was not audited where no data were given', async () => {
    const text = textOf(await cardOf(withoutData));
    expect(text).toContain('fairness not audited');
    expect(text).toContain('Fairness was not audited. No evaluation data were given');
    expect(text).not.toContain('For whom it got worse');
  });

  it('shows every finding, and names hidden slices as hidden with the reason', async () => {
    const many = await cardOf(manyFindingsRecord);
    expect([...many.matchAll(/<td role="cell" class="said">/g)]).toHaveLength(150);
    const text = textOf(await cardOf(prunedEmoji));
    expect(text).toContain('skin tone none × gender woman hidden: fewer than 20 examples');
    expect(text).toContain('Only one unit (family) in the slice: nothing says how much units differ.');
  });

  it('never speaks of significance or of bias', async () => {
    for (const record of [prunedEmoji, int8Emoji, regression, withoutData, manyFindingsRecord, smallest]) {
      expect(textOf(await cardOf(record))).not.toMatch(
        /significant|p\s*<\s*0?\.\d|bias detected|e[-−]\d\b|NaN|undefined|Infinity|\[object/,
      );
    }
  });

  it('draws no chart without a title, and no title twice under one id', async () => {
    const html = await cardOf(prunedEmoji);
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      [...html.matchAll(/<svg role="img" aria-labelledby="[^"]+"[^>]*><title id="[^"]+">[^<]+<\/title><desc/g)].length,
    ).toBe([...html.matchAll(/<svg role="img"/g)].length);
    expect(html).not.toMatch(/(fill|stroke)="#/);
  });
});

describe.skipIf(mayBeSkipped)('a card in a browser', () => {
  let browser: Browser;
  let reader: Reader;
  let examiner: Reader;
  beforeAll(async () => {
    browser = await openBrowser();
    reader = await openReader(browser);
    examiner = await openReader(browser, true);
  });
  afterAll(async () => {
    await reader.close();
    await examiner.close();
    await browser.close();
  });

  describe.each(pages)('%s', (_, render) => {
    it('opens without a complaint or a request, and never scrolls sideways', async () => {
      const { page, complaints, requests } = await reader.open(await render());
      for (const width of [320, 390, 1280]) {
        await reader.look({ width });
        const text = await page.evaluate<string>(
          'document.documentElement.scrollWidth + " of " + document.documentElement.clientWidth',
        );
        expect(text).toBe(`${width} of ${width}`);
      }
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
    });

    it('has nothing that axe objects to, light and dark, with every table unfolded', async () => {
      const { page } = await examiner.open(await render());
      await page.evaluate('document.querySelectorAll("details").forEach((item) => { item.open = true; })');
      for (const [scheme, width] of [
        ['light', 1280],
        ['dark', 390],
      ] as const) {
        await examiner.look({ width, scheme });
        expect(await axeFindings(page)).toEqual([]);
        const isWide = await page.evaluate<boolean>(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        expect(isWide).toBe(false);
      }
    }, 180_000);
  });

  it('shows hostile texts as text', async () => {
    const { page } = await reader.open(await cardOf(hostile));
    const text = await page.evaluate<string>('document.body.textContent');
    for (const hostileText of hostileTexts.filter((item) => !item.includes('\u202E')))
      expect(text.replace(/[\u2068\u2069]/g, '')).toContain(hostileText);
    expect(text).toContain('evil\\u{202e}gnp.exe\\u{7}\\u{1b}[31m');
    expect(await page.evaluate('window.harmed')).toBeUndefined();
    expect(await page.evaluate('document.querySelectorAll("script, b > i, img[onerror], iframe").length')).toBe(0);
  });

  it('keeps the labels of its charts apart and inside the drawing', async () => {
    for (const record of [prunedEmoji, manyFindingsRecord, regression, hostile]) {
      const { page } = await reader.open(await cardOf(record));
      for (const width of [390, 1280]) {
        await reader.look({ width });
        expect(await page.evaluate<readonly string[]>(overlaps)).toEqual([]);
      }
    }
  });

  it('has its drift chart above the fold of a laptop', async () => {
    const { page } = await reader.open(await cardOf(prunedEmoji));
    expect(await page.evaluate<number>('document.querySelector("#who svg").getBoundingClientRect().top')).toBeLessThan(
      800,
    );
  });
});

/** Texts of visible charts that cover each other or stick out of their drawing. */
const overlaps = `[...document.querySelectorAll('svg[role=img]')].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '').map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const outside = texts.filter(({ box }) => box.left < frame.left - 2 || box.right > frame.right + 2).map(({ text }) => 'outside: ' + text);
  const covered = texts.flatMap((a, i) => texts.slice(i + 1).filter((b) =>
    Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 4,
  ).map((b) => a.text + ' over ' + b.text));
  return [...outside, ...covered];
})`;

function heading(html: string): string {
  return unescaped(/<h2 id="verdict-title">([^<]*)<\/h2>/.exec(html)?.[1] ?? '');
}

function textOf(html: string): string {
  return unescaped(html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');
}

function withFindings(
  record: AuditRecord,
  change: (
    finding: NonNullable<AuditRecord['fairness']>['findings'][number],
  ) => NonNullable<AuditRecord['fairness']>['findings'][number],
): AuditRecord {
  return {
    ...record,
    fairness: record.fairness && { ...record.fairness, findings: record.fairness.findings.map(change) },
  };
}
