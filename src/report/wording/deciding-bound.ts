import type { Finding } from '../../record/index.js';
import { heldSides, marginInWords } from './margin.js';
import type { MetricWords } from './metrics.js';

/** The one-sided bound that a verdict hangs on, beside an interval that is wider because it holds for all findings at once. */
export interface BoundWords {
  /** `at most 3.1 points worse (margin 5.0)`, `may be 6.3 points worse (margin 5.0)`. */
  readonly text: string;
  /** The same without unit and margin, for where both stand beside it. */
  readonly brief: string;
}

/** By which bound a promise is kept, or which leaves it open; nothing for other verdicts, which the interval tells. */
export function decidingBound(words: MetricWords, finding: Finding): BoundWords | undefined {
  const { bound, beyondShare, margin, verdict } = finding;
  if ((verdict.kind !== 'kept' && verdict.kind !== 'undecided') || bound === undefined) return undefined;
  const isKept = verdict.kind === 'kept';
  if (beyondShare) return ofShare(words, beyondShare.bound.value, isKept);
  const side = heldSides(words.better, margin);
  const far = bound.side === 'lower' ? -bound.value : bound.value;
  const to = side !== 'both' ? (far < 0 ? 'better' : 'worse') : (bound.side === 'lower') === far >= 0 ? 'down' : 'up';
  const [size, allowed] = [bare(words, far), marginInWords(words, margin).slice(1)];
  // Rounded alike, what is kept and what is open would look the same.
  const justOver = !isKept && size === allowed ? 'just over ' : '';
  const lead = isKept ? (far < 0 ? 'at least' : 'at most') : 'may be';
  return {
    text: `${lead} ${justOver}${words.size(Math.abs(far))} ${to} (margin ${allowed})`,
    brief: `${lead} ${justOver}${size} ${to}`,
  };
}

/** Of a relative margin: how far it lies within or beyond the share, whose size is not known for sure either. */
function ofShare(words: MetricWords, beyond: number, isKept: boolean): BoundWords {
  const lead = isKept ? 'at least' : 'may be';
  const where = isKept ? 'within its margin' : 'beyond its margin';
  return {
    text: `${lead} ${words.size(Math.abs(beyond))} ${where}`,
    brief: `${lead} ${bare(words, beyond)} ${where}`,
  };
}

function bare(words: MetricWords, size: number): string {
  return words.margin(Math.abs(size)).slice(1);
}
