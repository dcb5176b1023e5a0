import { AuditError, messageOf, type AuditErrorOptions, type ErrorCode } from '../base/index.js';

/** An error as it travels between processes and threads, which would drop what an `AuditError` says beside its message. */
export interface WireError {
  /** Absent for anything but an `AuditError`. */
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly stack: string | undefined;
  readonly place: AuditErrorOptions['place'];
  readonly wayOut: string | undefined;
  readonly row: number | undefined;
}

/** Packs anything that can be thrown. */
export function toWire(error: unknown): WireError {
  const isKnown = error instanceof AuditError;
  return {
    code: isKnown ? error.code : undefined,
    message: messageOf(error),
    stack: error instanceof Error ? error.stack : undefined,
    place: isKnown ? error.place : undefined,
    wayOut: isKnown ? error.wayOut : undefined,
    row: isKnown ? error.row : undefined,
  };
}

/** Unpacks an error; its stack is the one from where it was thrown. */
export function fromWire(error: WireError): Error {
  const unpacked =
    error.code === undefined
      ? new Error(error.message)
      : new AuditError(error.code, error.message, { place: error.place, wayOut: error.wayOut, row: error.row });
  return error.stack === undefined ? unpacked : Object.assign(unpacked, { stack: error.stack });
}
