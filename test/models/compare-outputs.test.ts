import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareOutputs } from '../../src/models/compare-outputs.js';
import { generateInputs } from '../../src/models/generated-inputs.js';
import { openOnnxModel, probeOutputs } from '../../src/models/index.js';
import { referenceModel, refusal } from './reference.js';

const tabular = (name: string): string => fileURLToPath(new URL(`../reference/tabular/${name}.onnx`, import.meta.url));

describe('the outputs of two models on generated inputs', () => {
  it('are no way apart where the models are the same, and agree on the largest entry', async () => {
    const path = referenceModel('external/whole');
    expect(await compareOutputs(path, path, 5, 'a')).toEqual([
      { output: 'y', inputs: 5, maxAbsolute: 0, meanAbsolute: 0, sameLargest: 1 },
    ]);
  });

  it('are as far apart as running both by hand shows', async () => {
    const paths = [referenceModel('adult-base'), referenceModel('adult-int8')];
    const gaps: number[] = [];
    const models = await Promise.all(paths.map((path) => openOnnxModel(path)));
    for (let i = 0; i < 3; i++) {
      const feeds = generateInputs(models[0]?.inputs ?? [], `a ${i}`);
      const [a, b] = await Promise.all(models.map((model) => model.run(feeds)));
      gaps.push(Math.abs(Number(a?.['prob']?.data[0]) - Number(b?.['prob']?.data[0])));
    }
    for (const model of models) await model.close();
    const [gap, ...others] = await compareOutputs(paths[0] ?? '', paths[1] ?? '', 3, 'a');
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ output: 'prob', inputs: 3, maxAbsolute: Math.max(...gaps), sameLargest: undefined });
    expect(gap?.meanAbsolute).toBeCloseTo((gaps[0] ?? 0) / 3 + (gaps[1] ?? 0) / 3 + (gaps[2] ?? 0) / 3, 12);
    expect(gap?.maxAbsolute).toBeGreaterThan(0);
  });

  it('are not compared where inputs differ, or a model gives no numbers', async () => {
    const differ = await refusal(compareOutputs(referenceModel('adult-base'), tabular('base'), 1, 'a'));
    expect(differ).toMatchObject({ code: 'model', place: { file: tabular('base') } });
    expect(differ.message).toBe('The inputs of the models differ: input against hours, years.');
    const nan = await refusal(compareOutputs(tabular('base'), tabular('nan'), 8, 'a'));
    expect(nan.message).toContain('NaN or infinite numbers in its output "score"');
  });

  it('are the same from a child process', async () => {
    const [a, b] = [tabular('base'), tabular('off')];
    const limits = { memoryBytes: 2 ** 30, stallMs: 20_000 };
    const found = await probeOutputs(a, b, { inputs: 4, seed: 's', limits });
    expect(found).toEqual(await compareOutputs(a, b, 4, 's'));
    expect(found[0]?.maxAbsolute).toBeGreaterThan(0);
  });
});
