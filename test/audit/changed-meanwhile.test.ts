import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare, prepareCompare, type CompareOptions } from '../../src/audit/index.js';
import type { AuditError } from '../../src/base/index.js';
import { namesIn } from '../cli/audit-command.js';
import { planText, tabularFolder } from '../cli/tabular.js';

const limits = { memoryBytes: 2 ** 31, stallMs: 60_000 };

/** Audits a folder, and once all is scored puts another file in the place of one. */
async function auditWhileReplacing(folder: string, name: string, content: () => Uint8Array | string): Promise<unknown> {
  const loaded = await prepareCompare({
    plan: join(folder, 'audit.yaml'),
    variants: [],
    workingFolder: folder,
    flags: { slices: [], data: undefined, label: undefined, id: undefined, unit: undefined, positive: undefined },
    limits,
  });
  let isReplaced = false;
  const options: CompareOptions = {
    out: join(folder, 'out'),
    force: false,
    releasedAt: '2026-11-23T00:00:00Z',
    isReleaseTimeGiven: true,
    limits,
    workers: 1,
    sessions: 0,
    onProgress: ({ step, done, total }) => {
      if (isReplaced || step !== 'scoring' || done < total) return;
      isReplaced = true;
      writeFileSync(join(folder, name), content());
    },
  };
  return compare(loaded, options).catch((error: unknown) => error);
}

describe('an audit during which a file is replaced', () => {
  it.each<[string, string, (folder: string) => Uint8Array | string, AuditError['code'], RegExp]>([
    ['the baseline', 'base.onnx', (folder) => readFileSync(join(folder, 'off.onnx')), 'model', /The model "baseline"/u],
    ['a variant', 'same.onnx', (folder) => readFileSync(join(folder, 'off.onnx')), 'model', /The model "same"/u],
    [
      'the table',
      'table.csv',
      (folder) => `${readFileSync(join(folder, 'table.csv'), 'utf8')}e,1,1,north,1\n`,
      'data',
      /The table/u,
    ],
  ])('refuses %s, writes no dossier, and keeps nothing that was measured', async (_, name, content, code, message) => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const error = await auditWhileReplacing(folder, name, () => content(folder));
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      place: { file: join(folder, name) },
    });
    expect((error as AuditError).message).toMatch('was changed while it was audited');
    expect(await namesIn(join(folder, 'out'))).toEqual(['.work']);
    expect(await namesIn(join(folder, 'out/.work'))).toEqual(['run.json']);
  });

  it('goes through where the file has the same bytes as before', async () => {
    const folder = await tabularFolder({ 'audit.yaml': planText() });
    const text = await readFile(join(folder, 'table.csv'), 'utf8');
    expect(await auditWhileReplacing(folder, 'table.csv', () => text)).toMatchObject({ exitCode: 3 });
    expect(await namesIn(join(folder, 'out/same/data/model'))).toContain('same.onnx');
  });
});
