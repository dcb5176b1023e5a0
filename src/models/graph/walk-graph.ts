import { create } from '@bufbuild/protobuf';
import { AuditError } from '../../base/index.js';
import { maxGraphDepth } from './decode-model.js';
import {
  TensorProtoSchema,
  TensorProto_DataType,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from './onnx_pb.js';
import { Scope, type Use } from './scope.js';

/** A tensor that the file stores, and who reads it. */
export interface StoredTensor {
  /** The stored values; for a sparse tensor those that are not zero. */
  readonly tensor: TensorProto;
  readonly dims: readonly bigint[];
  readonly isSparse: boolean;
  /** Readers in the same graph and in the subgraphs inside it. */
  readonly uses: readonly Use[];
  readonly scope: Scope<StoredTensor>;
}

/** Everything in a model, subgraphs and functions included. */
export interface WalkedModel {
  readonly nodes: readonly NodeProto[];
  /** Initializers and constants: what nodes can read by name. */
  readonly tensors: readonly StoredTensor[];
}

/**
 * Walks the graph, its subgraphs and the model's functions. Graphs for training are left out: nothing here runs them.
 *
 * @throws {AuditError} `model` where subgraphs nest too deep
 */
export function walkModel(model: ModelProto, graph: GraphProto, path: string): WalkedModel {
  const nodes: NodeProto[] = [];
  const tensors: StoredTensor[] = [];
  const visit = (inner: Pick<GraphProto, 'node'> & Partial<GraphProto>, depth: number, outer?: Scope<StoredTensor>) => {
    if (depth > maxGraphDepth) {
      throw new AuditError('model', `The graph nests more than ${maxGraphDepth} subgraphs.`, { place: { file: path } });
    }
    const scope = new Scope<StoredTensor>(outer);
    const store = (name: string, tensor: TensorProto, dims: readonly bigint[], isSparse: boolean): void => {
      const stored = { tensor, dims, isSparse, uses: scope.usesOf(name), scope };
      scope.define(name, stored);
      tensors.push(stored);
    };
    for (const tensor of inner.initializer ?? []) store(tensor.name, tensor, tensor.dims, false);
    for (const { values, dims } of inner.sparseInitializer ?? []) {
      if (values) store(values.name, values, dims, true);
    }
    for (const node of inner.node) {
      nodes.push(node);
      node.input.forEach((name, position) => scope.note(name, { node, position, scope }));
      const [output] = node.output;
      if (node.opType === 'Constant' && output !== undefined) storeConstant(node, output, store);
      for (const { g, graphs } of node.attribute) {
        for (const subgraph of g ? [g, ...graphs] : graphs) visit(subgraph, depth + 1, scope);
      }
    }
  };
  visit(graph, 0);
  for (const body of model.functions) visit({ node: body.node }, 1);
  return { nodes, tensors };
}

/** Constants that hold one number, whole numbers or texts directly in an attribute are settings and not stored. */
function storeConstant(
  { attribute }: NodeProto,
  output: string,
  store: (name: string, tensor: TensorProto, dims: readonly bigint[], isSparse: boolean) => void,
): void {
  for (const { name, t, sparseTensor, floats } of attribute) {
    if (name === 'value' && t) store(output, t, t.dims, false);
    if (name === 'sparse_value' && sparseTensor?.values) store(output, sparseTensor.values, sparseTensor.dims, true);
    if (name === 'value_floats') {
      const dims = [BigInt(floats.length)];
      const tensor = create(TensorProtoSchema, { dims, dataType: TensorProto_DataType.FLOAT, floatData: floats });
      store(output, tensor, dims, false);
    }
  }
}
