import type { Progress, ProgressUpdate } from '../base/progress.js';
import { terminalWidth } from './terminal-width.js';

/** Where progress goes and how. */
export interface ProgressDisplay {
  readonly onProgress: Progress;
  /** Ends the line that is being drawn. */
  end(): void;
}

/**
 * Draws progress on stderr: one line that redraws itself on a terminal, with rate and time left; a plain line every tenth of
 * the way where it is no terminal; nothing where it is not wanted.
 */
export function showProgress(isQuiet: boolean): ProgressDisplay {
  if (isQuiet) return { onProgress: () => undefined, end: () => undefined };
  return process.stderr.isTTY ? redrawn() : lines();
}

/** As {@link showProgress}, for commands that have nothing to say while they run but on a terminal. */
export function showOnTerminal(isQuiet: boolean): ProgressDisplay {
  return showProgress(isQuiet || !process.stderr.isTTY);
}

function redrawn(): ProgressDisplay {
  let step = '';
  let start = 0;
  let first = 0;
  let last = 0;
  let isDrawn = false;
  const end = (): void => {
    if (isDrawn) process.stderr.write('\n');
    isDrawn = false;
  };
  return {
    end,
    onProgress: (update) => {
      const now = performance.now();
      if (update.step !== step) {
        end();
        step = update.step;
        start = now;
        first = update.done;
      }
      if (now - last < 100 && update.done < update.total) return;
      last = now;
      isDrawn = true;
      const seconds = (now - start) / 1000;
      const rate = seconds > 0.5 ? (update.done - first) / seconds : 0;
      process.stderr.write(`\r${line(update, rate, terminalWidth(process.stderr.columns, process.env))}\u001b[K`);
      if (update.done >= update.total) end();
    },
  };
}

function line(update: ProgressUpdate, rate: number, width: number): string {
  const { done, total } = update;
  const filled = total > 0 ? Math.round((22 * done) / total) : 0;
  const parts = [`${grouped(done)} of ${grouped(total)} ${update.of}`];
  if (update.note !== undefined) parts.push(update.note);
  if (rate > 0) {
    parts.push(`${grouped(Math.round(rate))}/s`);
    if (done < total) parts.push(`${duration((total - done) / rate)} left`);
  }
  const text = `${update.step.padEnd(10)} ${'█'.repeat(filled)}${'░'.repeat(22 - filled)} ${parts.join(' · ')}`;
  return [...text].slice(0, width - 1).join('');
}

function lines(): ProgressDisplay {
  const shown = new Map<string, number>();
  return {
    end: () => undefined,
    onProgress: ({ step, done, total, of }) => {
      const tenth = total > 0 ? Math.floor((10 * done) / total) : 10;
      if ((shown.get(step) ?? -1) >= tenth) return;
      shown.set(step, tenth);
      process.stderr.write(`${step}: ${done} of ${total} ${of}\n`);
    },
  };
}

function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/gu, ',');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 90 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
