import { createHash } from 'node:crypto';
import { compareText, sha256 } from '../base/index.js';
import type { ScoredExample } from './scored-example.js';

/**
 * What the files of one row are, in one text: of a single input the SHA-256 of its file (or why it could not be read), of several
 * the SHA-256 of theirs, a line each, in the order of the inputs' names.
 *
 * @param states a file's state an input that reads files
 * @returns nothing where no input does
 */
export function rowFiles(states: ReadonlyMap<string, string>): string | undefined {
  const [only] = states.values();
  if (states.size < 2) return only;
  const sorted = [...states].sort(([a], [b]) => compareText(a, b));
  return sha256(sorted.map(([, state]) => `${state}\n`).join(''));
}

/** One hash over what the files of all rows were: a line a row, in their order. */
export class FilesHash {
  readonly #hash = createHash('sha256');
  #isEmpty = true;

  /** Passes rows on, and hears of their files. */
  async *through(batches: AsyncIterable<readonly ScoredExample[]>): AsyncGenerator<readonly ScoredExample[]> {
    for await (const batch of batches) {
      for (const { files } of batch) {
        if (files === undefined) continue;
        this.#hash.update(`${files}\n`);
        this.#isEmpty = false;
      }
      yield batch;
    }
  }

  /** The hash of what passed; nothing where no row named a file. */
  result(): string | undefined {
    return this.#isEmpty ? undefined : this.#hash.digest('hex');
  }
}
