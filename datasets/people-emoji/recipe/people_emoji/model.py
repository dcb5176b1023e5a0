"""The two networks: a MobileNetV2-like one of about 113,000 parameters, and a small student of the same make."""

from collections.abc import Sequence

import torch
from torch import nn

from .catalogue import CLASSES

BASE_STAGES: Sequence[tuple[int, int]] = ((24, 2), (24, 1), (40, 2), (40, 1), (64, 2), (64, 1))
"""Channels and stride of each inverted residual block of the base model."""

STUDENT_STAGES: Sequence[tuple[int, int]] = ((16, 2), (24, 2), (24, 1), (40, 2))

_EXPANSION = 4


class InvertedResidual(nn.Module):
    """Widens with a pointwise convolution, filters each channel alone, and narrows again (MobileNetV2)."""

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = inputs * expansion
        self.expand = convolution(inputs, inner, 1) if expansion > 1 else nn.Identity()
        self.depthwise = convolution(inner, inner, 3, stride, groups=inner)
        self.project = convolution(inner, outputs, 1, activate=False)
        self.is_residual = stride == 1 and inputs == outputs

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Features of shape [batch, channels, height, width]."""
        changed = self.project(self.depthwise(self.expand(features)))
        return features + changed if self.is_residual else changed


class MobileNet(nn.Module):
    """Pictures [batch, 3, 64, 64] with values from -1 to 1 in, logits [batch, 24] out."""

    def __init__(self, stem: int, stages: Sequence[tuple[int, int]], head: int) -> None:
        super().__init__()
        self.stem = convolution(3, stem, 3, stride=2)
        widths = [stem, *(channels for channels, _ in stages)]
        # The first block sees the largest pictures and is not widened, as in MobileNetV2: it would cost half the time.
        expansions = [1] + [_EXPANSION] * (len(stages) - 1)
        blocks = [
            InvertedResidual(width, *stage, expansion)
            for width, stage, expansion in zip(widths[:-1], stages, expansions, strict=True)
        ]
        self.blocks = nn.Sequential(*blocks)
        self.head = convolution(widths[-1], head, 1)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(head, len(CLASSES))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """The logits, in the order of `CLASSES`."""
        features = self.pool(self.head(self.blocks(self.stem(image))))
        return self.classifier(features.flatten(1))


def convolution(
    inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1, activate: bool = True
) -> nn.Sequential:
    """A convolution with batch normalisation, and ReLU unless `activate` is off."""
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.ReLU()) if activate else nn.Sequential(*layers)


def base_model() -> MobileNet:
    """The uncompressed model, with fresh weights from torch's current seed."""
    return MobileNet(stem=16, stages=BASE_STAGES, head=320)


def student_model() -> MobileNet:
    """The small one that `distil.py` trains."""
    return MobileNet(stem=12, stages=STUDENT_STAGES, head=128)


def weights_of(model: nn.Module) -> list[nn.Parameter]:
    """The weights of all convolutions and linear layers: what pruning cuts, and nothing else."""
    return [module.weight for module in model.modules() if isinstance(module, nn.Conv2d | nn.Linear)]
