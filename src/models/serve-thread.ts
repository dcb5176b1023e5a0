import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import type { FromThread, ToThread } from './thread-pool.js';
import { toWire } from './wire-error.js';

/**
 * The thread's side of a pool.
 *
 * @param start makes the handler from the pool's data, before the first task; what it throws is thrown for every task. A handler
 *   may add buffers of its result to `transfer`, to move them instead of copying.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- an entry file names all three, as its pool does
export function serveThread<Data, Task, Result>(
  start: (data: Data) => Promise<(task: Task, transfer: Transferable[]) => Promise<Result>>,
): void {
  const port = parentPort;
  if (!port) throw new Error('this file is the entry of a worker thread');
  const handler = start(workerData as Data);
  // The error is thrown again for each task; without tasks nobody misses the handler.
  handler.catch(() => undefined);
  port.on('message', ({ id, task }: ToThread<Task>) => {
    const transfer: Transferable[] = [];
    const answer = (message: FromThread<Result>): void => port.postMessage(message, transfer);
    handler
      .then((handle) => handle(task, transfer))
      .then((value) => answer({ id, kind: 'done', value }))
      .catch((error: unknown) =>
        port.postMessage({ id, kind: 'failed', error: toWire(error) } satisfies FromThread<Result>),
      );
  });
}
