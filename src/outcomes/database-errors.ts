import { AuditError, messageOf, outputError, systemErrorCode } from '../base/index.js';

const isMemory = /out of memory|memory limit|temp_directory|max_temp_directory_size/iu;
const isDisk = /no space left|disk is full|disk quota/iu;

/** What DuckDB says when writing fails, as a sentence: memory and disk apart. */
export function writeError(file: string, error: unknown): unknown {
  const message = messageOf(error);
  if (error instanceof AuditError) return error;
  if (isMemory.test(message)) return outOfMemory(file, 'written', error);
  if (isDisk.test(message)) return outputError(file, Object.assign(new Error(message), { code: 'ENOSPC' }));
  if (!isDatabaseError(message)) return outputError(file, error);
  return new AuditError('output', `This file could not be written: ${message}.`, { place: { file }, cause: error });
}

/** What DuckDB or the system says when reading fails, as a sentence; anything else is a defect and comes back as it is. */
export function readError(file: string, error: unknown): unknown {
  const message = messageOf(error);
  if (error instanceof AuditError) return error;
  if (isMemory.test(message)) return outOfMemory(file, 'read', error);
  if (!isDatabaseError(message) && systemErrorCode(error) === undefined) return error;
  return unreadable(file, message, error);
}

/** A table that does not hold what it should. */
export function unreadable(file: string, why: string, cause?: unknown): AuditError {
  return new AuditError('data', `The outcome table cannot be read: ${why}.`, {
    place: { file },
    wayOut: 'Run the same command again: it scores again what is damaged; with --force, everything.',
    cause,
  });
}

/** DuckDB begins what it says with the kind of error. */
function isDatabaseError(message: string): boolean {
  return /^(?:[\w-]+ )+(?:Error|Exception):/u.test(message);
}

function outOfMemory(file: string, what: string, cause: unknown): AuditError {
  return new AuditError('resources', `Memory or scratch space ran out while the outcome table was ${what}.`, {
    place: { file },
    wayOut: 'Free some memory or disk space; the same command then goes on where it stopped.',
    cause,
  });
}
