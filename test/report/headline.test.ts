import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/record/index.js';
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
      'int8 got worse for skin tone dark, but by less than the release allows; 2 slices could not be judged.',
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
      /^For .*, int8 is too near the margin: even 1\u202f000 times the examples would likely not decide it\.$/,
    );
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
