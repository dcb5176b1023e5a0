import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import type { FromThread, ToThread } from './thread-pool.js';
import { toWire } from './wire-error.js';

/** Says what is being done, for the message should the process die of it; the empty text says that it is over. */
export type Doing = (what: string) => void;

/**
 * The thread's side of a pool.
 *
 * @param start makes the handler from the pool's data, before the first task; what it throws is thrown for every task. A handler
 *   may add buffers of its result to `transfer`, to move them instead of copying. Both may say what they are doing: it is sent at
 *   once, also when native code blocks the thread next.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- an entry file names all three, as its pool does
export function serveThread<Data, Task, Result>(
  start: (data: Data, doing: Doing) => Promise<(task: Task, transfer: Transferable[], doing: Doing) => Promise<Result>>,
): void {
  const port = parentPort;
  if (!port) throw new Error('this file is the entry of a worker thread');
  const post = (message: FromThread<Result>, transfer: Transferable[] = []): void =>
    port.postMessage(message, transfer);
  const handler = start(workerData as Data, (what) => post({ id: undefined, kind: 'doing', what })).finally(() =>
    post({ id: undefined, kind: 'doing', what: '' }),
  );
  // The error is thrown again for each task; without tasks nobody misses the handler.
  handler.catch(() => undefined);
  port.on('message', ({ id, task }: ToThread<Task>) => {
    const transfer: Transferable[] = [];
    handler
      .then((handle) => handle(task, transfer, (what) => post({ id, kind: 'doing', what })))
      .then((value) => post({ id, kind: 'done', value }, transfer))
      .catch((error: unknown) => post({ id, kind: 'failed', error: toWire(error) }));
  });
}
