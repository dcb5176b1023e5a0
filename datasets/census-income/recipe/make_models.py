"""Trains the baseline once and makes everything that depends on its weights."""

import sys
from pathlib import Path

import numpy as np

import preprocess
from census import labels, read_census
from distil import distil
from factorise import factorise
from int8 import write_int8
from layers import Layers, parameters
from network import Training, multilayer_perceptron, to_layers, train
from onnx_file import write_onnx
from prune import prune
from w4 import write_w4
from write_plan import write_plan

SEED = 1995
HIDDEN = (128, 64)
BASE = Training(epochs=12, learning_rate=2e-3)
CALIBRATION_ROWS = 10_000
PRUNED_SHARE = 0.9


def main(train_csv: Path, out: Path) -> None:
    """Writes audit.yaml and the six models into `out`."""
    table = read_census(train_csv)
    fitted = preprocess.fit(table)
    write_plan(fitted, out / "audit.yaml")
    features, wanted = preprocess.to_tensor(table, fitted), labels(table)
    print(f"{len(features)} training rows, {features.shape[1]} features, {wanted.mean():.4f} positive")

    network = multilayer_perceptron(features.shape[1], HIDDEN, BASE.dropout, SEED)
    train(network, features, wanted, BASE, SEED)
    base = to_layers(network)
    _write("base", base, out)

    write_int8(out / "base.onnx", _some_rows(features), out / "int8.onnx")
    write_w4(base, out / "w4.onnx")
    _write("pruned90", prune(base, PRUNED_SHARE, features, wanted, SEED), out)
    _write("distilled", distil(base, features, wanted, SEED), out)
    _write("lowrank", factorise(base), out)


def _write(name: str, layers: Layers, out: Path) -> None:
    zeros = sum(int((layer.weight == 0).sum()) for layer in layers) / sum(layer.weight.size for layer in layers)
    print(f"{name}: {parameters(layers)} parameters, {zeros:.1%} of the weights 0", flush=True)
    write_onnx(layers, out / f"{name}.onnx")


def _some_rows(features: np.ndarray) -> np.ndarray:
    """Rows to calibrate on, in the file's order."""
    rows = np.random.default_rng(SEED).choice(len(features), CALIBRATION_ROWS, replace=False)
    return features[np.sort(rows)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
