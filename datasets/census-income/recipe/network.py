"""The network and its training loop, shared by the baseline, the pruned fine-tune and the student."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from layers import Layer, Layers


@dataclass(frozen=True)
class Training:
    """How long and how fast. The learning rate falls to 0 along a cosine."""

    epochs: int
    learning_rate: float
    batch: int = 1024
    weight_decay: float = 1e-4
    dropout: float = 0.1


def multilayer_perceptron(inputs: int, hidden: tuple[int, ...], dropout: float, seed: int) -> nn.Sequential:
    """Linear and ReLU, ending in one logit."""
    torch.manual_seed(seed)
    modules: list[nn.Module] = []
    for size in hidden:
        modules += [nn.Linear(inputs, size), nn.ReLU(), nn.Dropout(dropout)]
        inputs = size
    return nn.Sequential(*modules, nn.Linear(inputs, 1))


def train(
    network: nn.Sequential,
    features: np.ndarray,
    targets: np.ndarray,
    how: Training,
    seed: int,
    after_step: Callable[[], None] = lambda: None,
) -> None:
    """Fits probabilities to `targets` (labels, or a teacher's softened ones) by cross-entropy, in place.

    `after_step` runs after every update; pruning uses it to put its zeros back.
    """
    # One thread and a generator of our own: the same weights on every run with the same versions and kind of CPU.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(seed)
    inputs, wanted = torch.from_numpy(features), torch.from_numpy(targets)
    steps = how.epochs * -(-len(inputs) // how.batch)
    optimiser = torch.optim.AdamW(network.parameters(), how.learning_rate, weight_decay=how.weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    loss_of = nn.BCEWithLogitsLoss()
    network.train()
    for epoch in range(how.epochs):
        total = 0.0
        for rows in torch.randperm(len(inputs)).split(how.batch):
            loss = loss_of(network(inputs[rows])[:, 0], wanted[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            after_step()
            total += loss.item() * len(rows)
        print(f"  epoch {epoch + 1}/{how.epochs}: loss {total / len(inputs):.4f}", flush=True)
    network.eval()


def linear_modules(network: nn.Sequential) -> list[nn.Linear]:
    """The layers with weights, first to last."""
    return [module for module in network if isinstance(module, nn.Linear)]


def to_layers(network: nn.Sequential) -> Layers:
    """The weights as arrays; every layer but the last is followed by a ReLU."""
    modules = linear_modules(network)
    return [
        Layer(m.weight.detach().numpy().copy(), m.bias.detach().numpy().copy(), relu=m is not modules[-1])
        for m in modules
    ]


def load_layers(network: nn.Sequential, layers: Layers) -> None:
    """Puts the arrays into the network, to go on training from them."""
    with torch.no_grad():
        for module, layer in zip(linear_modules(network), layers, strict=True):
            module.weight.copy_(torch.from_numpy(layer.weight))
            module.bias.copy_(torch.from_numpy(layer.bias))
