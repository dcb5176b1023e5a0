import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { renderCardHtml, renderComparisonHtml } from '../../src/report/index.js';
import type { AuditRecord } from '../../src/record/index.js';
import {
  allRecords,
  hostile,
  hostileTexts,
  int8Emoji,
  manyFindingsRecord,
  prunedEmoji,
  regression,
  smallest,
  withoutData,
} from '../reference/records/build.js';
import { axeFindings, mayBeSkipped, openBrowser, withPage } from './browser.js';

const pages: Readonly<Record<string, () => Promise<string>>> = {
  ...Object.fromEntries(Object.entries(allRecords).map(([name, record]) => [name, once(() => renderCardHtml(record))])),
  'card with other variants': once(() => renderCardHtml(int8Emoji, { others: [prunedEmoji, hostile] })),
  comparison: once(() => renderComparisonHtml([int8Emoji, prunedEmoji, hostile])),
};

describe('a card', () => {
  it('is the same bytes for the same record', async () => {
    expect(await renderCardHtml(prunedEmoji)).toBe(await renderCardHtml(structuredClone(prunedEmoji)));
    expect(await renderComparisonHtml([int8Emoji, prunedEmoji])).toBe(
      await renderComparisonHtml([int8Emoji, prunedEmoji]),
    );
  });

  it('allows its one stylesheet by hash and nothing else', async () => {
    const html = await renderCardHtml(hostile);
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
    expect(heading(await renderCardHtml(prunedEmoji))).toBe(
      'pruned got worse for skin tone dark, and more than for everyone else.',
    );
    const doubtful = withFindings(prunedEmoji, (finding) =>
      finding.kind === 'differential' ? { ...finding, surelyWorse: false } : finding,
    );
    expect(heading(await renderCardHtml(doubtful))).toBe(
      'pruned got worse for skin tone dark; others may have got worse too.',
    );
    expect(heading(await renderCardHtml(regression))).toBe(
      'Too few examples to say whether distilled keeps its promise for age band 60 and over.',
    );
    expect(heading(await renderCardHtml(int8Emoji))).toBe(
      'int8 got worse for skin tone dark, but by less than the release allows; 2 slices could not be judged.',
    );
  });

  it('says plainly that fairness was not audited where no data were given', async () => {
    const text = textOf(await renderCardHtml(withoutData));
    expect(text).toContain('fairness not audited');
    expect(text).toContain('Fairness was not audited. No evaluation data were given');
    expect(text).not.toContain('For whom it got worse');
  });

  it('shows every finding, and names hidden slices as hidden with the reason', async () => {
    const many = await renderCardHtml(manyFindingsRecord);
    expect([...many.matchAll(/<td role="cell" class="said">/g)]).toHaveLength(150);
    const text = textOf(await renderCardHtml(prunedEmoji));
    expect(text).toContain('skin tone none × gender woman hidden: fewer than 20 examples');
    expect(text).toContain('Only one unit (family) in the slice: nothing says how much units differ.');
  });

  it('never speaks of significance or of bias', async () => {
    for (const record of [prunedEmoji, int8Emoji, regression, withoutData, manyFindingsRecord, smallest]) {
      expect(textOf(await renderCardHtml(record))).not.toMatch(
        /significant|p\s*<\s*0?\.\d|bias detected|e[-−]\d\b|NaN|undefined|Infinity|\[object/,
      );
    }
  });

  it('draws no chart without a title, and no title twice under one id', async () => {
    const html = await renderCardHtml(prunedEmoji);
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
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });

  describe.each(Object.entries(pages))('%s', (name, render) => {
    it('opens without a complaint or a request, and never scrolls sideways', async () => {
      const html = await render();
      for (const width of [320, 390, 1280]) {
        await withPage(browser, html, { width }, async ({ page, complaints, requests }) => {
          const text = await page.evaluate<string>(
            'document.documentElement.scrollWidth + " of " + document.documentElement.clientWidth',
          );
          expect(text).toBe(`${width} of ${width}`);
          expect(complaints).toEqual([]);
          expect(requests).toEqual([]);
        });
      }
    });

    // Long tables of the same rows only cost axe time.
    it.skipIf(['int8Emoji', 'smallest', 'manyFindingsRecord'].includes(name))(
      'has nothing that axe objects to, light and dark, with every table unfolded',
      async () => {
        const html = await render();
        for (const [scheme, width] of [
          ['light', 1280],
          ['dark', 390],
        ] as const) {
          await withPage(browser, html, { width, scheme, bypassPolicy: true }, async ({ page }) => {
            await page.evaluate('document.querySelectorAll("details").forEach((item) => { item.open = true; })');
            expect(await axeFindings(page)).toEqual([]);
            const wide = await page.evaluate<boolean>(
              'document.documentElement.scrollWidth > document.documentElement.clientWidth',
            );
            expect(wide).toBe(false);
          });
        }
      },
      180_000,
    );
  });

  it('shows hostile texts as text', async () => {
    await withPage(browser, await renderCardHtml(hostile), {}, async ({ page }) => {
      const text = await page.evaluate<string>('document.body.textContent');
      for (const hostileText of hostileTexts.filter((item) => !item.includes('\u202E')))
        expect(text.replace(/[\u2068\u2069]/g, '')).toContain(hostileText);
      expect(text).toContain('evil\\u{202e}gnp.exe\\u{7}\\u{1b}[31m');
      expect(await page.evaluate('window.harmed')).toBeUndefined();
      expect(await page.evaluate('document.querySelectorAll("script, b > i, img[onerror], iframe").length')).toBe(0);
    });
  });

  it('keeps the labels of its charts apart and inside the drawing', async () => {
    for (const record of [prunedEmoji, manyFindingsRecord, regression, hostile]) {
      for (const width of [390, 1280]) {
        await withPage(browser, await renderCardHtml(record), { width }, async ({ page }) => {
          expect(await page.evaluate<readonly string[]>(overlaps)).toEqual([]);
        });
      }
    }
  });

  it('has its drift chart above the fold of a laptop', async () => {
    await withPage(browser, await renderCardHtml(prunedEmoji), {}, async ({ page }) => {
      expect(
        await page.evaluate<number>('document.querySelector("#who svg").getBoundingClientRect().top'),
      ).toBeLessThan(800);
    });
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

/** Renders once, however many tests look at it. */
function once(render: () => Promise<string>): () => Promise<string> {
  let rendered: Promise<string> | undefined;
  return () => (rendered ??= render());
}

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
