import { InvalidArgumentError } from 'commander';
import { AuditError } from '../base/errors.js';
import { didYouMean } from '../base/nearest.js';

/** Parses a whole number of at least `least`, and at most `most` where that is given. @throws {InvalidArgumentError} */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= least && value <= most) return value;
    const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of at least ${least}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

/** Parses a SHA-256 as hexadecimal digits. @returns them in lower case @throws {InvalidArgumentError} */
export function sha256Digits(text: string): string {
  const digits = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/u.test(digits)) return digits;
  throw new InvalidArgumentError('Expected the 64 hexadecimal digits of a SHA-256.');
}

/** Parses a number from 0 to 1. @throws {InvalidArgumentError} */
export function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a number from 0 to 1.');
}

/** Parses one of a few words. @throws {InvalidArgumentError} with the one that is near */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(
      [`Expected one of ${words.join(', ')}.`, didYouMean(text, words)].filter(Boolean).join(' '),
    );
  };
}

/** Collects an option that may be given several times. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Parses a release time: an ISO 8601 date or time in UTC. @returns it in full, `2026-11-23T00:00:00Z` */
export function releaseTime(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?$/u.exec(text);
  const full = `${match?.[1] ?? ''}${match?.[2] ?? 'T00:00:00Z'}`;
  if (match && new Date(Date.parse(full) || 0).toISOString().replace('.000', '') === full) return full;
  throw new InvalidArgumentError('Expected a date such as 2026-11-23, or a time such as 2026-11-23T09:30:00Z.');
}

/** Parses the number of latency sessions: none, or enough for an interval. @throws {InvalidArgumentError} */
export function sessionCount(text: string): number {
  const value = wholeNumber(0)(text);
  if (value === 0 || value >= 3) return value;
  throw new InvalidArgumentError('Expected 0, or at least 3. Fewer sessions give no interval.');
}

/** The last second of the year 9999, beyond which no date is written with four digits. */
const lastSecond = 253_402_300_799;

/**
 * The release time where none is given: the day that a reproducible build sets in `SOURCE_DATE_EPOCH`, else today.
 *
 * @throws {AuditError} `command-line` where the variable holds no such time
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function defaultReleaseTime(epoch: string | undefined, now: Date): string {
  if (epoch === undefined || epoch === '') return midnight(now);
  const seconds = Number(epoch);
  if (/^\d+$/u.test(epoch) && seconds <= lastSecond) return midnight(new Date(seconds * 1000));
  throw new AuditError('command-line', 'The variable SOURCE_DATE_EPOCH holds no time that a release can have.', {
    wayOut: `Expected whole seconds since 1970, at most ${lastSecond}. Unset it, or give the time with --released-at.`,
  });
}

function midnight(day: Date): string {
  return `${day.toISOString().slice(0, 10)}T00:00:00Z`;
}
