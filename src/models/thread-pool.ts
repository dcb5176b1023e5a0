import { Worker, type Transferable } from 'node:worker_threads';
import type { URL } from 'node:url';
import { fromWire, type WireError } from './wire-error.js';

/** Worker threads that each take one task at a time. */
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

export type FromThread<Result> =
  { readonly kind: 'done'; readonly value: Result } | { readonly kind: 'failed'; readonly error: WireError };

interface Job<Task, Result> {
  readonly task: Task;
  readonly transfer: readonly Transferable[];
  readonly onStart: ((thread: number) => void) | undefined;
  readonly resolve: (value: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts `size` threads on a compiled entry file that calls `serveThread`, each given the same data. */
export function createThreadPool<Task, Result>(entry: URL, size: number, data: unknown): ThreadPool<Task, Result> {
  return new Pool<Task, Result>(entry, size, data);
}

class Pool<Task, Result> implements ThreadPool<Task, Result> {
  readonly size: number;
  readonly #workers: readonly Worker[];
  readonly #free: number[];
  readonly #queue: Job<Task, Result>[] = [];
  readonly #running = new Map<number, Job<Task, Result>>();
  #over: Error | undefined;

  constructor(entry: URL, size: number, data: unknown) {
    this.size = size;
    this.#workers = Array.from({ length: size }, (_, thread) => this.#start(entry, thread, data));
    this.#free = this.#workers.map((_, thread) => thread).reverse();
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

  #start(entry: URL, thread: number, data: unknown): Worker {
    const worker = new Worker(entry, { workerData: data });
    worker.on('message', (message: FromThread<Result>) => this.#finish(thread, message));
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
      this.#running.set(thread, job);
      try {
        job.onStart?.(thread);
        this.#workers[thread]?.postMessage(job.task, job.transfer);
      } catch (error) {
        // A task that cannot be cloned is its sender's fault; the thread never saw it.
        this.#release(thread)?.reject(error);
      }
    }
  }

  #finish(thread: number, message: FromThread<Result>): void {
    const job = this.#release(thread);
    if (message.kind === 'done') job?.resolve(message.value);
    else job?.reject(fromWire(message.error));
    this.#next();
  }

  #release(thread: number): Job<Task, Result> | undefined {
    const job = this.#running.get(thread);
    this.#running.delete(thread);
    this.#free.push(thread);
    return job;
  }

  /** A thread that dies takes the pool with it: whatever waited for it would wait for ever. */
  #break(why: Error): void {
    this.#over ??= why;
    for (const { reject } of [...this.#running.values(), ...this.#queue]) reject(this.#over);
    this.#running.clear();
    this.#queue.length = 0;
  }
}
