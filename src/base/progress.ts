/** What a long step says while it runs; the command line draws it, a library user may listen. */
export interface ProgressUpdate {
  /** One word for the step: `scoring`, `explaining`, `timing` … */
  readonly step: string;
  readonly done: number;
  readonly total: number;
  /** What is counted: `examples`, `maps`, `sessions` … */
  readonly of: string;
  /** Anything worth saying beside the count, such as `2 models`. */
  readonly note?: string;
}

export type Progress = (update: ProgressUpdate) => void;
