import { describe, expect, it } from 'vitest';
import { readGraph } from '../../src/models/index.js';
import { expected, referenceModel } from './reference.js';

describe('readGraph, by reference (onnx and numpy)', () => {
  const titles: Readonly<Record<string, string>> = {
    'adult-base': 'counts the weights and biases of a float model',
    'adult-pruned90': 'counts the weights that pruning set to zero',
    'adult-int8': 'counts quantized weights and biases, and no scale or zero point',
    mlp: 'counts no single constant, class list or shape',
    'every-type-raw': 'counts every data type stored as raw bytes, minus zero as zero',
    'every-type-typed': 'counts every data type stored in typed fields alike',
    'per-channel': "takes each channel's own zero point for zero",
    blocked: "takes each block's own zero point for zero",
    gathered: 'finds the zero point of an embedding behind its Gather',
    'matmul-4-bits': 'counts packed 4-bit weights one by one and their padding not at all',
    subgraphs: 'counts subgraphs, constants and their operators, and nothing that no node reads',
    settings: 'counts no sizes, scales, shapes or on and off values',
    sparse: 'counts all elements of a sparse tensor, and those not stored as zeros',
    'external/whole': 'counts weights kept in another file',
  };
  for (const [name, facts] of Object.entries(expected)) {
    it(titles[name] ?? name, async () => {
      expect(await readGraph(referenceModel(name))).toMatchObject(facts);
    });
  }

  it('has a title for every reference model', () => {
    expect(Object.keys(titles).sort()).toEqual(Object.keys(expected).sort());
  });
});

describe('readGraph', () => {
  it('reads inputs, outputs, operators, opsets and the producer', async () => {
    expect(await readGraph(referenceModel('mlp'))).toMatchObject({
      inputs: [{ name: 'X', type: 'float32', shape: [null, 7] }],
      outputs: [
        { name: 'label', type: 'int64', shape: [null] },
        { name: 'probabilities', type: 'float32', shape: [null, 2] },
      ],
      operators: { 'ai.onnx.ml.ArrayFeatureExtractor': 1, Add: 3, MatMul: 3, Relu: 2 },
      opsets: { 'ai.onnx': 15, 'ai.onnx.ml': 1 },
      producer: 'skl2onnx 1.20.0',
      externalData: [],
    });
  });

  it('names symbolic dimensions and what is no tensor', async () => {
    const { inputs, outputs } = await readGraph(referenceModel('sequence-output'));
    expect(inputs).toEqual([{ name: 'x', type: 'float32', shape: ['N', 4] }]);
    expect(outputs[0]).toEqual({ name: 'all', type: 'sequence(float32)', shape: [] });
  });

  it('stops when it is aborted', async () => {
    await expect(readGraph(referenceModel('mlp'), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
