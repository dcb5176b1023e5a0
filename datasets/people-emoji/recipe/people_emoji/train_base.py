"""Trains the base model of one side, once, and exports it as `base.onnx`.

Usage: python -m people_emoji.train_base --work WORK --side skewed --out DATASET/skewed
"""

import argparse
from pathlib import Path

import torch

from .export import export
from .model import base_model
from .training import TrainingSet, make_repeatable, train


def main() -> None:
    """Parses the command line and trains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--side", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    make_repeatable(options.seed)
    model = base_model()
    print(f"{options.side}: {sum(weight.numel() for weight in model.parameters())} parameters")
    train(model, TrainingSet(options.work / f"training-{options.side}.npz"), options.epochs, 4e-3, options.seed)
    torch.save(model.state_dict(), options.work / f"base-{options.side}.pt")
    export(model, options.out / "base.onnx")


if __name__ == "__main__":
    main()
