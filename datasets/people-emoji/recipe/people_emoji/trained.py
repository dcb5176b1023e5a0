"""The command line that the compressions share, and the trained base model they start from."""

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch

from .model import MobileNet, base_model
from .training import TrainingSet, make_repeatable


@dataclass(frozen=True)
class Job:
    """One side to compress: where its training pictures are, and where its models go."""

    work: Path
    side: str
    out: Path
    seed: int

    def base(self) -> MobileNet:
        """The trained base model of this side."""
        model = base_model()
        model.load_state_dict(torch.load(self.work / f"base-{self.side}.pt", weights_only=True))
        return model.eval()

    def training_set(self) -> TrainingSet:
        """The pictures this side was trained on: a compression sees no others."""
        return TrainingSet(self.work / f"training-{self.side}.npz")


def job(description: str | None) -> Job:
    """Parses `--work WORK --side SIDE --out FOLDER [--seed 1]` and makes what follows repeatable."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--side", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_repeatable(options.seed)
    return Job(options.work, options.side, options.out, options.seed)
