import type { AttributeProto, GraphProto, ModelProto, NodeProto, SparseTensorProto, TensorProto } from './onnx_pb.js';

/** Every tensor anywhere in a model, whether a node reads it or not: what must be checked before a runtime sees the file. */
export function* everyTensor(model: ModelProto): Iterable<TensorProto> {
  if (model.graph) yield* inGraph(model.graph);
  for (const body of model.functions) {
    yield* inNodes(body.node);
    yield* inAttributes(body.attributeProto);
  }
  for (const { initialization, algorithm } of model.trainingInfo) {
    if (initialization) yield* inGraph(initialization);
    if (algorithm) yield* inGraph(algorithm);
  }
}

function* inGraph(graph: GraphProto): Iterable<TensorProto> {
  yield* graph.initializer;
  for (const sparse of graph.sparseInitializer) yield* inSparse(sparse);
  yield* inNodes(graph.node);
}

function* inNodes(nodes: readonly NodeProto[]): Iterable<TensorProto> {
  for (const { attribute } of nodes) yield* inAttributes(attribute);
}

function* inAttributes(attributes: readonly AttributeProto[]): Iterable<TensorProto> {
  for (const { t, tensors, sparseTensor, sparseTensors, g, graphs } of attributes) {
    if (t) yield t;
    yield* tensors;
    for (const sparse of sparseTensor ? [sparseTensor, ...sparseTensors] : sparseTensors) yield* inSparse(sparse);
    for (const graph of g ? [g, ...graphs] : graphs) yield* inGraph(graph);
  }
}

function* inSparse({ values, indices }: SparseTensorProto): Iterable<TensorProto> {
  if (values) yield values;
  if (indices) yield indices;
}
