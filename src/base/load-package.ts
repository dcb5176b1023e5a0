import { createRequire } from 'node:module';
import type * as DuckDb from '@duckdb/node-api';
import type * as Onnxruntime from 'onnxruntime-node';
import type Sharp from 'sharp';

/** Packages with native parts, which are loaded where they are first needed. */
export interface NativePackages {
  readonly '@duckdb/node-api': typeof DuckDb;
  readonly 'onnxruntime-node': typeof Onnxruntime;
  readonly sharp: typeof Sharp;
}

const require = createRequire(import.meta.url);

/**
 * Loads a package with native parts, as CommonJS: an `import` would first search all its files for the names that they export, and
 * every thread of a run would wait twice as long.
 */
export function loadPackage<Name extends keyof NativePackages>(name: Name): NativePackages[Name] {
  return require(name) as NativePackages[Name];
}
