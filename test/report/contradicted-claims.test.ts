import { describe, expect, it } from 'vitest';
import { renderSummary } from '../../src/report/index.js';
import { int8Emoji } from '../reference/records/build.js';

/** The first lines of the summary, for a record whose claims are contradicted and of whose promises so many are undecided. */
function verdictWith(undecided: number): string {
  const record = {
    ...int8Emoji,
    claims: int8Emoji.claims.map((claim) => ({ ...claim, result: 'contradicted' as const })),
    verdict: {
      ...int8Emoji.verdict,
      kind: 'violated' as const,
      promises: { ...int8Emoji.verdict.promises, violated: 0, undecided, notEstimable: 0 },
      claims: { ...int8Emoji.verdict.claims, contradicted: int8Emoji.claims.length },
      exitCode: 1 as const,
    },
  };
  const style = { width: 200, colour: false, unicode: false, links: { card: 'card.html', dossier: 'int8' } };
  return renderSummary(record, style).split('\n\n')[0] ?? '';
}

describe('a verdict on claims that do not hold', () => {
  it('says that promises to people are kept only where every one is', () => {
    expect(verdictWith(0)).toContain('keeps its promises to people, but');
    expect(verdictWith(3)).not.toContain('keeps its promises to people, but');
    expect(verdictWith(3)).toContain('whether it keeps its promises to people is undecided.');
  });
});
