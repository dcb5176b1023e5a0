import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/base/index.js';
import {
  releaseVerdict,
  type Caveat,
  type ClaimResult,
  type Finding,
  type JudgedClaim,
  type ReleaseVerdict,
} from '../../src/record/index.js';

const verdicts: Readonly<Record<Verdict['kind'], Verdict>> = {
  kept: { kind: 'kept' },
  violated: { kind: 'violated', excess: 0.01 },
  undecided: { kind: 'undecided', examplesNeeded: 100 },
  'not-estimable': { kind: 'not-estimable', reason: 'no positives' },
};

function finding(kind: Verdict['kind'], surelyWorse = false): Finding {
  const value = { kind: 'value', value: 0.9 } as const;
  return {
    kind: 'drift',
    metric: 'accuracy',
    slice: [],
    n: 100,
    baseline: value,
    variant: value,
    margin: { allowed: 0.02, source: 'plan' },
    verdict: verdicts[kind],
    surelyWorse,
  };
}

const claim = (result: ClaimResult): JudgedClaim => ({ id: 'a', text: 'b', source: 'recomputed', result, reason: 'c' });

describe('the verdict of a release', () => {
  it.each<[readonly Verdict['kind'][] | undefined, readonly ClaimResult[], string, number]>([
    [['kept', 'kept'], [], 'kept', 0],
    [['kept'], ['holds', 'unchecked'], 'kept', 0],
    [['kept'], ['undecided'], 'undecided', 3],
    [['kept'], ['contradicted'], 'violated', 1],
    [['kept', 'undecided'], [], 'undecided', 3],
    [['kept', 'not-estimable'], ['holds'], 'undecided', 3],
    [['kept', 'undecided'], ['contradicted'], 'violated', 1],
    [['violated', 'kept', 'undecided'], ['holds'], 'violated', 1],
    [[], [], 'not-judged', 3],
    [[], ['holds'], 'not-judged', 3],
    [undefined, [], 'not-judged', 3],
    [[], ['undecided'], 'not-judged', 3],
    [[], ['contradicted'], 'violated', 1],
    [undefined, ['contradicted'], 'violated', 1],
  ])('of promises %j and claims %j is %s, exit code %d', (kinds, claims, kind, exitCode) => {
    expect(
      releaseVerdict(kinds && { findings: kinds.map((k) => finding(k)), caveats: [] }, claims.map(claim)),
    ).toMatchObject({ kind, exitCode });
  });

  it('calls nothing kept that cannot be judged, and a broken promise broken all the same', () => {
    const blocking = { kind: 'one-answer', text: '', isBlocking: true } as const;
    const doubtful = { kind: 'worse-than-guessing', text: '', isBlocking: false } as const;
    const of = (kind: Verdict['kind'], caveat: Caveat): ReleaseVerdict =>
      releaseVerdict({ findings: [finding(kind)], caveats: [caveat] }, []);
    expect(of('kept', blocking)).toMatchObject({ kind: 'not-judged', exitCode: 3 });
    expect(of('kept', doubtful)).toMatchObject({ kind: 'kept', exitCode: 0 });
    expect(of('violated', blocking)).toMatchObject({ kind: 'violated', exitCode: 1 });
  });

  it('counts every promise and claim', () => {
    const found = releaseVerdict(
      {
        findings: [
          finding('kept'),
          finding('kept', true),
          finding('violated', true),
          finding('undecided', true),
          finding('not-estimable'),
        ],
        caveats: [],
      },
      [claim('holds'), claim('holds'), claim('contradicted'), claim('undecided'), claim('unchecked')],
    );
    expect(found.promises).toEqual({ kept: 2, keptButWorse: 1, violated: 1, undecided: 1, notEstimable: 1 });
    expect(found.claims).toEqual({ holds: 2, contradicted: 1, undecided: 1, unchecked: 1 });
  });
});
