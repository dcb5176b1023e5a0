import { describe, expect, it } from 'vitest';
import { sliceKey, type Slice } from '../../src/base/index.js';
import type { AuditRecord } from '../../src/record/index.js';
import { renderCardHtml, renderCardMarkdown, renderComparisonHtml, renderSummary } from '../../src/report/index.js';
import { factsOf } from '../../src/report/view/facts.js';
import { comparisonSentence } from '../../src/report/wording/comparison.js';
import { headlineOf } from '../../src/report/wording/headline.js';
import { int8Emoji, prunedEmoji, slice, smallest, withoutData } from '../reference/records/build.js';
import { byDefault, claiming, judged, shownOnly, steady } from './records.js';

describe('the headline', () => {
  it('says how many slices it could not judge', () => {
    const { sentence } = headlineOf(steady);
    expect(sentence).toMatch(/^int8 stays within its margins for every slice that could be judged/);
    expect(sentence).toMatch(/; 2 could not\.$/);
    expect(headlineOf(int8Emoji).sentence).toBe(
      'int8 got worse for skin tone “dark”, but by less than the release allows; 2 slices could not be judged.',
    );
    expect(headlineOf(shownOnly(steady)).sentence).toMatch(/^int8 stays within its margins for every slice, /);
  });

  it('counts a slice with too few relevant examples for a margin among what could not be judged', () => {
    const { fairness } = shownOnly(steady);
    if (!fairness) throw new Error('the record has data');
    const dark = slice(['skin_tone', 'dark']);
    const notJudged = (['drift', 'differential'] as const).map((kind) => ({
      kind,
      metric: 'true_positive_rate',
      slice: dark,
      reason: 'fewer than 20 positives, or hidden so that such a number cannot be found by subtraction',
    }));
    expect(headlineOf({ ...steady, fairness: { ...fairness, notJudged } }).sentence).toMatch(
      /every slice that could be judged.*; 1 could not\.$/,
    );
  });

  it('speaks of groups where every slice is one, and of everyone where there is no slice', () => {
    const { fairness } = steady;
    if (!fairness) throw new Error('the record has data');
    const slices = fairness.slices.filter((item) => item.isGroup || item.slice.length === 0);
    expect(headlineOf({ ...steady, fairness: { ...fairness, slices } }).sentence).toContain(
      'for every group that could be judged',
    );
    const alone = judged(smallest, (findings) => findings.map((finding) => ({ ...finding, surelyWorse: false })));
    expect(headlineOf(alone).sentence).toBe('int8 stays within its margins for everyone taken together.');
  });

  const unjudged = judged(steady, () => []);

  it.each<['contradicted' | 'undecided', AuditRecord, string, string, number]>([
    ['contradicted', shownOnly(steady), 'bad', 'not as claimed', 1],
    ['contradicted', unjudged, 'bad', 'not as claimed', 1],
    ['contradicted', withoutData, 'bad', 'not as claimed', 1],
    ['undecided', shownOnly(steady), 'warn', 'undecided', 3],
    ['undecided', unjudged, 'quiet', 'not judged', 3],
    ['undecided', withoutData, 'quiet', 'fairness not audited', 3],
  ])('names the claim that is %s, in a tone and a word that fit the exit code', (result, record, tone, word, code) => {
    const claimed = claiming(record, result);
    expect(headlineOf(claimed)).toMatchObject({ tone, word });
    expect(headlineOf(claimed).sentence).toContain('“Twice as fast”');
    expect(claimed.verdict.exitCode).toBe(code);
  });

  it('names two claims and counts the others', () => {
    expect(headlineOf(claiming(shownOnly(steady), 'contradicted', 'contradicted')).sentence).toBe(
      'int8 keeps its promises to people, but the claims “Twice as fast” and “Four times smaller” do not hold.',
    );
    const three = claiming(shownOnly(steady), 'contradicted', 'contradicted', 'contradicted');
    expect(headlineOf(three).sentence).toContain('“Twice as fast”, “Four times smaller” and 1 more do not hold.');
  });

  it('does not say that promises to people were kept where nothing was promised', () => {
    const claimed = claiming(unjudged, 'contradicted');
    expect(headlineOf(claimed).sentence).toBe(
      'Nothing was promised to people, and the claim “Twice as fast” does not hold.',
    );
    expect(factsOf(claimed)[0]).toMatchObject({ value: '– none judged', note: 'nothing was promised' });
  });

  it('never says "as promised" of promises that nobody made', () => {
    const { word, sentence } = headlineOf(byDefault(shownOnly(steady)));
    expect(word).toBe('within the default margins');
    expect(sentence).toMatch(/^int8 stays within the default margins for every slice/);
  });

  it('does not say that more examples would not decide what they might', () => {
    const near = judged(shownOnly(steady), (findings) =>
      findings.map((finding, i) =>
        i === 1 ? { ...finding, verdict: { kind: 'undecided', examplesNeeded: 'unreachable' } } : finding,
      ),
    );
    expect(headlineOf(near).sentence).toMatch(
      /^For .*, int8 is too near the margin: even 1\u202f000 times the units would likely not decide it\.$/,
    );
  });
});

