import { createRequire } from 'node:module';
import { arch, cpus, platform } from 'node:os';
import type { Machine } from './work-folder.js';

/** This machine, as the provenance of a record names it. */
export function thisMachine(): Machine {
  const require = createRequire(import.meta.url);
  const { version } = require('onnxruntime-node/package.json') as { version: string };
  const [cpu] = cpus();
  return {
    runtime: `onnxruntime-node ${version}, CPU`,
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: (cpu?.model ?? 'unknown').trim(),
  };
}
