"""Four-bit weights, rounded to nearest with one scale for a whole matrix; biases and activations stay float32."""

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from layers import Layers
from onnx_file import INPUT, layer_nodes, save_graph


def write_w4(layers: Layers, path: Path) -> None:
    """Stores INT4 tensors, two weights a byte, each read through a DequantizeLinear.

    INT4 exists from opset 21 on, so this file alone is opset 21 (IR 10) and not 17.
    """
    nodes, tensors, value = [], [], INPUT
    for number, layer in enumerate(layers, start=1):
        weight, scale, bias = f"layer{number}.weight", f"layer{number}.scale", f"layer{number}.bias"
        step = np.float32(np.abs(layer.weight).max() / 7)
        levels = np.clip(np.rint(layer.weight / step), -7, 7).astype(np.int8)
        tensors += [
            helper.make_tensor(f"{weight}.int4", TensorProto.INT4, levels.shape, _packed(levels), raw=True),
            numpy_helper.from_array(step, scale),
            numpy_helper.from_array(layer.bias, bias),
        ]
        nodes.append(helper.make_node("DequantizeLinear", [f"{weight}.int4", scale], [weight], f"dequantize{number}"))
        added, value = layer_nodes(number, layer, value, weight, bias)
        nodes += added
    save_graph(nodes, tensors, layers[0].weight.shape[1], value, path, opset=21, ir_version=10)


def _packed(levels: np.ndarray) -> bytes:
    """Two's complement nibbles, the earlier weight in the lower half, as ONNX lays INT4 out."""
    nibbles = (levels.reshape(-1) & 0xF).astype(np.uint8)
    if nibbles.size % 2:
        nibbles = np.append(nibbles, np.uint8(0))
    return (nibbles[0::2] | nibbles[1::2] << 4).tobytes()
