import { create, toBinary } from '@bufbuild/protobuf';
import { randomFor } from '../../src/base/index.js';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '../../src/models/graph/onnx_pb.js';

/**
 * Expansion, channels, repeats and first stride of the blocks.
 *
 * @see Sandler et al. 2018, "MobileNetV2: Inverted residuals and linear bottlenecks", table 2
 */
const blocks = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * MobileNetV2 at 224 pixels with 1,000 classes as ONNX, batch normalisation folded, weights from a keyed random generator.
 *
 * Input `image` [N, 3, 224, 224], output `scores` [N, 1000] after a softmax.
 *
 * @param seed another one makes another model of the same shape
 */
export function mobilenetV2(seed: string): Uint8Array {
  const graph = new Layers(seed);
  let at = graph.conv('image', 3, 32, { kernel: 3, stride: 2, groups: 1, isClipped: true });
  let channels = 32;
  for (const [expansion, width, repeats, firstStride] of blocks) {
    for (let i = 0; i < repeats; i++) {
      const stride = i === 0 ? firstStride : 1;
      const wide = channels * expansion;
      const expanded =
        expansion === 1 ? at : graph.conv(at, channels, wide, { kernel: 1, stride: 1, groups: 1, isClipped: true });
      const filtered = graph.conv(expanded, wide, wide, { kernel: 3, stride, groups: wide, isClipped: true });
      const narrow = graph.conv(filtered, wide, width, { kernel: 1, stride: 1, groups: 1, isClipped: false });
      at = stride === 1 && channels === width ? graph.node('Add', [at, narrow]) : narrow;
      channels = width;
    }
  }
  at = graph.conv(at, channels, 1280, { kernel: 1, stride: 1, groups: 1, isClipped: true });
  at = graph.node('Flatten', [graph.node('GlobalAveragePool', [at])]);
  at = graph.node('Gemm', [at, graph.weights([1280, 1000], 1280), graph.weights([1000], 1000)]);
  graph.node('Softmax', [at], [], 'scores');
  return graph.model();
}

class Layers {
  readonly #random;
  readonly #nodes: NodeProto[] = [];
  readonly #tensors: TensorProto[] = [];

  constructor(seed: string) {
    this.#random = randomFor('mobilenet-v2', seed);
    for (const [name, value] of [
      ['zero', 0],
      ['six', 6],
    ] as const) {
      this.#tensors.push(create(TensorProtoSchema, { name, dataType: TensorProto_DataType.FLOAT, floatData: [value] }));
    }
  }

  conv(
    input: string,
    from: number,
    to: number,
    settings: {
      readonly kernel: number;
      readonly stride: number;
      readonly groups: number;
      readonly isClipped: boolean;
    },
  ): string {
    const { kernel, stride, groups } = settings;
    const inputs = [
      input,
      this.weights([to, from / groups, kernel, kernel], (from / groups) * kernel * kernel),
      this.weights([to], to),
    ];
    const pad = (kernel - 1) / 2;
    const convolved = this.node('Conv', inputs, [
      whole('group', [groups], true),
      whole('kernel_shape', [kernel, kernel]),
      whole('strides', [stride, stride]),
      whole('pads', [pad, pad, pad, pad]),
    ]);
    return settings.isClipped ? this.node('Clip', [convolved, 'zero', 'six']) : convolved;
  }

  node(opType: string, input: readonly string[], attribute: readonly AttributeProto[] = [], output = ''): string {
    const name = output === '' ? `t${this.#nodes.length}` : output;
    this.#nodes.push(create(NodeProtoSchema, { opType, input: [...input], output: [name], attribute: [...attribute] }));
    return name;
  }

  /** Uniform weights that keep the size of activations (He). */
  weights(dims: readonly number[], fanIn: number): string {
    const name = `w${this.#tensors.length}`;
    const values = new Float32Array(dims.reduce((a, b) => a * b, 1));
    const scale = Math.sqrt(6 / fanIn);
    for (let i = 0; i < values.length; i++) values[i] = (2 * this.#random.next() - 1) * scale;
    this.#tensors.push(
      create(TensorProtoSchema, {
        name,
        dims: dims.map(BigInt),
        dataType: TensorProto_DataType.FLOAT,
        rawData: new Uint8Array(values.buffer),
      }),
    );
    return name;
  }

  model(): Uint8Array {
    return toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        irVersion: 8n,
        producerName: 'fairweight-bench',
        opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: 17n })],
        graph: create(GraphProtoSchema, {
          name: 'mobilenet-v2',
          node: this.#nodes,
          initializer: this.#tensors,
          input: [value('image', ['N', 3, 224, 224])],
          output: [value('scores', ['N', 1000])],
        }),
      }),
    );
  }
}

function whole(name: string, values: readonly number[], isSingle = false): AttributeProto {
  return isSingle
    ? create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i: BigInt(values[0] ?? 0) })
    : create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INTS, ints: values.map(BigInt) });
}

function value(name: string, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((side) =>
    create(TensorShapeProto_DimensionSchema, {
      value: typeof side === 'string' ? { case: 'dimParam', value: side } : { case: 'dimValue', value: BigInt(side) },
    }),
  );
  const tensorType = create(TypeProto_TensorSchema, {
    elemType: TensorProto_DataType.FLOAT,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensorType } }),
  });
}
