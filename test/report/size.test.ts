import { beforeAll, describe, expect, it } from 'vitest';
import { prettyJson } from '../../src/base/index.js';
import type { AuditRecord, FairnessRecord, Finding } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown } from '../../src/report/index.js';
import { disparitiesOfAllKinds, groups, prunedEmoji } from '../reference/records/build.js';
import { judged } from './records.js';

interface Sizes {
  readonly html: number;
  readonly markdown: number;
  readonly json: number;
}

async function sizesOf(record: AuditRecord): Promise<Sizes> {
  return {
    html: Buffer.byteLength(await renderCardHtml(record)),
    markdown: Buffer.byteLength(renderCardMarkdown(record)),
    json: Buffer.byteLength(prettyJson(record)),
  };
}

/** What each of so many more adds, in bytes. */
function each(few: Sizes, many: Sizes, more: number): Sizes {
  return {
    html: (many.html - few.html) / more,
    markdown: (many.markdown - few.markdown) / more,
    json: (many.json - few.json) / more,
  };
}

function withFairness(record: AuditRecord, change: (fairness: FairnessRecord) => Partial<FairnessRecord>): AuditRecord {
  const { fairness } = record;
  return { ...record, fairness: fairness && { ...fairness, ...change(fairness) } };
}

/** So many findings, all with this verdict. */
function findings(count: number, verdict: Finding['verdict']): AuditRecord {
  return judged(prunedEmoji, ([first]) =>
    Array.from({ length: count }, (_, i): Finding[] => {
      if (!first) return [];
      return [{ ...first, slice: [{ attribute: 'skin_tone', value: `tone ${i}` }], verdict }];
    }).flat(),
  );
}

describe('a card grows', () => {
  // The first charts and folds are paid for by what both records have.
  it('by less than a kilobyte a finding, in each of its forms', async () => {
    const open = { kind: 'undecided', examplesNeeded: 120 } as const;
    const by = each(await sizesOf(findings(100, open)), await sizesOf(findings(200, open)), 100);
    expect(by.html).toBeGreaterThan(100);
    expect(by.html).toBeLessThan(800);
    expect(by.markdown).toBeLessThan(300);
    expect(by.json).toBeLessThan(900);
  }, 60_000);

  it('in Markdown not at all by findings that are simply kept, beyond forty', async () => {
    const kept = (count: number): AuditRecord =>
      judged(findings(count, { kind: 'kept' }), (of) => of.map((finding) => ({ ...finding, surelyWorse: false })));
    const by = each(await sizesOf(kept(100)), await sizesOf(kept(900)), 800);
    expect(by.markdown).toBeLessThan(1);
  }, 60_000);

  describe('by what nobody judges', () => {
    let few: Sizes;
    beforeAll(async () => {
      few = await sizesOf(groups);
    });

    it('as much as one measure of how groups differ takes in a tight table, and in Markdown not', async () => {
      const more = Array.from({ length: 20 }, (_, i) =>
        disparitiesOfAllKinds.slice(0, 10).map((item) => ({ ...item, attribute: `attribute ${i}` })),
      ).flat();
      const many = await sizesOf(
        withFairness(groups, ({ disparities }) => ({ disparities: [...disparities, ...more] })),
      );
      // Leading measures of an attribute are shown twice: at once, and folded.
      const by = each(few, many, more.length);
      expect(by.html).toBeLessThan(550);
      expect(by.json).toBeLessThan(950);
    });

    it('as much as one value of a metric takes in a tight table, and in Markdown not', async () => {
      const copies = 20;
      const many = withFairness(groups, ({ metrics, slices }) => ({
        metrics: [
          ...metrics,
          ...Array.from({ length: copies }, (_, i) => ({ ...(metrics[0] as (typeof metrics)[number]), name: `m${i}` })),
        ],
        slices: slices.map((item) =>
          item.shown.kind === 'hidden'
            ? item
            : {
                ...item,
                shown: {
                  ...item.shown,
                  values: [
                    ...item.shown.values,
                    ...Array.from({ length: copies }, (_, i) =>
                      item.shown.kind === 'shown'
                        ? item.shown.values.slice(0, 1).map((value) => ({ ...value, metric: `m${i}` }))
                        : [],
                    ).flat(),
                  ],
                },
              },
        ),
      }));
      const shown = groups.fairness?.slices.filter((item) => item.shown.kind === 'shown') ?? [];
      const sizes = await sizesOf(many);
      const definitions = copies * 250;
      const inTables = shown.filter(({ slice }) => slice.length < 2).length * copies;
      expect((sizes.html - few.html - definitions) / inTables).toBeLessThan(300);
      expect(sizes.markdown - few.markdown).toBeLessThan(definitions);
      expect((sizes.json - few.json - definitions) / (shown.length * copies)).toBeLessThan(750);
    });
  });
});
