import { describe, expect, it } from 'vitest';
import type { Progress, ProgressUpdate } from '../../src/base/index.js';
import { defaultMargins } from '../../src/compare/index.js';
import { mergeTallies, RankPass, type PairTally, type PairedExample, type Rankings } from '../../src/metrics/index.js';
import { fairnessRecord, type FairnessRecord } from '../../src/record/index.js';
import { binary, counted, tallyOf } from '../metrics/examples.js';

const frame = { ...binary, attributes: ['gender', 'style'] };
const people = (gender: string, style: string, counts: Readonly<Record<string, number>>): readonly PairedExample[] =>
  counted(counts).map((item) => ({ ...item, attributes: [gender, style] }));

function recordOf(
  tally: PairTally,
  crossings: readonly (readonly string[])[],
  rankings?: Rankings,
  onProgress?: Progress,
): FairnessRecord {
  const values = (i: number): readonly string[] =>
    [...new Set(tally.cells.map((cell) => cell.attributes[i] ?? ''))].sort();
  return fairnessRecord(
    {
      tally,
      rankings,
      attributes: [
        { name: 'gender', sensitive: true, values: values(0) },
        { name: 'style', sensitive: false, values: values(1) },
      ],
      crossings,
      minSlice: 20,
      margins: defaultMargins('binary'),
      marginSource: 'default',
      outcome: { task: 'binary', output: 'p', positive: 'yes', threshold: 0.5, label: 'y' },
      data: { files: ['a.csv'], skipped: { count: 0, examples: [] }, unitColumn: undefined },
    },
    onProgress,
  );
}

