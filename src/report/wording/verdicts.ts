import type { JudgedRecord, ClaimResult, ClaimSource, Finding, ReleaseVerdict } from '../../record/index.js';
import { sentenceInWords } from './text.js';
import { decidedBy } from './undecided.js';

/** Which colour a verdict has; the glyph and the word say the same without one. */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

/** A verdict as it is shown: a sign, a word, and what belongs to it. */
export interface VerdictWords {
  readonly tone: Tone;
  readonly glyph: '✓' | '✗' | '?' | '–';
  readonly word: string;
  /** What would decide it, or why it cannot be said; a clause without a full stop, or nothing. */
  readonly detail: string;
  /** The same in as few words as a chart has room for. */
  readonly briefDetail: string;
}

/** The words of one finding's verdict. `unit` is what the plan names as the sampled unit, if it does. */
export function verdictInWords(finding: Finding, unit?: string): VerdictWords {
  const { verdict } = finding;
  const bare = { detail: '', briefDetail: '' };
  switch (verdict.kind) {
    case 'kept':
      return finding.surelyWorse
        ? { tone: 'warn', glyph: '✓', word: 'kept, but worse', ...bare }
        : { tone: 'good', glyph: '✓', word: 'kept', ...bare };
    case 'violated':
      return { tone: 'bad', glyph: '✗', word: 'broken', ...bare };
    case 'undecided':
      return { tone: 'warn', glyph: '?', word: 'undecided', ...decidedBy(finding, verdict, unit) };
    case 'not-estimable':
      return {
        tone: 'quiet',
        glyph: '–',
        word: 'not estimable',
        detail: sentenceInWords(verdict.reason),
        briefDetail: '',
      };
  }
}

/** What the plan calls the sampled unit, if it names one. */
export function unitOf(record: JudgedRecord): string | undefined {
  return record.fairness?.data.units?.column;
}

/** The release's verdict in a sign and a word or two; the record's exit code follows from the same kind. */
export function releaseInWords({ verdict, fairness }: Pick<JudgedRecord, 'verdict' | 'fairness'>): {
  readonly tone: Tone;
  readonly glyph: VerdictWords['glyph'];
  readonly word: string;
} {
  switch (verdict.kind) {
    case 'kept': {
      const isPromised = fairness?.findings.some(({ margin }) => margin.source === 'plan') ?? false;
      return { tone: 'good', glyph: '✓', word: isPromised ? 'as promised' : 'within the default margins' };
    }
    case 'violated':
      return { tone: 'bad', glyph: '✗', word: brokenWord(verdict, fairness) };
    case 'undecided':
      return { tone: 'warn', glyph: '?', word: 'undecided' };
    case 'not-judged':
      return { tone: 'quiet', glyph: '–', word: fairness === undefined ? 'fairness not audited' : 'not judged' };
  }
}

function brokenWord({ promises }: ReleaseVerdict, fairness: JudgedRecord['fairness']): string {
  if (promises.violated === 0) return 'not as claimed';
  const isPromised = fairness?.findings.some(({ margin }) => margin.source === 'plan') ?? false;
  return isPromised ? 'not as promised' : 'beyond the default margins';
}

/** Where a figure comes from. */
export const sourceInWords: Readonly<Record<ClaimSource, string>> = {
  recomputed: 'recomputed',
  measured: 'measured here',
  evidence: 'evidence from elsewhere',
  declared: 'declared',
};

/** How a claim fares. */
export const resultInWords: Readonly<
  Record<ClaimResult, { readonly tone: Tone; readonly glyph: VerdictWords['glyph']; readonly word: string }>
> = {
  holds: { tone: 'good', glyph: '✓', word: 'holds' },
  contradicted: { tone: 'bad', glyph: '✗', word: 'contradicted' },
  undecided: { tone: 'warn', glyph: '?', word: 'undecided' },
  unchecked: { tone: 'quiet', glyph: '–', word: 'unchecked' },
};
