import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { audit, temporaryFolder } from './audit-command.js';
import { tabularFolder } from './tabular.js';

const quick = ['--data', 'table.csv', '--label', 'paid', '--slice', 'team'];

it('audit compare leaves nothing in the home or temporary folder: what it runs has no telemetry', async () => {
  const folder = await tabularFolder();
  const place = await temporaryFolder();
  const env = { HOME: join(place, 'home'), TMPDIR: join(place, 'tmp') };
  for (const path of Object.values(env)) await mkdir(path);
  const { code } = await audit(folder, ['compare', 'base.onnx', 'off.onnx', ...quick, '--sessions', '3'], env);
  expect(code).toBe(1);
  expect(await readdir(env.HOME)).toEqual([]);
  expect(await readdir(env.TMPDIR)).toEqual([]);
});
