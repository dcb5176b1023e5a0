import { resolve } from 'node:path';
import { AuditError, assertNoAddress } from '../base/index.js';
import type { ChildLimits } from '../models/index.js';
import { findPlan, type Plan } from '../plan/index.js';
import { loadPlan, readPlan, type LoadedPlan } from './load-plan.js';
import { nameVariants } from './name-variants.js';
import { overridePlan } from './override-plan.js';
import { searchPlan } from './search-flags.js';
import { quickPlan, type QuickFlags } from './quick-plan.js';

/** What a command line says of an audit. */
export interface CompareRequest {
  readonly plan?: string | undefined;
  readonly baseline?: string | undefined;
  readonly variants: readonly string[];
  readonly workingFolder: string;
  readonly flags: QuickFlags;
  readonly limits: ChildLimits;
}

/** Finds or makes the plan of a command line, and everything it names. @throws {AuditError} with what is missing and how to say it */
export async function prepareCompare(request: CompareRequest): Promise<LoadedPlan> {
  const { baseline, variants, flags } = request;
  for (const name of [request.plan, baseline, ...variants, flags.data]) {
    if (name !== undefined) assertNoAddress(name, 'command-line');
  }
  const file = await findPlan(request);
  if (file === undefined && baseline === undefined) {
    throw new AuditError('command-line', 'There is no audit.yaml here, and no models are named.', {
      wayOut: 'Name them: audit compare base.onnx int8.onnx; or write a plan: audit init base.onnx labels.csv.',
    });
  }
  const source = searchPlan(
    file === undefined
      ? await quickPlan(baseline ?? '', flags, request.limits)
      : overridePlan(await readPlan(file), flags),
    flags.search,
  );
  if (baseline === undefined) return loadPlan(source);
  const named = await nameVariants(
    variants.map((path) => resolve(path)),
    source.plan,
    source.folder,
    resolve(baseline),
  );
  const plan: Plan = {
    ...source.plan,
    variants: named.map(({ name, path }) => ({ name, file: path, trainings: [path] })),
  };
  const planned = new Set(source.plan.variants.map(({ name }) => name));
  const loaded = await loadPlan(
    { ...source, plan: { ...plan, variants: relativeTo(plan) } },
    { baseline: resolve(baseline), variants: named },
  );
  return { ...loaded, unplanned: named.map(({ name }) => name).filter((name) => !planned.has(name)) };
}

/** A resolved plan holds no path of this machine: models from the command line are known by their hashes. */
function relativeTo(plan: Plan): Plan['variants'] {
  return plan.variants.map(({ name }) => ({ name, file: name, trainings: [name] }));
}
