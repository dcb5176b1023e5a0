"""Eight-bit weights and activations, by ONNX Runtime's static quantization."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from onnx_file import INPUT


class TrainingRows(CalibrationDataReader):
    """Hands training rows to the calibration, 512 at a time."""

    def __init__(self, features: np.ndarray) -> None:
        self._batches: Iterator[np.ndarray] = iter(np.array_split(features, -(-len(features) // 512)))

    def get_next(self) -> dict[str, np.ndarray] | None:
        batch = next(self._batches, None)
        return None if batch is None else {INPUT: batch}


def write_int8(base: Path, calibration: np.ndarray, out: Path) -> None:
    """QDQ, symmetric int8 weights per output channel, int8 activations, ranges from the smallest and largest seen."""
    quantize_static(
        base,
        out,
        TrainingRows(calibration),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        weight_type=QuantType.QInt8,
        activation_type=QuantType.QInt8,
        op_types_to_quantize=["Gemm"],
        # The sums stay in float (ReLUs are quantized where the next layer reads them). Otherwise the logit itself
        # would have 256 values with 0 among them, and a whole bin of people would score exactly 0.5: whether they
        # pass would hang on > against >=.
        extra_options={"OpTypesToExcludeOutputQuantization": ["Gemm"]},
    )
    model = onnx.load(out)
    out.write_bytes(model.SerializeToString(deterministic=True))
