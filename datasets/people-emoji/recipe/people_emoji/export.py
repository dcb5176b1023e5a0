"""Writes a network as ONNX, with the input and output that all models of this set share."""

import warnings
from pathlib import Path

import torch
from torch import nn

OPSET = 17


def export(model: nn.Module, path: Path) -> None:
    """Writes `image` [batch, 3, 64, 64] to `logits` [batch, 24], batch normalisation folded into the convolutions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # The older exporter is asked for by name: it folds the normalisation and writes opset 17 as it is.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            model.eval().to(memory_format=torch.contiguous_format),
            (torch.zeros(1, 3, 64, 64),),
            path,
            dynamo=False,
            opset_version=OPSET,
            input_names=["image"],
            output_names=["logits"],
            dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
        )
