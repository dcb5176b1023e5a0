import { realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
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

/**
 * What variants are called in a new plan: by their files; where two would be called alike, the later one by its folder and its
 * file, else with a number.
 */
export function distinctNames(paths: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const path of paths) {
    const plain = variantNameOf(path);
    const numbered = Array.from({ length: paths.length }, (_, i) => `${plain.slice(0, 60)}-${i + 2}`);
    const folder = basename(dirname(resolve(path)));
    const name = [plain, variantNameOf(`${folder}-${basename(path)}`), ...numbered].find(
      (candidate) => variantNameProblem(candidate, names) === undefined,
    );
    names.push(name ?? plain);
  }
  return names;
}

/** What a variant is called by its file, fit for a folder. */
function variantNameOf(path: string): string {
  const name = basename(path)
    .replace(/\.onnx$/iu, '')
    .replace(/[^A-Za-z0-9._-]+/gu, '-')
    .replace(/^[^A-Za-z0-9]+/u, '')
    .slice(0, 64)
    .replace(/[._-]+$/u, '');
  return name === '' || name === 'baseline' ? `variant-${name}`.replace(/-$/u, '') : name;
}
