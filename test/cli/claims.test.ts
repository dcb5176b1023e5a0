import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JudgedClaim } from '../../src/record/index.js';
import { audit } from './audit-command.js';
import { planText, tabularFolder, tableText } from './tabular.js';

const claims = `
  - { id: speed, text: Faster, metric: latency_p50_ratio, at_most: 0.9 }
  - { id: size, text: Small, about: same, metric: file_bytes, at_most: 1000000 }
  - { id: word, text: Made with care, about: same }
  - { id: other, text: Also small, about: "off", metric: file_bytes, at_most: 1000000 }`;

/** A plan that keeps every promise, so that nothing but its claims decides. */
async function keptFolder(): Promise<string> {
  return tabularFolder({
    'audit.yaml': planText({
      variants: '{ same: same.onnx, "off": off.onnx }',
      margins: '{ accuracy: { drift: 20 points } }',
      claims,
    }),
    'table.csv': tableText(400),
  });
}

async function claimsOf(folder: string, variant: string): Promise<readonly JudgedClaim[]> {
  const card = await readFile(join(folder, `fairweight-out/${variant}/data/model/card.json`), 'utf8');
  return (JSON.parse(card) as { claims: JudgedClaim[] }).claims;
}

const results = (of: readonly JudgedClaim[]): readonly string[] => of.map(({ id, result }) => `${id} ${result}`);

describe.concurrent('a claim', () => {
  it('about latency that was not measured is undecided, and the release is with it', async () => {
    const folder = await keptFolder();
    const ended = await audit(folder, ['compare', 'base.onnx', 'same.onnx', '--sessions', '0', '--json']);
    expect(results(await claimsOf(folder, 'same'))).toEqual(['speed undecided', 'size holds', 'word unchecked']);
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.stdout)).toMatchObject({ records: [{ verdict: { kind: 'undecided', exitCode: 3 } }] });
  });

  it('about a variant that is audited under a name the plan does not know is left undecided, with the reason', async () => {
    const folder = await keptFolder();
    await copyFile(join(folder, 'same.onnx'), join(folder, 'release.onnx'));
    const ended = await audit(folder, ['compare', 'base.onnx', 'release.onnx', 'off.onnx', '--sessions', '0']);
    expect(ended.code).not.toBe(0);
    const found = await claimsOf(folder, 'release');
    expect(results(found)).toEqual(['speed undecided', 'size undecided', 'word undecided']);
    expect(found[1]?.reason).toMatch(/^The plan states this about "same", which is not audited here/u);
    expect(results(await claimsOf(folder, 'off'))).toEqual(['speed undecided', 'other holds']);
  });

  it('about a variant that is left out on purpose says nothing about the others', async () => {
    const folder = await keptFolder();
    await audit(folder, ['compare', 'base.onnx', 'off.onnx', '--sessions', '0']);
    expect(results(await claimsOf(folder, 'off'))).toEqual(['speed undecided', 'other holds']);
  });
});
