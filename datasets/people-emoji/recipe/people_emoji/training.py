"""The one training loop, for the base model, the pruned one and the student."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

Loss = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
"""Of the logits, the labels and the places in the training set, by which a student finds its teacher's answers."""

BATCH = 64


class TrainingSet:
    """A training set from the work folder, kept as bytes and scaled a batch at a time."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._pictures = torch.from_numpy(arrays["pictures"])
            self._labels = torch.from_numpy(arrays["labels"])

    def __len__(self) -> int:
        return len(self._labels)

    def take(self, places: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Pictures [n, 3, 64, 64] from -1 to 1 (channels last in memory, faster on a CPU) and their labels."""
        pictures = self._pictures[places].permute(0, 3, 1, 2).float().div(127.5).sub(1)
        return pictures, self._labels[places]

    def batches(self, generator: torch.Generator) -> Iterator[torch.Tensor]:
        """One epoch in random order: the places of each batch."""
        yield from torch.randperm(len(self), generator=generator).split(BATCH)


def make_repeatable(seed: int) -> None:
    """Seeds torch, and keeps it to one thread: sums in another order round differently."""
    random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def train(
    model: nn.Module,
    data: TrainingSet,
    epochs: int,
    peak_rate: float,
    seed: int,
    loss: Loss = lambda logits, labels, _: functional.cross_entropy(logits, labels),
    after_step: Callable[[], None] = lambda: None,
) -> None:
    """Trains in place with AdamW and one cycle of the learning rate; `after_step` may put a constraint back."""
    model.to(memory_format=torch.channels_last).train()
    steps = epochs * -(-len(data) // BATCH)
    optimiser = torch.optim.AdamW(model.parameters(), lr=peak_rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, peak_rate, total_steps=steps, pct_start=0.2)
    order = torch.Generator().manual_seed(seed)
    for epoch in range(epochs):
        began, total = time.monotonic(), 0.0
        for places in data.batches(order):
            pictures, labels = data.take(places)
            value = loss(model(pictures), labels, places)
            optimiser.zero_grad()
            value.backward()
            optimiser.step()
            schedule.step()
            after_step()
            total += value.item() * len(labels)
        print(f"epoch {epoch + 1}/{epochs}: loss {total / len(data):.4f}, {time.monotonic() - began:.0f} s", flush=True)
    model.eval()
