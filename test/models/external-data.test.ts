import { cp, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256OfFile } from '../../src/base/index.js';
import { inspectModel, modelFiles, openOnnxModel, readGraph } from '../../src/models/index.js';
import { referenceModel, refusal } from './reference.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'external-'));
  await cp(dirname(referenceModel('external/whole')), join(folder, 'model'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

describe('weights outside the model file', () => {
  const refused: Readonly<Record<string, string>> = {
    'external/parent': "outside the model's folder",
    'external/absolute': "outside the model's folder",
    'external/parent-in-a-constant': "outside the model's folder",
    'external/missing': 'which is not there',
    'external/beyond': 'at bytes 20 to 100, but the file has 96',
    'external/short': 'as 79 bytes, while its shape asks for 80',
    'external/hex': 'at an offset or length that is no number',
  };
  for (const [name, reason] of Object.entries(refused)) {
    it(`are refused before a session opens: ${name.replace('external/', '')}, ${reason}`, async () => {
      for (const read of [openOnnxModel, readGraph]) {
        const error = await refusal(read(referenceModel(name)));
        expect(error.code).toBe('model');
        expect(error.message).toContain(reason);
        expect(error.message).not.toContain('ONNX Runtime');
      }
    });
  }

  it('are run and counted where they lie beside it', async () => {
    const model = await openOnnxModel(referenceModel('external/whole'));
    const x = { type: 'float32', dims: [1, 4], data: Float32Array.of(1, 0, 0, 0) };
    const { y } = await model.run({ x });
    await model.close();
    expect(y?.data).toEqual(Float32Array.of(0, 1, 2, 3, 4));
  });

  it('are refused behind a link that leaves the folder', async () => {
    const path = join(folder, 'model', 'whole.onnx');
    expect((await readGraph(path)).externalData).toEqual(['weights.bin']);
    await rename(join(folder, 'model', 'weights.bin'), join(folder, 'weights.bin'));
    await symlink('../weights.bin', join(folder, 'model', 'weights.bin'));
    expect((await refusal(openOnnxModel(path))).message).toContain("outside the model's folder");
  });
});

describe('the files of a model', () => {
  it('are one with its own hash where it stands alone', async () => {
    const path = referenceModel('mlp');
    const own = await sha256OfFile(path);
    expect(await modelFiles(path)).toEqual({
      files: [{ name: 'mlp.onnx', path, bytes: 2214, sha256: own }],
      bytes: 2214,
      sha256: own,
    });
  });

  it('are hashed together where weights lie outside', async () => {
    const { files, bytes, sha256 } = await modelFiles(referenceModel('external/whole'));
    expect(files.map(({ name }) => name)).toEqual(['whole.onnx', 'weights.bin']);
    expect(bytes).toBe((files[0]?.bytes ?? 0) + 96);
    expect(files.map((file) => file.sha256)).not.toContain(sha256);
    const facts = await inspectModel(referenceModel('external/whole'), 'baseline');
    expect(facts).toMatchObject({ sha256, bytes, externalData: ['weights.bin'] });
  });

  it('are measured as they are and after gzip', async () => {
    const facts = await inspectModel(referenceModel('adult-pruned90'), 'pruned');
    expect(facts).toMatchObject({ name: 'pruned', file: 'adult-pruned90.onnx', format: 'onnx', bytes: 81_227 });
    // Nine weights in ten are zero, and zeros pack well.
    expect(facts.gzipBytes).toBeLessThan(facts.bytes / 4);
    expect(facts.gzipBytes).toBeGreaterThan(1000);
    const again = await inspectModel(referenceModel('adult-pruned90'), 'pruned');
    expect(again).toEqual(facts);
  });
});