describe('the fairness record', () => {
  const list = [
    ...people('man', 'flat', { '111': 45, '000': 45 }),
    ...people('man', 'glossy', { '111': 30, '000': 30 }),
    ...people('woman', 'flat', { '111': 2, '000': 1 }),
    ...people('woman', 'glossy', { '111': 25, '000': 25 }),
  ];

  it('is the same from one tally and from merged shards, to the byte', () => {
    const whole = recordOf(tallyOf(frame, list), [['gender'], ['style']]);
    const shards = [0, 1, 2].map((k) =>
      tallyOf(
        frame,
        list.filter((_, i) => i % 3 === k),
      ),
    );
    expect(JSON.stringify(recordOf(mergeTallies(frame, shards), [['gender'], ['style']]))).toBe(JSON.stringify(whole));
  });

  it.each<readonly [string, readonly (readonly string[])[]]>([
    ['everyone', []],
    ['groups', [['gender'], ['style'], ['gender', 'style']]],
  ])('says how far it is, up to the end, and is the same whether anybody listens: %s', (_, crossings) => {
    const tally = tallyOf(frame, list);
    const updates: ProgressUpdate[] = [];
    const heard = recordOf(tally, crossings, undefined, (update) => updates.push(update));
    expect(heard).toEqual(recordOf(tally, crossings));
    expect(updates[0]?.done).toBe(0);
    expect(updates.length).toBeGreaterThan(2);
    for (const [i, { done, total }] of updates.entries()) {
      expect(total).toBe(updates[0]?.total);
      expect(done).toBeGreaterThanOrEqual(updates[i - 1]?.done ?? 0);
    }
    expect(updates.at(-1)?.done).toBe(updates[0]?.total);
  });

  it('adjusts McNemar tests by Holm over the shown slices, and has none with units or weights', () => {
    const flipped = [
      ...people('man', 'flat', { '111': 60, '110': 12, '000': 40 }),
      ...people('woman', 'flat', { '111': 60, '110': 3, '101': 2, '000': 40 }),
    ];
    const tests = (record: FairnessRecord): readonly (readonly (number | undefined)[])[] =>
      record.slices.map(({ shown }) =>
        shown.kind === 'hidden'
          ? []
          : [shown.flips.mcnemar, shown.flips.mcnemarHolm].map((p) => (p.kind === 'value' ? p.value : undefined)),
      );
    const [everyone, man, woman] = tests(recordOf(tallyOf(frame, flipped), [['gender']]));
    // 12 of 12 lost: 2 / 2¹², the smallest of three; 15 against 2; 3 against 2.
    expect(man).toEqual([2 / 2 ** 12, 3 * (2 / 2 ** 12)].map((p) => expect.closeTo(p, 12) as number));
    expect(everyone?.[1]).toBeCloseTo(2 * (everyone?.[0] ?? 0), 12);
    expect(woman).toEqual([1, 1]);
    const weighted = tallyOf({ ...frame, hasWeights: true }, flipped);
    for (const pair of tests(recordOf(weighted, [['gender']]))) expect(pair).toEqual([undefined, undefined]);
  });

  it('names what stands out though nobody promised anything about it, once, and nothing where nothing moved', () => {
    const moved = [
      ...people('man', 'flat', { '111': 200, '000': 160, '001': 40 }),
      ...people('woman', 'flat', { '111': 200, '000': 200 }),
    ];
    const found = recordOf(tallyOf(frame, moved), [['gender']]).exploration;
    const judged = ['accuracy', 'true_positive_rate', 'false_positive_rate'];
    expect(found.map(({ metric }) => metric)).not.toEqual(expect.arrayContaining(judged));
    // Error rate and selection rate of the men moved by the same 40 of 400 as their accuracy, which is judged: told there.
    expect(found.length).toBeGreaterThan(0);
    const men = found.filter(({ slice, n }) => slice[0]?.value === 'man' && n === 400);
    expect(men.filter(({ drift }) => Math.abs(Math.abs(drift) - 0.1) < 1e-12)).toHaveLength(0);
    for (const { adjusted, pValue } of found) {
      expect(adjusted).toBeLessThanOrEqual(0.05);
      expect(pValue).toBeLessThanOrEqual(adjusted);
    }
    const still = [
      ...people('man', 'flat', { '111': 200, '000': 200 }),
      ...people('woman', 'flat', { '111': 90, '000': 90 }),
    ];
    // The made-up scores of the two models differ by a constant, their answers not at all.
    const standing = recordOf(tallyOf(frame, still), [['gender']]).exploration.map(({ metric }) => metric);
    expect(new Set(standing)).toEqual(new Set(['log_loss', 'brier']));
  });

  it('gives no number at all of a hidden slice', () => {
    const found = recordOf(tallyOf(frame, list), [['gender', 'style']]);
    const hidden = found.slices.filter(({ shown }) => shown.kind === 'hidden');
    expect(hidden.length).toBeGreaterThanOrEqual(2);
    for (const { shown, slice } of hidden) {
      expect(Object.keys(shown).sort()).toEqual(['kind', 'reason']);
      expect(found.findings.filter((finding) => JSON.stringify(finding.slice) === JSON.stringify(slice))).toEqual([]);
    }
  });

  it('does not count an attribute value where that gives away a hidden crossing', () => {
    const found = recordOf(tallyOf(frame, list), [['gender', 'style']]);
    const crossing = (gender: string, style: string): number | null => {
      const shown = found.slices.find(({ slice }) => slice[0]?.value === gender && slice[1]?.value === style)?.shown;
      return shown?.kind === 'shown' ? shown.n : null;
    };
    const flat = found.data.attributes[1]?.values.find(({ value }) => value === 'flat')?.n ?? null;
    // Three women are drawn flat: not all of the others and the sum may be known.
    expect(crossing('woman', 'flat')).toBeNull();
    expect(flat === null || crossing('man', 'flat') === null).toBe(true);
  });

  it('says which promises a slice is too small for, and counts them among none', () => {
    const rare = [...list, ...people('other', 'flat', { '111': 8, '000': 40 })];
    const found = recordOf(tallyOf(frame, rare), [['gender']]);
    const named = found.notJudged.filter(({ slice }) => slice[0]?.value === 'other');
    expect(new Set(named.map(({ metric }) => metric))).toEqual(new Set(['true_positive_rate', 'false_positive_rate']));
    expect(new Set(named.map(({ kind }) => kind))).toEqual(new Set(['drift', 'differential']));
    expect(named[0]?.reason).toContain('fewer than 20 positives');
    const judged = found.findings.filter(({ slice }) => slice[0]?.value === 'other');
    expect(new Set(judged.map(({ metric }) => metric))).toEqual(new Set(['accuracy']));
  });

  it('warns where nobody is compared, and where the full model seems to be misread', () => {
    const kinds = (examples: readonly PairedExample[], crossings: readonly (readonly string[])[]): readonly string[] =>
      recordOf(tallyOf(frame, examples), crossings).caveats.map(({ kind }) => kind);
    expect(kinds(list, [['gender']])).toEqual([]);
    expect(kinds(list, [])).toEqual(['no-groups']);
    expect(kinds(people('man', 'flat', { '111': 40, '011': 60 }), [['gender']])).toEqual(['one-answer']);
    expect(kinds(people('man', 'flat', { '111': 5, '100': 30, '000': 25, '011': 40 }), [['gender']])).toEqual([
      'worse-than-guessing',
    ]);
  });

  it('says how far an AUC may be off where scores were counted on a grid', () => {
    const tally = tallyOf(
      frame,
      list.map((item, i) => ({ ...item, scores: { baseline: (i % 10) / 10, variant: (i % 7) / 10 } })),
    );
    const pass = new RankPass(tally, []);
    for (const [i, { attributes, unit, label }] of list.entries())
      pass.add({ attributes, unit, label, baseline: (i % 10) / 10, variant: (i % 7) / 10 });
    const { slices, rests } = pass.build();
    const gridErrorIn = (gridError: { readonly baseline: number; readonly variant: number }): unknown => {
      const rankings = { rests, slices: new Map([...slices].map(([key, ranks]) => [key, { ...ranks, gridError }])) };
      const [everyone] = recordOf(tally, [['gender']], rankings).slices;
      const values = everyone?.shown.kind === 'shown' ? everyone.shown.values : [];
      return values.find(({ metric }) => metric === 'auc')?.gridError;
    };
    expect(gridErrorIn({ baseline: 0.01, variant: 0 })).toEqual({ baseline: 0.01, variant: 0 });
    expect(gridErrorIn({ baseline: 0, variant: 0 })).toBeUndefined();
  });
});
