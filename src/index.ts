/**
 * The library: everything that the command line does, with the same words. See `docs/library.md`.
 *
 * @packageDocumentation
 */
export * from './audit/index.js';
export {
  AuditError,
  exitCodes,
  type ErrorCode,
  type ExitCode,
  type Place,
  type Progress,
  type Slice,
} from './base/index.js';
export * as claims from './claims/index.js';
export * as comparing from './compare/index.js';
export * as data from './data/index.js';
export * as dossier from './dossier/index.js';
export * as explain from './explain/index.js';
export * as metrics from './metrics/index.js';
export * as outcomes from './outcomes/index.js';
export * as record from './record/index.js';
export * as report from './report/index.js';
