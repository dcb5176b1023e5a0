import { AuditError, systemErrorCode } from '../base/errors.js';

/** What became of what was written to stdout. */
export interface WatchedOutput {
  /**
   * Waits until all of it is written.
   *
   * @returns why it could not be, if so; a reader that went away (`| head`) is no failure
   */
  failure(): Promise<AuditError | undefined>;
}

/**
 * Watches stdout and stderr, whose failures Node would answer with a stack trace and the exit code 1, which here means that a promise
 * is violated. Where stderr fails there is nobody left to tell.
 */
export function watchOutput(): WatchedOutput {
  const { stdout, stderr } = process;
  let first: Error | undefined;
  const note = (error: Error | null | undefined): void => {
    first ??= error ?? undefined;
  };
  stdout.on('error', note);
  stderr.on('error', () => undefined);
  return {
    failure: async () => {
      await new Promise<void>((resolve) => {
        stdout.write('', (error) => {
          note(error);
          resolve();
        });
      });
      return first && failureOf(first);
    },
  };
}

function failureOf(error: Error): AuditError | undefined {
  const code = systemErrorCode(error);
  if (code === 'EPIPE') return undefined;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new AuditError(
    isFull ? 'resources' : 'output',
    isFull
      ? 'The disk is full: what this command prints could not be written whole.'
      : `What this command prints could not be written whole: ${error.message}.`,
    {
      wayOut: 'The files that it wrote are there. Free some space, or print to another place.',
      cause: error,
    },
  );
}
