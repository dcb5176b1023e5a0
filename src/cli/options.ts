import { InvalidArgumentError } from 'commander';

/** Parses a whole number of at least `least`. @throws {InvalidArgumentError} */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  };
}

/** Collects an option that may be given several times. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
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
  throw new InvalidArgumentError('Expected 0, or at least 3: fewer sessions give no interval.');
}
