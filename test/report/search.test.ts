import { describe, expect, it } from 'vitest';
import type { AuditRecord, FairnessRecord, FoundSliceRecord, SearchRecord } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown, renderMetricsSummary } from '../../src/report/index.js';
import { int8Emoji } from '../reference/records/build.js';

const interval = (lower: number, upper: number): NonNullable<FoundSliceRecord['interval']> => ({
  lower,
  upper,
  level: 0.95,
  simultaneousOver: 4,
  method: 'tango',
});

const dark: FoundSliceRecord = {
  slice: [
    { attribute: 'skin_tone', value: 'dark' },
    { attribute: 'gender', value: '<b>woman</b>' },
  ],
  n: 212,
  baseline: 0.9,
  variant: 0.78,
  drift: -0.12,
  interval: interval(-0.18, -0.07),
  restDrift: -0.01,
  differential: -0.11,
  differentialInterval: interval(-0.17, -0.05),
  surelyWorse: true,
};

const search: SearchRecord = {
  attributes: ['skin_tone', 'gender', 'age'],
  binned: [{ attribute: 'age', edges: [20, 40] }],
  conditions: 3,
  most: 5,
  seed: 'fairweight/slice-search/1',
  metrics: [
    {
      kind: 'searched',
      metric: 'accuracy',
      examples: { discovery: 500, judging: 501 },
      possible: 1400,
      lookedAt: 300,
      pruned: 1100,
      rounds: 3,
      found: [dark, { ...dark, slice: [{ attribute: 'age', value: '40 or more' }], surelyWorse: false }],
      withheld: 2,
    },
    { kind: 'not-searched', metric: 'mean_recall', reason: 'it is no share of the same examples on both sides' },
  ],
};

function withFairness(change: Partial<FairnessRecord>): AuditRecord {
  const { fairness } = int8Emoji;
  return { ...int8Emoji, fairness: fairness && { ...fairness, ...change } };
}

const text = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/gu, '')
    .replace(/<[^>]+>/gu, ' ')
    .replace(/\s+/gu, ' ');
const plain = { width: 80, colour: false, unicode: false } as const;

describe('what slice search found', () => {
  it('stands on the card with its numbers, their n, what the other half says and that it decides nothing', async () => {
    const record = withFairness({ search });
    const html = await renderCardHtml(record);
    expect(html).not.toContain('<b>woman');
    for (const card of [text(html), renderCardMarkdown(record)]) {
      expect(card).toContain('Where it got worst');
      expect(card).toContain('every combination of up to three of skin tone, gender and age');
      expect(card).toContain('it changes no verdict');
      expect(card).toMatch(/−12\.0 \(−18\.0 to −7\.0\)/u);
      expect(card).toMatch(/−11\.0 \(−17\.0 to −5\.0\)/u);
      expect(card).toContain('212');
      expect(card).toMatch(/✗ worse than others[\s\S]*\? not confirmed/u);
      expect(card).toContain('2 slices were found but are not shown');
      expect(card).toContain('it is no share of the same examples on both sides');
      expect(card).toContain('age into 3 bins');
    }
  });

  it('says what it means that nothing was found, and does not', async () => {
    const nothing: SearchRecord = {
      ...search,
      metrics: search.metrics.map((item) => (item.kind === 'searched' ? { ...item, found: [], withheld: 0 } : item)),
    };
    const record = withFairness({ search: nothing });
    for (const said of [
      text(await renderCardHtml(record)),
      renderCardMarkdown(record),
      renderMetricsSummary(record, plain).replace(/\s+/gu, ' '),
    ]) {
      expect(said).toContain('Nothing was found: in no combination did the accuracy get worse');
      expect(said).toContain('That does not say that there is none');
    }
  });

  it('is a short block of the terminal, no wider than it', () => {
    for (const width of [40, 80]) {
      const said = renderMetricsSummary(withFairness({ search }), { ...plain, width });
      for (const line of said.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      expect(said.replace(/\s+/gu, ' ')).toContain('it decides nothing');
      expect(said).toContain('x worse than others');
    }
  });

  it('is nowhere where nobody asked', async () => {
    for (const said of [
      await renderCardHtml(int8Emoji),
      renderCardMarkdown(int8Emoji),
      renderMetricsSummary(int8Emoji, plain),
    ])
      expect(said.toLowerCase()).not.toContain('where it got worst');
  });
});

describe('what else moved', () => {
  const explored = {
    metric: 'accuracy',
    slice: [{ attribute: 'skin_tone', value: 'dark' }],
    n: 612,
    drift: -0.04,
    interval: { ...interval(-0.06, -0.02), simultaneousOver: 1 },
    pValue: 0.00001,
    adjusted: 0.012,
    among: 140,
  };

  it('names the method, how many drifts were looked at, and each with its adjusted p', async () => {
    const record = withFairness({
      exploration: Array.from({ length: 10 }, (_, i) => ({
        ...explored,
        slice: [{ attribute: 'skin_tone', value: `tone ${i}` }],
      })),
    });
    for (const card of [text(await renderCardHtml(record)), renderCardMarkdown(record)]) {
      expect(card).toContain('What else moved');
      expect(card).toContain('Of 140 drifts that were looked at');
      expect(card).toContain('Benjamini and Hochberg');
      expect(card.match(/−4\.0 \(−6\.0 to −2\.0\)/gu)).toHaveLength(10);
      expect(card).toContain('0.012');
    }
    expect(text(await renderCardHtml(record))).toContain('2 more slices');
  });

  it('says a slice once, with all that moved in it', async () => {
    const light = [{ attribute: 'skin_tone', value: 'light' }];
    const exploration = [
      { ...explored, metric: 'log_loss' },
      { ...explored, slice: light },
      { ...explored, metric: 'brier' },
    ];
    const html = await renderCardHtml(withFairness({ exploration }));
    const section = /<section id="explored"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
    expect(text(section)).toMatch(/dark log loss .* brier .* light accuracy, points /);
    expect([...section.matchAll(/rowspan="(\d)"/g)].map(([, rows]) => rows)).toEqual(['2', '1']);
    const rows = renderCardMarkdown(withFairness({ exploration }))
      .split('\n')
      .filter((line) => /log loss|brier/.test(line));
    expect(rows.map((row) => row.includes('dark'))).toEqual([true, false]);
  });

  it('is left out where nothing stands out', async () => {
    const record = withFairness({ exploration: [] });
    for (const card of [await renderCardHtml(record), renderCardMarkdown(record)])
      expect(card).not.toContain('What else moved');
  });
});

describe('the table of flips', () => {
  const p = (mcnemar: number): AuditRecord =>
    withFairness({
      slices: (int8Emoji.fairness?.slices ?? []).map((item) =>
        item.shown.kind === 'hidden'
          ? item
          : {
              ...item,
              shown: {
                ...item.shown,
                flips: {
                  ...item.shown.flips,
                  mcnemar: { kind: 'value', value: mcnemar / 2 },
                  mcnemarHolm: { kind: 'value', value: mcnemar },
                },
              },
            },
      ),
    });

  it('has McNemar’s p by Holm under its name, in Markdown too', async () => {
    const record = p(0.0434);
    for (const card of [await renderCardHtml(record), renderCardMarkdown(record)]) {
      expect(card).toContain('exact McNemar p, by Holm');
      expect(card).toContain('0.043');
      expect(card).not.toContain('0.022');
    }
  });

  it('has no such column where no slice has one', async () => {
    for (const card of [await renderCardHtml(int8Emoji), renderCardMarkdown(int8Emoji)])
      expect(card).not.toContain('McNemar');
  });
});
