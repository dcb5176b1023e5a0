"""Low-rank factors of the two large matrices, by truncated singular value decomposition, without a fine-tune."""

import numpy as np

from layers import Layer, Layers

RANKS = {0: 24, 1: 16}  # by the layer's place; the last layer has one row and stays as it is


def factorise(layers: Layers) -> Layers:
    """Each named layer becomes two: inputs to rank (no bias, no ReLU), rank to outputs."""
    return [part for place, layer in enumerate(layers) for part in _parts(layer, RANKS.get(place))]


def _parts(layer: Layer, rank: int | None) -> Layers:
    if rank is None:
        return [layer]
    left, sizes, right = np.linalg.svd(layer.weight.astype(np.float64), full_matrices=False)
    root = np.sqrt(sizes[:rank])
    narrow = (root[:, None] * right[:rank]).astype(np.float32)
    wide = (left[:, :rank] * root).astype(np.float32)
    return [Layer(narrow, np.zeros(rank, np.float32), relu=False), Layer(wide, layer.bias, layer.relu)]
