import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { onTestFinished } from 'vitest';
import {
  AttributeProto_AttributeType,
  ModelProtoSchema,
  type AttributeProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from '../../src/models/graph/onnx_pb.js';

type Node = MessageInitShape<typeof NodeProtoSchema>;
type Side = number | string;

/** A folder that goes away after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fairweight-outcomes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const [float32, int64, float16] = [1, 7, 10];

/** A tensor of the model's inside, for what is no input. */
export function constant(
  name: string,
  values: readonly number[],
  type: 'float32' | 'int64' = 'float32',
): MessageInitShape<typeof TensorProtoSchema> {
  const dims = [BigInt(values.length)];
  return type === 'int64'
    ? { name, dims, dataType: int64, int64Data: values.map(BigInt) }
    : { name, dims, dataType: float32, floatData: [...values] };
}

/** A whole number as a node's setting. */
export function setting(name: string, value: number): MessageInitShape<typeof AttributeProtoSchema> {
  return { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) };
}

/** Writes a model with the float input `x` and the output `y` of the given shapes. @returns its path */
export async function tinyModel(
  folder: string,
  name: string,
  made: {
    readonly nodes: readonly Node[];
    readonly constants?: readonly MessageInitShape<typeof TensorProtoSchema>[];
    readonly input: readonly Side[];
    readonly output: readonly Side[];
    readonly outputType?: 'float32' | 'float16';
  },
): Promise<string> {
  const path = join(folder, `${name}.onnx`);
  const value = (
    of: string,
    shape: readonly Side[],
    elemType: number,
  ): MessageInitShape<typeof ValueInfoProtoSchema> => ({
    name: of,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType,
          shape: {
            dim: shape.map((side) =>
              typeof side === 'number'
                ? { value: { case: 'dimValue' as const, value: BigInt(side) } }
                : { value: { case: 'dimParam' as const, value: side } },
            ),
          },
        },
      },
    },
  });
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: 17n }],
    graph: {
      name: 'tiny',
      node: [...made.nodes],
      initializer: [...(made.constants ?? [])],
      input: [value('x', made.input, float32)],
      output: [value('y', made.output, made.outputType === 'float16' ? float16 : float32)],
    },
  });
  await writeFile(path, toBinary(ModelProtoSchema, model));
  return path;
}

/** Says of each row its numbers over their sum: NaN for a row of zeros. */
export const normaliser = {
  nodes: [
    { opType: 'ReduceSum', input: ['x', 'axis'], output: ['sum'], attribute: [setting('keepdims', 1)] },
    { opType: 'Div', input: ['x', 'sum'], output: ['y'] },
  ],
  constants: [constant('axis', [1], 'int64')],
};
