import type { ClaimResult, FairnessRecord, Finding, JudgedClaim, PromiseCounts, ReleaseVerdict } from './types.js';

/**
 * The verdict on a variant: violated where a promise is, or where a claim about it is contradicted; not judged where nothing was
 * promised to people, or what was compared cannot bear a verdict; undecided where a promise or a claim is; kept otherwise. The exit code says the same and nothing else.
 */
export function releaseVerdict(
  fairness: Pick<FairnessRecord, 'findings' | 'caveats'> | undefined,
  claims: readonly JudgedClaim[],
): ReleaseVerdict {
  const findings = fairness?.findings ?? [];
  const isBlocked = fairness?.caveats.some((caveat) => caveat.isBlocking) ?? true;
  const promises = countPromises(findings);
  const results: Record<ClaimResult, number> = { holds: 0, contradicted: 0, undecided: 0, unchecked: 0 };
  for (const { result } of claims) results[result] += 1;
  const isOpen = promises.undecided + promises.notEstimable + results.undecided > 0;
  const kind =
    promises.violated + results.contradicted > 0
      ? 'violated'
      : isBlocked || findings.length === 0
        ? 'not-judged'
        : isOpen
          ? 'undecided'
          : 'kept';
  return { kind, promises, claims: results, exitCode: exitCodeOf[kind] };
}

const exitCodeOf: Readonly<Record<ReleaseVerdict['kind'], ReleaseVerdict['exitCode']>> = {
  kept: 0,
  violated: 1,
  undecided: 3,
  'not-judged': 3,
};

function countPromises(findings: readonly Finding[]): PromiseCounts {
  const count = (is: (finding: Finding) => boolean): number => findings.filter(is).length;
  return {
    kept: count(({ verdict }) => verdict.kind === 'kept'),
    keptButWorse: count(({ verdict, surelyWorse }) => verdict.kind === 'kept' && surelyWorse),
    violated: count(({ verdict }) => verdict.kind === 'violated'),
    undecided: count(({ verdict }) => verdict.kind === 'undecided'),
    notEstimable: count(({ verdict }) => verdict.kind === 'not-estimable'),
  };
}
