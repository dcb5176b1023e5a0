import type { RelativeDriftRecord } from '../../record/index.js';
import { interval, signed } from './numbers.js';
import { sentenceInWords } from './text.js';

/** A relative drift as a share of what was: the number, and beside it its interval or why there is none. */
export interface RelativeWords {
  readonly value: string;
  readonly interval: string;
  /** Whether there is one. */
  readonly isRange: boolean;
}

/** `+12.4 %` and `(+3.1 to +22.0)`; `undefined` and why where the baseline is at 0. */
export function relativeInWords(found: RelativeDriftRecord | undefined): RelativeWords {
  if (found === undefined) return { value: '–', interval: '', isRange: false };
  if (found.kind === 'not-estimable')
    return { value: 'undefined:', interval: sentenceInWords(found.reason).replace(/\.$/, ''), isRange: false };
  const value = `${inPercent(found.value)}\u202f%`;
  return found.interval === undefined
    ? { value, interval: 'no interval: the baseline may be at 0', isRange: false }
    : { value, interval: `(${interval(found.interval, inPercent)})`, isRange: true };
}

/** A share with its sign, in percent without the unit. */
export function inPercent(share: number): string {
  return signed(share * 100, 1);
}
