import { AuditError, type ErrorCode } from '../../src/base/index.js';

/** What a user reads of an error: code, sentence, place in the form `file:line` without folders, way out. */
export interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
  readonly at: string;
  readonly wayOut: string;
}

/** The error that something throws; fails where it throws none, or one that is a defect. */
export async function refusalOf(act: () => unknown): Promise<Refused> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    const { file = '', line } = error.place ?? {};
    const name = file.slice(file.lastIndexOf('/') + 1);
    return {
      code: error.code,
      message: error.message,
      at: line === undefined ? name : `${name}:${line}`,
      wayOut: error.wayOut ?? '',
    };
  }
  throw new Error('expected an error, and there was none');
}
