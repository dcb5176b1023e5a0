import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPlan } from '../../src/plan/index.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairweight-plan-'));
  await mkdir(join(folder, 'models'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('finds the plan as named, else in the working folder, else beside the baseline, else not at all', async () => {
  const options = { workingFolder: folder, baseline: join(folder, 'models', 'base.onnx') };
  expect(await findPlan(options)).toBeUndefined();
  await writeFile(join(folder, 'models', 'audit.yaml'), '');
  expect(await findPlan(options)).toBe(join(folder, 'models', 'audit.yaml'));
  await writeFile(join(folder, 'audit.yaml'), '');
  expect(await findPlan(options)).toBe(join(folder, 'audit.yaml'));
  expect(await findPlan({ ...options, plan: 'other.yaml' })).toBe('other.yaml');
});
