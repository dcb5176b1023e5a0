import { AuditError, formatPlace } from '../base/errors.js';
import { exitCodes, type ExitCode } from '../base/exit-codes.js';
import { safeText } from '../base/safe-text.js';

/** Says on stderr what went wrong, where, and the way out. @returns the exit code: 2 for what a user can mend, 70 for what is our defect */
export function printError(error: unknown, isDebug: boolean): ExitCode {
  if (isInterruption(error)) {
    process.stderr.write(
      'audit: interrupted; dossiers are as they were, and what was scored and measured is kept\n  The same command goes on where it stopped.\n',
    );
    if (isDebug && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return exitCodes.badInput;
  }
  if (error instanceof AuditError && error.code !== 'defect') {
    const place = error.place ? `${safeText(formatPlace(error.place), 1000)}  ` : '';
    const lines = [`${place}${safeText(error.message, 4000)}`];
    if (error.wayOut !== undefined && error.wayOut !== '') lines.push(`  ${safeText(error.wayOut, 4000)}`);
    process.stderr.write(`audit: ${lines.join('\n')}\n`);
    if (isDebug) process.stderr.write(`${error.stack ?? ''}\n`);
    return exitCodes.badInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `audit: a defect of Fairweight: ${safeText(message, 4000)}\n  Please report it with the command and the output of --debug.\n`,
  );
  if (isDebug && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return exitCodes.defect;
}

function isInterruption(error: unknown): boolean {
  if (error instanceof AuditError) return error.code === 'interrupted';
  return error instanceof Error && error.name === 'AbortError';
}
