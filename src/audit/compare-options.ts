import type { Progress } from '../base/index.js';
import type { PrivateKey } from '../dossier/index.js';
import type { ChildLimits } from '../models/index.js';

/** How an audit runs and where its results go. */
export interface CompareOptions {
  /** Where the dossiers go. */
  readonly out: string;
  /** Replaces another run's results, and a sealed dossier by another one. */
  readonly force: boolean;
  /** ISO 8601; the release time of the first run holds for every later one. */
  readonly releasedAt: string;
  /** Whether `releasedAt` was asked for, or is just the time of this run. */
  readonly isReleaseTimeGiven: boolean;
  readonly limits: ChildLimits;
  readonly workers?: number | undefined;
  /** Sessions a model for latency; 0 measures none. */
  readonly sessions: number;
  /** Seals every dossier. */
  readonly key?: PrivateKey | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: Progress | undefined;
}
