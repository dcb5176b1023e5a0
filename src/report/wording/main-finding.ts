import { sliceKey } from '../../base/index.js';
import type { FairnessRecord, Finding, ReleaseVerdict } from '../../record/index.js';
import { isSameMeasure } from './metrics.js';
import { partInSentence } from './slices.js';

/**
 * The finding that the headline is about. Groups come before other slices, single attributes before crossings, and a
 * group that surely moved more than the others before all; within that, the worst.
 */
export function mainFinding(fairness: FairnessRecord, kind: ReleaseVerdict['kind']): Finding | undefined {
  const groups = new Set(fairness.slices.filter(({ isGroup }) => isGroup).map(({ slice }) => sliceKey(slice)));
  const rank = (finding: Finding): number =>
    (isSurelyTheWorst(fairness, finding) ? 0 : 8) +
    (groups.has(sliceKey(finding.slice)) ? 0 : finding.slice.length === 0 ? 4 : 2) +
    (finding.slice.length > 1 ? 1 : 0);
  const about = fairness.findings.filter((finding) => finding.kind === 'drift');
  const best = (findings: readonly Finding[]): Finding | undefined =>
    [...findings].sort((a, b) => rank(a) - rank(b))[0];
  const of = (verdict: Finding['verdict']['kind'], findings: readonly Finding[]): Finding | undefined =>
    best(findings.filter((finding) => finding.verdict.kind === verdict));
  if (kind === 'violated') {
    const found = of('violated', about) ?? of('violated', fairness.findings);
    if (found) return found;
  }
  if (kind === 'undecided') {
    const found =
      of('undecided', about) ?? of('undecided', fairness.findings) ?? of('not-estimable', fairness.findings);
    if (found) return found;
  }
  return best(about.filter((finding) => finding.surelyWorse)) ?? about.find(({ drift }) => drift !== undefined);
}

/** Whether the slice moved further to the worse side than everyone else in its attribute, for all findings at once. */
export function isSurelyTheWorst(fairness: FairnessRecord, finding: Finding): boolean {
  const key = sliceKey(finding.slice);
  return fairness.findings.some(
    (other) =>
      other.kind === 'differential' &&
      other.against === undefined &&
      other.surelyWorse &&
      isSameMeasure(other, finding) &&
      sliceKey(other.slice) === key,
  );
}

/** Whether the promise about everyone taken together is broken in the finding's metric. */
export function isEveryoneBroken(fairness: FairnessRecord, finding: Finding): boolean {
  return brokenAlike(fairness, finding).some(({ slice }) => slice.length === 0);
}

/** How many parts other than the finding's have a broken promise in its metric, everyone not counted. */
export function otherPartsBroken(fairness: FairnessRecord, finding: Finding): number {
  const keys = new Set(brokenAlike(fairness, finding).map(({ slice }) => sliceKey(slice)));
  return [...keys].filter((key) => key !== sliceKey(finding.slice) && key !== sliceKey([])).length;
}

function brokenAlike({ findings }: FairnessRecord, finding: Finding): readonly Finding[] {
  return findings.filter(
    (other) => other.kind === 'drift' && other.verdict.kind === 'violated' && isSameMeasure(other, finding),
  );
}

/** The finding's slice as a sentence names it. */
export function whomInSentence({ slices }: FairnessRecord, { slice, class: of }: Finding): string {
  const key = sliceKey(slice);
  return partInSentence(slice, slices.find((item) => sliceKey(item.slice) === key)?.isGroup ?? false, of);
}
