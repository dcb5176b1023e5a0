import type { Tensor, TensorSpec } from '../base/index.js';

export type { Tensor, TensorData, TensorSpec } from '../base/index.js';

/** A model that can be run, whatever runtime is behind it. Runs may be started before earlier ones have ended. */
export interface Model {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Runs one batch. @param feeds a tensor for every input, by name @returns every output, by name */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  /** Lets go of the runtime's memory. To be called when every run has ended. */
  close(): Promise<void>;
}
