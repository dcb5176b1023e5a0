"""Stores the weights of `base.onnx` in 4 bits, one scale a tensor, as `w4.onnx`.

Each weight becomes one of 16 whole numbers from -8 to 7, kept as ONNX's INT4 (two in a byte) and turned back by a
DequantizeLinear in front of its operator. INT4 asks for opset 21, so this model alone is not opset 17. Activations and
biases stay float32: the model is smaller to download, and slower. Nothing is trained afterwards.

Usage: python -m people_emoji.quantize_w4 --work WORK --side skewed --out DATASET/skewed
"""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from .trained import job

OPSET = 21
IR_VERSION = 10
_LOWEST, _HIGHEST = -8, 7


def main() -> None:
    """Parses the command line and rewrites the model."""
    task = job(__doc__)
    model = onnx.load(task.out / "base.onnx")
    count = quantize(model)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, task.out / "w4.onnx")
    print(f"{task.side}: {count} weight tensors stored in 4 bits")


def quantize(model: onnx.ModelProto) -> int:
    """Changes the weights of convolutions and matrix products in place and returns how many tensors that were."""
    graph = model.graph
    initializers = {tensor.name: tensor for tensor in graph.initializer}
    names = [node.input[1] for node in graph.node if node.op_type in ("Conv", "Gemm") and node.input[1] in initializers]
    dequantizers = []
    for name in names:
        tensor = initializers[name]
        weights = numpy_helper.to_array(tensor)
        scale = best_scale(weights)
        graph.initializer.remove(tensor)
        graph.initializer.extend([_int4(f"{name}_int4", _codes(weights, scale)), _scalar(f"{name}_scale", scale)])
        inputs = [f"{name}_int4", f"{name}_scale"]
        dequantizers.append(helper.make_node("DequantizeLinear", inputs, [name], f"{name}_dequantize"))
    operators = list(graph.node)
    del graph.node[:]
    graph.node.extend(dequantizers + operators)
    # The operators used here mean the same in opset 17 and 21.
    model.opset_import[0].version = OPSET
    model.ir_version = IR_VERSION
    return len(names)


def best_scale(weights: NDArray[np.float32]) -> float:
    """The scale with the smallest squared error: cutting off the few largest weights can be worth finer steps."""
    full = float(np.abs(weights).max()) / _HIGHEST
    scales = [full * share for share in np.linspace(0.3, 1.0, 71)]
    return min(scales, key=lambda scale: float(np.square(_codes(weights, scale) * scale - weights).sum()))


def _codes(weights: NDArray[np.float32], scale: float) -> NDArray[np.int8]:
    return np.clip(np.rint(weights / scale), _LOWEST, _HIGHEST).astype(np.int8)


def _int4(name: str, codes: NDArray[np.int8]) -> onnx.TensorProto:
    flat = codes.ravel().astype(np.uint8) & 0x0F
    if len(flat) % 2:
        flat = np.append(flat, np.uint8(0))
    packed = flat[0::2] | (flat[1::2] << 4)
    return helper.make_tensor(name, onnx.TensorProto.INT4, codes.shape, packed.tobytes(), raw=True)


def _scalar(name: str, value: float) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(value, dtype=np.float32), name)


if __name__ == "__main__":
    main()
