import { AuditError, safeText } from '../base/index.js';
import type { ChildLimits } from './watched-child.js';

/** How a child process ended by itself. */
export interface ChildEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** What it was doing, as it said last. */
  readonly doing: string;
  /** The end of what it printed. */
  readonly printed: string;
  /** Whether it ever came so far as to answer requests. */
  readonly hasStarted: boolean;
}

/**
 * Why a child died: `resources` where memory ran out, `model` where the runtime crashed, and a plain error, a defect of ours, where
 * the child's own code could not be loaded.
 */
export function deathOf({ exitCode, signal, doing, printed, hasStarted }: ChildEnd): Error {
  const how = signal === null ? `exit code ${exitCode ?? 'unknown'}` : `signal ${signal}`;
  const lastLine = printed.trim().split('\n').at(-1)?.trim() ?? '';
  const lastWords = lastLine === '' ? '' : ` Its last words: ${safeText(lastLine, 300)}`;
  if (!hasStarted && signal === null) return new Error(`A child process did not start (${how}).\n${printed.trim()}`);
  if (/heap out of memory|Array buffer allocation failed/u.test(printed)) {
    return new AuditError('resources', `The process ran out of memory while ${doing}.`, { wayOut: memoryWayOut });
  }
  if (signal === 'SIGKILL') {
    return new AuditError(
      'resources',
      `The process was killed from outside (signal SIGKILL) while ${doing}; usually the system does that when memory runs out.`,
      { wayOut: 'Free some memory, or use fewer workers or smaller batches.' },
    );
  }
  return new AuditError('model', `The process died (${how}) while ${doing}.${lastWords}`, {
    wayOut: 'The model crashes the runtime: export it again, or try it in onnxruntime alone.',
  });
}

const memoryWayOut = 'If the model really needs that much, raise the limit with --memory.';

/** Why a child was ended that holds more memory than it may. */
export function tooBig(doing: string, residentBytes: number, { memoryBytes }: ChildLimits): AuditError {
  const used = `it used ${mebibytes(residentBytes)} of memory, above the limit of ${mebibytes(memoryBytes)}`;
  return new AuditError('resources', `Stopped while ${doing}: ${used}.`, { wayOut: memoryWayOut });
}

/** Why a child was ended that makes no progress. */
export function stalled(doing: string, stallMs: number): AuditError {
  return new AuditError('resources', `Stopped while ${doing}: no progress for ${seconds(stallMs)}.`, {
    wayOut: 'If the model really is that slow, raise the limit with --patience.',
  });
}

/** Why a child was ended that took too long altogether. */
export function tooLong(doing: string, totalMs: number): AuditError {
  return new AuditError('resources', `Stopped while ${doing}: not done after ${seconds(totalMs)}.`, {
    wayOut: 'Use a smaller model or fewer examples.',
  });
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} seconds`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
