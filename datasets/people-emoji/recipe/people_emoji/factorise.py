"""Splits pointwise convolutions and the classifier in two by SVD and exports the result as `lowrank.onnx`.

Each weight matrix keeps 60 % of its rank (of the smaller of its two sides). Where the two factors would not be smaller
than the matrix, the layer stays whole. Nothing is trained afterwards.

Usage: python -m people_emoji.factorise --work WORK --side skewed --out DATASET/skewed
"""

import torch
from torch import nn

from .export import export
from .trained import job

RANK_SHARE = 0.6


def main() -> None:
    """Parses the command line and factorises."""
    task = job(__doc__)
    model = task.base()
    before = sum(weight.numel() for weight in model.parameters())
    with torch.no_grad():
        factorise(model)
    after = sum(weight.numel() for weight in model.parameters())
    export(model, task.out / "lowrank.onnx")
    print(f"{task.side}: {before} parameters became {after}")


def factorise(module: nn.Module) -> None:
    """Replaces each layer inside that gets smaller by being split."""
    for name, child in module.named_children():
        if isinstance(child, nn.Conv2d) and child.kernel_size == (1, 1):
            setattr(module, name, _split_convolution(child))
        elif isinstance(child, nn.Linear):
            setattr(module, name, _split_linear(child))
        else:
            factorise(child)


def _split_convolution(layer: nn.Conv2d) -> nn.Module:
    factors = _factors(layer.weight.flatten(1))
    if factors is None:
        return layer
    left, right = factors
    first = nn.Conv2d(layer.in_channels, len(right), 1, bias=False)
    second = nn.Conv2d(len(right), layer.out_channels, 1, bias=False)
    first.weight.copy_(right[..., None, None])
    second.weight.copy_(left[..., None, None])
    return nn.Sequential(first, second)


def _split_linear(layer: nn.Linear) -> nn.Module:
    factors = _factors(layer.weight)
    if factors is None:
        return layer
    left, right = factors
    first = nn.Linear(layer.in_features, len(right), bias=False)
    second = nn.Linear(len(right), layer.out_features)
    first.weight.copy_(right)
    second.weight.copy_(left)
    second.bias.copy_(layer.bias)
    return nn.Sequential(first, second)


def _factors(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor] | None:
    """Two factors [out, rank] and [rank, in] of the best approximation, or none if they hold no fewer numbers."""
    outputs, inputs = matrix.shape
    rank = round(RANK_SHARE * min(outputs, inputs))
    if rank * (outputs + inputs) >= outputs * inputs:
        return None
    left, values, right = torch.linalg.svd(matrix, full_matrices=False)
    return left[:, :rank] * values[:rank], right[:rank]


if __name__ == "__main__":
    main()
