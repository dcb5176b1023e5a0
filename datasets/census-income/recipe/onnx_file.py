"""Writes layers as ONNX by hand: a dozen readable nodes, no exporter between the weights and the file."""

from pathlib import Path

import onnx
from onnx import TensorProto, helper, numpy_helper

from layers import Layer, Layers

INPUT, OUTPUT = "features", "score"


def write_onnx(layers: Layers, path: Path) -> None:
    """Opset 17, `features` float32 [batch, F] to `score` float32 [batch, 1], the probability of the label 1."""
    nodes, tensors, value = [], [], INPUT
    for number, layer in enumerate(layers, start=1):
        weight, bias = f"layer{number}.weight", f"layer{number}.bias"
        tensors += [numpy_helper.from_array(layer.weight, weight), numpy_helper.from_array(layer.bias, bias)]
        added, value = layer_nodes(number, layer, value, weight, bias)
        nodes += added
    save_graph(nodes, tensors, layers[0].weight.shape[1], value, path, opset=17, ir_version=8)


def layer_nodes(
    number: int, layer: Layer, value: str, weight: str, bias: str
) -> tuple[list[onnx.NodeProto], str]:
    """The nodes of one layer that read `value`, and the name of what they make."""
    made = f"layer{number}.sum"
    nodes = [helper.make_node("Gemm", [value, weight, bias], [made], f"layer{number}", transB=1)]
    if layer.relu:
        nodes.append(helper.make_node("Relu", [made], [f"layer{number}.out"], f"relu{number}"))
        made = f"layer{number}.out"
    return nodes, made


def save_graph(
    nodes: list[onnx.NodeProto],
    tensors: list[TensorProto],
    inputs: int,
    logit: str,
    path: Path,
    opset: int,
    ir_version: int,
) -> None:
    """Adds the sigmoid, names the ends, checks the model and writes it."""
    nodes = [*nodes, helper.make_node("Sigmoid", [logit], [OUTPUT], "sigmoid")]
    graph = helper.make_graph(
        nodes,
        "census_income",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["batch", inputs])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["batch", 1])],
        tensors,
    )
    model = helper.make_model(
        graph, producer_name="census-income recipe", opset_imports=[helper.make_opsetid("", opset)]
    )
    model.ir_version = ir_version
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))
