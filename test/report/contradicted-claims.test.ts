import { describe, expect, it } from 'vitest';
import { renderComparisonSummary, renderSummary } from '../../src/report/index.js';
import type { AuditRecord } from '../../src/record/index.js';
import { int8Emoji } from '../reference/records/build.js';

/** The first lines of the summary, for a record whose claims are contradicted and of whose promises so many are undecided. */
function recordWith(undecided: number, violated = 0): AuditRecord {
  return {
    ...int8Emoji,
    claims: int8Emoji.claims.map((claim) => ({ ...claim, result: 'contradicted' as const })),
    verdict: {
      ...int8Emoji.verdict,
      kind: 'violated' as const,
      promises: { ...int8Emoji.verdict.promises, violated, undecided, notEstimable: 0 },
      claims: { ...int8Emoji.verdict.claims, contradicted: int8Emoji.claims.length },
      exitCode: 1 as const,
    },
  };
}

function verdictWith(undecided: number): string {
  const style = { width: 200, colour: false, unicode: false, links: { card: 'card.html', dossier: 'int8' } };
  return renderSummary(recordWith(undecided), style).split('\n\n')[0] ?? '';
}

describe('a verdict on claims that do not hold', () => {
  it('says that promises to people are kept only where every one is', () => {
    expect(verdictWith(0)).toContain('keeps its promises to people, but');
    expect(verdictWith(3)).not.toContain('keeps its promises to people, but');
    expect(verdictWith(3)).toContain('whether it keeps its promises to people is undecided.');
  });

  it('stands beside those claims where variants are compared, and beside a finding where a promise is broken too', () => {
    const line = (record: AuditRecord): string =>
      renderComparisonSummary([record], { width: 200, colour: false, unicode: false });
    const [claim] = int8Emoji.claims;
    expect(line(recordWith(3))).toContain(`claimed: "${claim?.text}"`);
    expect(line(recordWith(3, 1))).not.toContain('claimed:');
  });
});
