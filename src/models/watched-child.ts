import { fork, type ChildProcess } from 'node:child_process';
import type { URL } from 'node:url';
import { AuditError, messageOf, safeText } from '../base/index.js';
import { deathOf, stalled, tooBig, tooLong } from './child-death.js';
import type { FromChild, ToChild } from './child-messages.js';
import { residentBytesOf } from './process-memory.js';
import { quietRuntime } from './quiet-runtime.js';
import { fromWire } from './wire-error.js';

/** What a child may use before it is ended. */
export interface ChildLimits {
  /** Resident memory, in bytes. Also the size of its JavaScript heap, where that is below what Node allows anyway. */
  readonly memoryBytes: number;
  /** Milliseconds without any sign of progress (an answer, an update, something new that it does) while a request is open. */
  readonly stallMs: number;
  /** Milliseconds from start to end, however much it progresses; without it, as long as it takes. */
  readonly totalMs?: number | undefined;
}

export interface WatchedChildOptions {
  readonly limits: ChildLimits;
  readonly signal?: AbortSignal | undefined;
  /** Command-line arguments of the child. */
  readonly args?: readonly string[] | undefined;
  /** What it does until it says so itself, as in `Stopped while …`. */
  readonly doing?: string | undefined;
}

/** A child process at work. */
export interface WatchedChild {
  /** Asks the child for something that survives structured cloning. @param onUpdate hears what it says meanwhile */
  ask(request: unknown, onUpdate?: (update: unknown) => void): Promise<unknown>;
  /** Ends the child, whatever it is doing; open requests are refused. */
  close(): Promise<void>;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onUpdate: ((update: unknown) => void) | undefined;
}

const watchMs = 100;
const keptOutput = 16_384;
/** What a busy machine may take to start Node, however little patience there is with models. */
const startMs = 30_000;

/**
 * Starts a child process whose resident memory and progress are watched, so that a model that crashes, grows or hangs the
 * runtime cannot take this process with it. Nothing the child prints is passed on; the end of it goes into the error.
 *
 * @param entry a compiled file that calls `serveWatchedChild`, see {@link entryUrl}
 * @throws {AuditError} from `ask`: `model` when the child dies, `resources` when it is ended, both naming what it was doing;
 *   `interrupted` when the signal aborts; whatever `AuditError` the child's handler threw
 */
export function startWatchedChild(entry: URL, options: WatchedChildOptions): WatchedChild {
  return new Watched(entry, options);
}

class Watched implements WatchedChild {
  readonly #child: ChildProcess;
  readonly #limits: ChildLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #pending = new Map<number, Pending>();
  readonly #gone: Promise<void>;
  readonly #watch: NodeJS.Timeout;
  readonly #started = performance.now();
  readonly #onAbort = (): void => this.#end(new AuditError('interrupted', 'Interrupted.'));
  #lastProgress = performance.now();
  #lastWatch = performance.now();
  #reported: number | undefined;
  #hasStarted = false;
  #doing: string;
  #nextId = 0;
  #printed = '';
  /** Why there is no child any more, or soon will not be. */
  #over: Error | undefined;

  constructor(entry: URL, { limits, signal, args = [], doing = 'starting' }: WatchedChildOptions) {
    this.#limits = limits;
    this.#signal = signal;
    this.#doing = doing;
    this.#child = fork(entry, args, {
      serialization: 'advanced',
      env: { ...process.env, ...quietRuntime },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [`--max-old-space-size=${Math.max(64, Math.floor(limits.memoryBytes / 1_048_576))}`],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (text: Buffer) => (this.#printed = (this.#printed + text.toString()).slice(-keptOutput)));
    }
    this.#child.on('message', (message: FromChild) => this.#hear(message));
    this.#child.on('error', (error) => {
      this.#end(new AuditError('resources', `A child process could not be started: ${messageOf(error)}.`));
    });
    this.#gone = new Promise((resolve) => this.#whenGone(resolve));
    this.#watch = setInterval(() => this.#look(), watchMs);
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  ask(request: unknown, onUpdate?: (update: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(this.#over);
        return;
      }
      const id = this.#nextId++;
      this.#lastProgress = performance.now();
      this.#pending.set(id, { resolve, reject, onUpdate });
      this.#child.send({ id, request } satisfies ToChild, (error) => {
        // A channel that closed means a child that died: its exit, which comes next, says why.
        if (error && this.#child.connected) this.#settle(id)?.reject(error);
      });
    });
  }

  async close(): Promise<void> {
    this.#end(new Error('the child process was closed'));
    await this.#gone;
  }

  #hear(message: FromChild): void {
    if (!this.#hasStarted) this.#lastProgress = performance.now();
    this.#hasStarted = true;
    if (message.kind === 'alive') {
      this.#reported = message.residentBytes;
      return;
    }
    this.#lastProgress = performance.now();
    switch (message.kind) {
      case 'doing':
        this.#doing = safeText(message.what);
        break;
      case 'update':
        this.#pending.get(message.id)?.onUpdate?.(message.update);
        break;
      case 'done':
        this.#settle(message.id)?.resolve(message.value);
        break;
      case 'failed':
        this.#settle(message.id)?.reject(fromWire(message.error));
        break;
      case 'broken':
        this.#end(fromWire(message.error));
        break;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #look(): void {
    const now = performance.now();
    // Time in which this process itself was stopped or busy is no time in which the child was silent.
    const late = now - this.#lastWatch - watchMs;
    if (late > watchMs) this.#lastProgress += late;
    this.#lastWatch = now;
    const { pid } = this.#child;
    const resident = (pid === undefined ? undefined : residentBytesOf(pid)) ?? this.#reported;
    const { memoryBytes, totalMs } = this.#limits;
    const stallMs = this.#hasStarted ? this.#limits.stallMs : Math.max(startMs, this.#limits.stallMs);
    if (resident !== undefined && resident > memoryBytes) {
      this.#end(tooBig(this.#doing, resident, this.#limits));
    } else if (this.#pending.size > 0 && now - this.#lastProgress > stallMs) {
      this.#end(stalled(this.#doing, stallMs));
    } else if (totalMs !== undefined && now - this.#started > totalMs) {
      this.#end(tooLong(this.#doing, totalMs));
    }
  }

  /** Refuses whatever is open and kills the child: a request to stop would not reach one stuck in native code. */
  #end(why: Error): void {
    this.#refuse(why);
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
  }

  #refuse(why: Error): void {
    this.#over ??= why;
    clearInterval(this.#watch);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    for (const { reject } of this.#pending.values()) reject(this.#over);
    this.#pending.clear();
  }

  #whenGone(resolve: () => void): void {
    // Unlike `exit`, `close` waits until everything printed and sent has been read. It does not come without a process.
    this.#child.once('close', (exitCode, signal) => {
      const [doing, printed, hasStarted] = [this.#doing, this.#printed, this.#hasStarted];
      this.#refuse(deathOf({ exitCode, signal, doing, printed, hasStarted }));
      resolve();
    });
    this.#child.once('error', () => {
      if (this.#child.pid === undefined) resolve();
    });
  }
}
