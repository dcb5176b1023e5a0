"""A trained network as plain arrays: what every compression reads and returns."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Layer:
    """y = weight @ x + bias, then ReLU if `relu`. weight is float32 [outputs, inputs], bias float32 [outputs]."""

    weight: np.ndarray
    bias: np.ndarray
    relu: bool


Layers = list[Layer]


def parameters(layers: Layers) -> int:
    """Weights and biases, zeros included."""
    return sum(layer.weight.size + layer.bias.size for layer in layers)
