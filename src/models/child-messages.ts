import type { WireError } from './wire-error.js';

/** What a parent sends to its watched child. */
export interface ToChild {
  readonly id: number;
  readonly request: unknown;
}

/** What a watched child sends to its parent. All but `alive` count as progress. */
export type FromChild =
  /** Sent on its own all the time, also while nothing progresses. */
  | { readonly kind: 'alive'; readonly residentBytes: number }
  /** What each lane (a thread, for instance) is at; no lane is at nothing. */
  | { readonly kind: 'doing'; readonly what: string }
  | { readonly kind: 'update'; readonly id: number; readonly update: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError }
  /** An error that nothing caught: a defect of ours, not of the model. */
  | { readonly kind: 'broken'; readonly error: WireError };
