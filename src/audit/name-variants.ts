import { realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AuditError, quoted } from '../base/index.js';
import type { ModelFile } from '../outcomes/index.js';
import { variantNameProblem, type Plan } from '../plan/index.js';

/**
 * Names the variants of a command line: as the plan calls the same file, else by the file.
 *
 * @throws {AuditError} `command-line` where two would have one name, or a variant is the baseline's own file
 */
export async function nameVariants(
  paths: readonly string[],
  plan: Plan,
  folder: string,
  baseline: string,
): Promise<readonly ModelFile[]> {
  const known = new Map<string, string>();
  for (const { name, file } of plan.variants) known.set(await realOf(resolve(folder, file)), name);
  const own = await realOf(baseline);
  const named: ModelFile[] = [];
  for (const path of paths) {
    const real = await realOf(path);
    const name = known.get(real) ?? variantNameOf(path);
    const problem = variantNameProblem(
      name,
      named.map((other) => other.name),
    );
    if (problem !== undefined) {
      throw new AuditError('command-line', problem, { wayOut: 'Name them in a plan, or rename a file.' });
    }
    if (real === own) {
      throw new AuditError('command-line', `The variant ${quoted(path)} is the baseline itself.`, {
        wayOut: 'Name the baseline first, then its variants.',
      });
    }
    named.push({ name, path });
  }
  return named;
}

function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

/** What a variant is called by its file, fit for a folder. */
export function variantNameOf(path: string): string {
  const name = basename(path)
    .replace(/\.onnx$/iu, '')
    .replace(/[^A-Za-z0-9._-]+/gu, '-')
    .replace(/^[^A-Za-z0-9]+/u, '')
    .slice(0, 64);
  return name === '' || name === 'baseline' ? `variant-${name}`.replace(/-$/u, '') : name;
}
