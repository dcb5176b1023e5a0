"""Quantizes `base.onnx` to 8 bits as `int8.onnx`: weights per channel, activations calibrated on training pictures.

Usage: python -m people_emoji.quantize_int8 --work WORK --side skewed --out DATASET/skewed
"""

from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from .trained import job
from .training import TrainingSet

CALIBRATION_PICTURES = 480


class TrainingPictures(CalibrationDataReader):
    """Every so manyth training picture, so that all classes and skin tones come in the shares they were trained in."""

    def __init__(self, data: TrainingSet) -> None:
        places = torch.arange(CALIBRATION_PICTURES) * (len(data) // CALIBRATION_PICTURES)
        self._batches = iter([data.take(part)[0].contiguous().numpy() for part in places.split(32)])

    def get_next(self) -> dict[str, np.ndarray] | None:
        """The next batch for the model, or none at the end."""
        batch = next(self._batches, None)
        return None if batch is None else {"image": batch}


def main() -> None:
    """Parses the command line and quantizes."""
    task = job(__doc__)
    prepared = task.work / f"prepared-{task.side}.onnx"
    quant_pre_process(task.out / "base.onnx", prepared, skip_symbolic_shape=True)
    quantize(prepared, task.out / "int8.onnx", task.training_set())


def quantize(source: Path, target: Path, data: TrainingSet) -> None:
    """Writes QuantizeLinear and DequantizeLinear pairs around each operator; weights are stored as int8."""
    quantize_static(
        source,
        target,
        TrainingPictures(data),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        # Eight-bit products summed in pairs of 16 bits can overflow on processors without VNNI: one bit less cannot.
        reduce_range=True,
    )


if __name__ == "__main__":
    main()
