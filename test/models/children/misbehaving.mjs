// A watched child that does on request what models may do to a runtime. Plain JavaScript: child processes load compiled files only.
import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { AuditError } from '../../../dist/base/index.js';
import { serveWatchedChild } from '../../../dist/models/serve-watched-child.js';

const acts = {
  echo: ({ value }) => value,
  args: () => process.argv.slice(2),
  pid: () => process.pid,
  environment: () => ({ isMain: typeof process.send === 'function' }),
  abort: () => process.abort(),
  segfault: () => process.kill(process.pid, 'SIGSEGV'),
  killed: () => process.kill(process.pid, 'SIGKILL'),
  exit: ({ code }) => process.exit(code),
  print: ({ text, code }) => {
    process.stderr.write(text);
    process.exit(code);
  },
  hang: () => new Promise(() => undefined),
  // Blocks the main thread as native code does: no timer and no message gets through.
  block: ({ seconds }) => void spawnSync('sleep', [String(seconds)]),
  grow: async () => {
    const kept = [];
    for (;;) {
      kept.push(Buffer.alloc(16 * 2 ** 20, 1));
      await new Promise((resolve) => globalThis.setTimeout(resolve, 5));
    }
  },
  growHeap: () => {
    const kept = [];
    for (;;) kept.push(new Array(1000).fill(kept.length).map(String));
  },
  work: async ({ steps, ms }, tools) => {
    for (let i = 0; i < steps; i++) {
      await new Promise((resolve) => globalThis.setTimeout(resolve, ms));
      tools.update(i);
    }
    return 'done';
  },
  refuse: () => {
    throw new AuditError('data', 'Row 7 has no label.', { place: { file: 'a.csv', line: 7 }, wayOut: 'Add one.' });
  },
  defect: () => {
    throw new TypeError('a defect');
  },
  throwLater: () => {
    globalThis.setTimeout(() => {
      throw new TypeError('nobody caught this');
    }, 1);
    return new Promise(() => undefined);
  },
};

serveWatchedChild(async (request, tools) => {
  for (const [lane, what] of Object.entries(request.doing ?? {})) tools.doing(what, lane);
  return acts[request.act](request, tools);
});
