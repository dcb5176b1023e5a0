import { describe, expect, it } from 'vitest';
import { renderCardHtml } from '../../src/report/index.js';
import { reliabilityFigure } from '../../src/report/view/reliability-figure.js';
import type { AuditRecord, ScoreDistributionRecord } from '../../src/record/index.js';
import { manyFindingsRecord, prunedEmoji } from '../reference/records/build.js';
import { scoreDistributions } from '../reference/records/score-distributions.js';

function withScores(distributions: readonly ScoreDistributionRecord[]): AuditRecord {
  const { fairness } = manyFindingsRecord;
  if (!fairness) throw new Error('no fairness');
  return { ...manyFindingsRecord, fairness: { ...fairness, scoreDistributions: distributions } };
}

describe('what scores promise, on the card', () => {
  it('is a panel a model, with a message that holds both models against what is so', () => {
    const figure = reliabilityFigure(manyFindingsRecord);
    // Means over the bins, by how many examples each holds.
    expect(figure?.message).toBe(
      'Of 100 examples 23.0 are positive; the scores of the full model say 22.8, those of pruned 24.1.',
    );
    expect(figure?.panels.map(({ dots }) => dots.length)).toEqual([9, 7]);
    expect(figure?.panels[1]?.dots[2]).toMatchObject({ said: 0.297, actual: 0.36 });
  });

  it('is a table too, each bin with its count and its interval', async () => {
    const figure = reliabilityFigure(manyFindingsRecord);
    expect(figure?.table[0]).toMatchObject({
      scores: '0.0 to under 0.1',
      said: '2.1',
      actual: '2.3',
      interval: '1.9 to 2.7',
    });
    expect(figure?.table[8]).toMatchObject({ scores: '0.9 to 1.0', n: '400' });
    const html = await renderCardHtml(manyFindingsRecord);
    expect(html).toContain('What the scores promise');
    expect(html).toContain('0.2 to under 0.4');
  });

  it('is not there without scores, and where everyone’s must not be told', async () => {
    expect(reliabilityFigure(prunedEmoji)).toBeUndefined();
    const [everyone] = scoreDistributions;
    if (!everyone) throw new Error('nothing');
    const hidden = withScores([{ ...everyone, scores: { kind: 'hidden', reason: 'few' } }]);
    expect(reliabilityFigure(hidden)).toBeUndefined();
    expect(await renderCardHtml(hidden)).not.toContain('What the scores promise');
    expect(await renderCardHtml(prunedEmoji)).not.toContain('What the scores promise');
  });

  it('has no bars where a unit holds several examples, and says why', () => {
    const [everyone] = scoreDistributions;
    if (everyone?.scores.kind !== 'shown') throw new Error('nothing');
    const { baseline, variant } = everyone.scores;
    const without = (scores: typeof baseline): typeof baseline => ({
      ...scores,
      calibration: scores.calibration.map(({ from, to, n, meanScore, positives }) => ({
        from,
        to,
        n,
        meanScore,
        positives,
      })),
    });
    const figure = reliabilityFigure(
      withScores([{ ...everyone, scores: { kind: 'shown', baseline: without(baseline), variant: without(variant) } }]),
    );
    expect(figure?.caption).toContain('Bars are left out');
    expect(figure?.intervalHeading).toBe('');
    expect(figure?.table.every(({ interval }) => interval === '')).toBe(true);
  });
});