describe('the group in the headline', () => {
  /** The pruned model with broken promises for these slices, and all others kept while surely worse. */
  const brokenFor = (worst: boolean, ...slices: readonly Slice[]): AuditRecord =>
    judged(prunedEmoji, (findings) =>
      findings.map((finding) => {
        if (finding.kind === 'differential')
          return { ...finding, surelyWorse: worst && finding.surelyWorse, verdict: { kind: 'kept' } };
        const isBroken = slices.some((of) => sliceKey(of) === sliceKey(finding.slice));
        return { ...finding, verdict: isBroken ? { kind: 'violated', excess: 0.1 } : { kind: 'kept' } };
      }),
    );
  const dark = slice(['skin_tone', 'dark']);
  const broken = (everyone: boolean, worst: boolean): AuditRecord =>
    brokenFor(worst, dark, ...(everyone ? [slice()] : []));

  it('is quoted, so that a value such as "hand only" is not read as part of the sentence', () => {
    const { fairness } = prunedEmoji;
    const handOnly = (of: Slice): Slice =>
      of.map((part) => (part.value === 'dark' ? { ...part, value: 'hand only' } : part));
    const renamed = fairness && {
      ...fairness,
      slices: fairness.slices.map((item) => ({ ...item, slice: handOnly(item.slice) })),
      findings: fairness.findings.map((item) => ({ ...item, slice: handOnly(item.slice) })),
    };
    const { sentence, numbers } = headlineOf({ ...prunedEmoji, fairness: renamed });
    expect(sentence).toContain('skin tone “hand only”');
    expect(numbers.join(' ')).toContain('with skin tone “hand only”');
  });

  it.each([
    [true, true, 'for everyone taken together, and more for skin tone “dark” than for everyone else.'],
    [true, false, 'for skin tone “dark”, and for everyone taken together as well.'],
    [false, true, 'for skin tone “dark”, and more than for everyone else.'],
    [false, false, 'for skin tone “dark”; others may have got worse too.'],
  ])(
    'with the promise about everyone broken: %s, and the group worse than the others: %s',
    (everyone, worst, words) => {
      expect(headlineOf(broken(everyone, worst)).sentence).toBe(`pruned got worse ${words}`);
    },
  );

  it('is one group where it is a crossing, and says nothing of everyone whose own promise is kept', () => {
    const crossed = slice(['skin_tone', 'dark'], ['gender', 'woman']);
    const record = brokenFor(false, crossed);
    const everyone = record.fairness?.findings.find((finding) => finding.slice.length === 0);
    expect(everyone).toMatchObject({ verdict: { kind: 'kept' }, surelyWorse: true });
    expect(headlineOf(record).sentence).toBe(
      'pruned got worse for the group with both skin tone “dark” and gender “woman”; others may have got worse too.',
    );
    const isMixed = record.fairness?.slices.map((item) => ({
      ...item,
      isGroup: item.isGroup && item.slice.length < 2,
    }));
    const mixed = { ...record, fairness: record.fairness && { ...record.fairness, slices: isMixed ?? [] } };
    expect(headlineOf(mixed).sentence).toContain('for the slice with both skin tone “dark” and gender “woman”;');
  });

  it('counts the other slices whose promise is broken, each once', () => {
    const others = ['medium', 'light'].map((tone) => slice(['skin_tone', tone]));
    expect(headlineOf(brokenFor(false, dark, ...others)).sentence).toBe(
      'pruned got worse for skin tone “dark”, and for 2 more slices.',
    );
  });
});

describe('whether the release may go out', () => {
  it.each<[string, AuditRecord, string]>([
    ['kept', int8Emoji, 'It may go out as promised.'],
    ['kept by default', byDefault(shownOnly(steady)), 'By the default margins it may go out.'],
    ['broken', prunedEmoji, 'By its own promises it may not go out.'],
    ['broken by default', byDefault(prunedEmoji), 'By the default margins it may not go out.'],
    ['not as claimed', claiming(shownOnly(steady), 'contradicted'), 'With what it claims it may not go out.'],
    ['undecided', claiming(shownOnly(steady), 'undecided'), 'Until that is decided, nothing says that it may go out.'],
    ['not judged', withoutData, 'Nothing here says whether it may go out.'],
  ])('is said after the verdict on the terminal and on every card: %s', async (_, record, sentence) => {
    const links = { card: 'card.html', dossier: 'out' };
    const summary = renderSummary(record, { width: 400, colour: false, unicode: true, links });
    expect(summary.split('\n')[0]).toMatch(new RegExp(`${sentence.replace('.', '\\.')}$`));
    expect(renderCardMarkdown(record)).toContain(sentence);
    expect(await renderCardHtml(record)).toContain(sentence);
  });

  it('is not put as a release: a card says when it was audited', async () => {
    for (const card of [await renderCardHtml(prunedEmoji), renderCardMarkdown(prunedEmoji)]) {
      expect(card).toMatch(/audited \d{4}-\d\d-\d\d/);
      expect(card).not.toMatch(/released \d/);
    }
    const page = await renderComparisonHtml([prunedEmoji, int8Emoji]);
    expect(page).toContain('audited 2026-11-23');
  });
});

describe('the sentence over several variants', () => {
  it('says of each what its own card says', () => {
    const claimed = claiming(shownOnly(steady), 'contradicted');
    expect(comparisonSentence([byDefault(steady), prunedEmoji, claimed, withoutData])).toBe(
      'int8 is within the default margins; pruned is not as promised; int8 is not as claimed; pruned is not judged.',
    );
  });
});
