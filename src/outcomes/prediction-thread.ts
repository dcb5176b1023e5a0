import type { TypedBatch } from '../data/index.js';
import { packTally, unpackTally, type RankPass } from '../metrics/index.js';
import { serveThread } from '../models/index.js';
import { PredictionCounter } from './prediction-counter.js';
import type { PredictionAnswer, PredictionTask } from './prediction-threads.js';

/** A thread's share of the predictions, kept for the second pass where the tasks say so. */
class Share {
  #counter: PredictionCounter | undefined;
  #pass: RankPass | undefined;
  readonly #kept: TypedBatch[] = [];

  do(task: PredictionTask): PredictionAnswer {
    if (task.kind === 'begin') {
      this.#counter = new PredictionCounter(task.columns, task.frame, task.variants);
      this.#kept.length = 0;
      return { kind: 'done' };
    }
    const counter = this.#counter;
    if (!counter) throw new RangeError('the thread has not begun');
    switch (task.kind) {
      case 'tally':
        if (hasUnknownValue(task.batch)) return { kind: 'unknown value' };
        if (task.isKept) this.#kept.push(task.batch);
        return counter.tally(task.batch) ? { kind: 'bad row' } : { kind: 'done' };
      case 'tallies':
        return { kind: 'tallies', tallies: counter.tallies().map(packTally) };
      case 'rank': {
        const pass = counter.rank(unpackTally(task.tally), task.wish, false);
        this.#pass = pass;
        return { kind: 'rounds', tables: Array.from({ length: pass.rounds }, (_, round) => pass.tableLengths(round)) };
      }
      case 'open': {
        const tables = { baseline: new Int32Array(task.baseline), variant: new Int32Array(task.variant) };
        this.#pass?.begin(task.round, { tables, pass: task.thread, passes: task.threads });
        return { kind: 'done' };
      }
      case 'take':
        for (const batch of task.batch ? [task.batch] : this.#kept) counter.take(batch);
        return { kind: 'done' };
      case 'parts':
        if (!this.#pass) throw new RangeError('no second pass has begun');
        return { kind: 'parts', parts: this.#pass.parts() };
    }
  }
}

function hasUnknownValue({ codes, count }: TypedBatch): boolean {
  for (let i = 0; i < count; i++) if ((codes[i] ?? 0) < 0) return true;
  return false;
}

serveThread<undefined, PredictionTask, PredictionAnswer>(() => {
  const share = new Share();
  return Promise.resolve((task: PredictionTask) => Promise.resolve(share.do(task)));
});
