import { Worker } from 'node:worker_threads';
import type { FromChild, ToChild } from './child-messages.js';
import { toWire } from './wire-error.js';

/** What the handler of a child can do beside answering. */
export interface ChildTools {
  /**
   * Says what is being done, for the message should the child die of it. It is sent at once, also when native code blocks next.
   *
   * @param lane tells things apart that are done at the same time, such as one a thread; the empty text clears a lane
   */
  doing(what: string, lane?: string | number): void;
  /** Tells the asker something that survives structured cloning; counts as progress. */
  update(update: unknown): void;
}

const heartbeatMs = 200;

/**
 * The child's side: answers requests as they come, and ends with its parent, also when native code blocks it then.
 *
 * Errors go to the asker; an `AuditError` arrives as one. Ctrl-C is left to the parent, which ends its children.
 */
export function serveWatchedChild(handle: (request: never, tools: ChildTools) => Promise<unknown>): void {
  const lanes = new Map<string | number, string>();
  const doing = (what: string, lane: string | number = ''): void => {
    if (what === '') lanes.delete(lane);
    else lanes.set(lane, what);
    send({ kind: 'doing', what: [...lanes.values()].join('; ') });
  };
  process.on('message', ({ id, request }: ToChild) => {
    const tools: ChildTools = { doing, update: (update) => send({ kind: 'update', id, update }) };
    // A request is typed by the two entry files that agree on it.
    Promise.resolve()
      .then(() => handle(request as never, tools))
      .then(
        (value) => send({ kind: 'done', id, value }),
        (error: unknown) => send({ kind: 'failed', id, error: toWire(error) }),
      );
  });
  process.on('uncaughtException', (error) => {
    process.send?.({ kind: 'broken', error: toWire(error) } satisfies FromChild, () => process.exit(1));
  });
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  endWithParent();
  const beat = (): void => send({ kind: 'alive', residentBytes: process.memoryUsage.rss() });
  beat();
  setInterval(beat, heartbeatMs).unref();
}

function send(message: FromChild): void {
  // A channel that closes meanwhile means that the parent is gone, and with it whoever would listen.
  if (process.connected) process.send?.(message, () => undefined);
}

function endWithParent(): void {
  // An orderly exit would wait for threads that native code may hold.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  new Worker(new URL('./orphan-watch.js', import.meta.url), { workerData: process.ppid }).unref();
}
