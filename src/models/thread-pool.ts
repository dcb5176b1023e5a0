import { Worker, type Transferable } from 'node:worker_threads';
import type { URL } from 'node:url';
import { fromWire, type WireError } from './wire-error.js';

/** Worker threads that each take one task at a time, or as many as the pool was told. */
export interface ThreadPool<Task, Result> {
  readonly size: number;
  /**
   * Runs a task on the next free thread; tasks beyond the number of threads wait in the order they came.
   *
   * @param transfer buffers of the task that are moved to the thread instead of copied
   * @param onStart called with the thread's number when the task leaves the queue
   * @throws {AuditError} what the thread's handler threw
   */
  run(task: Task, transfer?: readonly Transferable[], onStart?: (thread: number) => void): Promise<Result>;
  /** Ends all threads; tasks that are not done are refused. */
  close(): Promise<void>;
}

/** A task on its way to a thread; the number comes back with the answer. */
export interface ToThread<Task> {
  readonly id: number;
  readonly task: Task;
}

export type FromThread<Result> =
  | { readonly id: number; readonly kind: 'done'; readonly value: Result }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError }
  /** Of a task, or of the thread before its first one. */
  | { readonly id: number | undefined; readonly kind: 'doing'; readonly what: string };

interface Job<Task, Result> {
  readonly task: Task;
  readonly transfer: readonly Transferable[];
  readonly onStart: ((thread: number) => void) | undefined;
  readonly resolve: (value: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Starts `size` threads on a compiled entry file that calls `serveThread`, each given the same data.
 *
 * @param tasksAThread how many tasks a thread works on side by side: with 2 it prepares one while the runtime computes the other
 * @param onDoing hears what the threads say they are doing, a lane a task; the empty text clears a lane
 */
export function createThreadPool<Task, Result>(
  entry: URL,
  size: number,
  data: unknown,
  tasksAThread = 1,
  onDoing: (what: string, lane: string) => void = () => undefined,
): ThreadPool<Task, Result> {
  return new Pool<Task, Result>(entry, size, data, tasksAThread, onDoing);
}

class Pool<Task, Result> implements ThreadPool<Task, Result> {
  readonly size: number;
  readonly #workers: readonly Worker[];
  readonly #free: number[];
  readonly #queue: Job<Task, Result>[] = [];
  readonly #running = new Map<number, { readonly job: Job<Task, Result>; readonly thread: number }>();
  #nextId = 0;
  #over: Error | undefined;

  constructor(
    entry: URL,
    size: number,
    data: unknown,
    tasksAThread: number,
    private readonly onDoing: (what: string, lane: string) => void,
  ) {
    this.size = size;
    this.#workers = Array.from({ length: size }, (_, thread) => this.#start(entry, data, thread));
    // Taken from the end: every thread gets its first task before any gets its second.
    const places = this.#workers.map((_, thread) => thread).reverse();
    this.#free = Array.from({ length: tasksAThread }, () => places).flat();
  }

  run(task: Task, transfer: readonly Transferable[] = [], onStart?: (thread: number) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(this.#over);
        return;
      }
      this.#queue.push({ task, transfer, onStart, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#break(new Error('the thread pool was closed'));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(entry: URL, data: unknown, thread: number): Worker {
    const worker = new Worker(entry, { workerData: data });
    worker.on('message', (message: FromThread<Result>) => {
      if (message.kind === 'doing') this.onDoing(message.what, laneOf(thread, message.id));
      else this.#finish(message, thread);
    });
    worker.on('error', (error) => this.#break(error));
    worker.on('messageerror', (error) => this.#break(error));
    worker.on('exit', (code) => this.#break(new Error(`a worker thread ended by itself (exit code ${code})`)));
    return worker;
  }

  #next(): void {
    while (this.#free.length > 0) {
      const job = this.#queue.shift();
      const thread = job && this.#free.pop();
      if (!job || thread === undefined) return;
      const id = this.#nextId++;
      this.#running.set(id, { job, thread });
      try {
        job.onStart?.(thread);
        this.#workers[thread]?.postMessage({ id, task: job.task } satisfies ToThread<Task>, job.transfer);
      } catch (error) {
        // A task that cannot be cloned is its sender's fault; the thread never saw it.
        this.#release(id)?.reject(error);
      }
    }
  }

  #finish(message: Exclude<FromThread<Result>, { kind: 'doing' }>, thread: number): void {
    this.onDoing('', laneOf(thread, message.id));
    const job = this.#release(message.id);
    if (message.kind === 'done') job?.resolve(message.value);
    else job?.reject(fromWire(message.error));
    this.#next();
  }

  #release(id: number): Job<Task, Result> | undefined {
    const running = this.#running.get(id);
    this.#running.delete(id);
    if (running) this.#free.push(running.thread);
    return running?.job;
  }

  /** A thread that dies takes the pool with it: whatever waited for it would wait for ever. */
  #break(why: Error): void {
    this.#over ??= why;
    const running = [...this.#running.values()].map(({ job }) => job);
    for (const { reject } of [...running, ...this.#queue]) reject(this.#over);
    this.#running.clear();
    this.#queue.length = 0;
  }
}

function laneOf(thread: number, task: number | undefined): string {
  return task === undefined ? `thread ${thread}` : `thread ${thread}, task ${task}`;
}
