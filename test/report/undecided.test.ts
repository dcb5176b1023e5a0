import { describe, expect, it } from 'vitest';
import type { AuditRecord, Finding } from '../../src/record/index.js';
import { driftFigures } from '../../src/report/view/drift-figures.js';
import { headlineOf } from '../../src/report/wording/headline.js';
import { methodInWords } from '../../src/report/wording/method.js';
import { verdictInWords } from '../../src/report/wording/verdicts.js';
import { prunedEmoji } from '../reference/records/build.js';
import { judged, shownOnly, steady } from './records.js';

type Undecided = Extract<Finding['verdict'], { kind: 'undecided' }>;

const [anyFinding] = prunedEmoji.fairness?.findings.filter(({ verdict }) => verdict.kind === 'undecided') ?? [];

function detail(verdict: Omit<Undecided, 'kind'>, unit?: string, units?: number): string {
  if (!anyFinding) throw new Error('the record has an undecided finding');
  return verdictInWords({ ...anyFinding, units, verdict: { kind: 'undecided', ...verdict } }, unit).detail;
}

/** The int8 model with one finding about a group undecided so, all others kept. */
function undecided(verdict: Omit<Undecided, 'kind'>, units: number): AuditRecord {
  return judged(shownOnly(steady), (findings) =>
    findings.map((finding, i) =>
      i === 1 ? { ...finding, units, verdict: { kind: 'undecided', ...verdict } } : finding,
    ),
  );
}

describe('what would decide a promise', () => {
  it('is a number of examples under one of two assumptions, which is named', () => {
    expect(detail({ examplesNeeded: 38, assuming: 'nothing-moved' })).toBe(
      'about 38 more examples would decide, if nothing truly moved',
    );
    expect(detail({ examplesNeeded: 1, assuming: 'as-seen' })).toBe(
      'about 1 more example would decide, if the drift is what was seen',
    );
  });

  it('is a number of units where the plan names one', () => {
    expect(detail({ examplesNeeded: 1200, assuming: 'as-seen' }, 'family', 96)).toBe(
      'about 1\u202f200 more units (family) would decide, if the drift is what was seen',
    );
  });

  it('is more units where there are fewer than five, whatever was computed from those', () => {
    for (const verdict of [{ examplesNeeded: 'unreachable' }, { examplesNeeded: 300 }] as const)
      expect(detail({ ...verdict, assuming: 'nothing-moved' }, 'family', 2)).toBe(
        'only 2 units (family): too few to say how much units differ',
      );
    const { sentence } = headlineOf(undecided({ examplesNeeded: 'unreachable', assuming: 'nothing-moved' }, 2));
    expect(sentence).toMatch(/^Too few units to say whether int8 keeps its promise for /);
  });

  it('is nothing within reach where the drift lies at the margin, or where there is far too little', () => {
    expect(detail({ examplesNeeded: 'unreachable', assuming: 'as-seen' })).toBe(
      'too near the margin: even 1\u202f000 times the examples would likely not decide it',
    );
    expect(detail({ examplesNeeded: 'unreachable', assuming: 'nothing-moved' }, 'family', 96)).toBe(
      'far too few units: even 1\u202f000 times as many would likely not decide it',
    );
    const { sentence } = headlineOf(undecided({ examplesNeeded: 'unreachable', assuming: 'nothing-moved' }, 96));
    expect(sentence).not.toContain('too near');
  });

  it('is explained in the method, for both assumptions', () => {
    const topic = methodInWords(prunedEmoji).find(({ title }) => title === 'How a promise is judged');
    expect(topic?.text).toContain('with a chance of 80\u202f% if nothing had truly moved');
    expect(topic?.text).toContain('if the drift is what was seen');
    expect(driftFigures(prunedEmoji)[0]?.caption).not.toContain('probably');
  });
});
