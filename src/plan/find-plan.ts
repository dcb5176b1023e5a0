import { dirname, join } from 'node:path';
import { exists } from '../base/index.js';

/** The plan's usual name. */
export const planFileName = 'audit.yaml';

/** Finds the plan: as named, else in the working folder, else beside the baseline; nothing where there is none. */
export async function findPlan(options: {
  readonly plan?: string | undefined;
  readonly workingFolder: string;
  readonly baseline?: string | undefined;
}): Promise<string | undefined> {
  if (options.plan !== undefined) return options.plan;
  const candidates = [join(options.workingFolder, planFileName)];
  if (options.baseline !== undefined) candidates.push(join(dirname(options.baseline), planFileName));
  for (const candidate of candidates) {
    if (await exists(candidate)) return candidate;
  }
  return undefined;
}
