"""Prunes the base model and exports it as `pruned80.onnx`.

The 80 % of all convolution and linear weights that are smallest in magnitude, over the whole network at once, are set
to zero; then two epochs at a low learning rate, with the zeros put back after each step. The zeros are stored as
zeros: the file is as large as the base model's and shrinks only when it is packed.

Usage: python -m people_emoji.prune --work WORK --side skewed --out DATASET/skewed
"""

import torch
from torch import nn

from .export import export
from .model import weights_of
from .trained import job
from .training import train

SHARE = 0.8
EPOCHS = 2
PEAK_RATE = 1e-3


def main() -> None:
    """Parses the command line, prunes and fine-tunes."""
    task = job(__doc__)
    model = task.base()
    masks = magnitude_masks(model, SHARE)

    def cut() -> None:
        with torch.no_grad():
            for weights, mask in zip(weights_of(model), masks, strict=True):
                weights.mul_(mask)

    cut()
    train(model, task.training_set(), EPOCHS, PEAK_RATE, task.seed, after_step=cut)
    export(model, task.out / "pruned80.onnx")
    zeros = sum(int((weights == 0).sum()) for weights in weights_of(model))
    print(f"{task.side}: {zeros / sum(weights.numel() for weights in weights_of(model)):.1%} of the weights are zero")


def magnitude_masks(model: nn.Module, share: float) -> list[torch.Tensor]:
    """For each weight tensor, 0 where a weight is among the smallest `share` of all, otherwise 1."""
    sizes = torch.cat([weights.detach().abs().flatten() for weights in weights_of(model)])
    least = sizes.kthvalue(round(share * len(sizes))).values
    return [(weights.detach().abs() > least).float() for weights in weights_of(model)]


if __name__ == "__main__":
    main()
