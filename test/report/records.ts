/** Records of test/reference with something changed, and their verdict made anew. */
import { releaseVerdict, type AuditRecord, type ClaimResult, type Finding } from '../../src/record/index.js';
import { int8Emoji } from '../reference/records/build.js';

/** The record with other findings. */
export function judged(record: AuditRecord, change: (findings: readonly Finding[]) => readonly Finding[]): AuditRecord {
  const fairness = record.fairness && { ...record.fairness, findings: change(record.fairness.findings) };
  return { ...record, fairness, verdict: releaseVerdict(fairness, record.claims) };
}

/** The record with no claims but these. */
export function claiming(record: AuditRecord, ...results: readonly ClaimResult[]): AuditRecord {
  const texts = ['Twice as fast', 'Four times smaller.', 'Never guesses'];
  const claims = results.map((result, i) => ({
    id: String(i),
    text: texts[i] ?? '',
    source: 'measured' as const,
    result,
    reason: '',
  }));
  return { ...record, claims, verdict: releaseVerdict(record.fairness, claims) };
}

/** The record as if its plan had promised nothing. */
export function byDefault(record: AuditRecord): AuditRecord {
  return judged(record, (findings) =>
    findings.map((finding) => ({ ...finding, margin: { ...finding.margin, source: 'default' as const } })),
  );
}

/** The record as if nothing had to be hidden. */
export function shownOnly(record: AuditRecord): AuditRecord {
  const { fairness } = record;
  const slices = fairness?.slices.filter(({ shown }) => shown.kind === 'shown');
  return { ...record, fairness: fairness && slices && { ...fairness, slices } };
}

/** The int8 model as if nobody got worse for sure. */
export const steady: AuditRecord = judged(int8Emoji, (findings) =>
  findings.map((finding) => ({ ...finding, surelyWorse: false })),
);
