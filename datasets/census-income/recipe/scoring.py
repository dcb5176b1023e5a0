"""Runs a model file over a tensor with ONNX Runtime on one thread."""

from pathlib import Path

import numpy as np
import onnxruntime as ort

from onnx_file import INPUT, OUTPUT

MODELS = ("base", "int8", "w4", "pruned90", "distilled", "lowrank")


def score(model: Path, features: np.ndarray, batch: int = 500) -> np.ndarray:
    """float32 probabilities, shape [rows]."""
    session = open_session(model)
    batches = [features[start : start + batch] for start in range(0, len(features), batch)]
    return np.concatenate([session.run([OUTPUT], {INPUT: rows})[0][:, 0] for rows in batches])


def open_session(model: Path, optimise: bool = True) -> ort.InferenceSession:
    """A CPU session; without `optimise`, quantized models run as written, in float between the roundings."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    if not optimise:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
