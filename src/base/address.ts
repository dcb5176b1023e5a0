import { AuditError, type ErrorCode, type Place } from './errors.js';
import { quoted } from './safe-text.js';

/** Whether a name is an address such as `https://…` or `s3://…`, which no file is called. */
export function isAddress(name: string): boolean {
  return /^\s*[a-z][a-z0-9+.-]+:\/\//iu.test(name);
}

/**
 * Refuses an address where a file is wanted, which would otherwise be looked for among the files.
 *
 * @throws {AuditError} with the code and place given
 */
export function assertNoAddress(name: string, code: ErrorCode, place?: Place): void {
  if (!isAddress(name)) return;
  throw new AuditError(code, `Expected a file, found an address: ${quoted(name)}.`, {
    place,
    wayOut: 'Nothing is ever read from a network: fetch the file yourself, and name where it lies.',
  });
}
