"""Trains a small student on the base model's answers and exports it as `distilled.onnx` (Hinton and others, 2015).

Usage: python -m people_emoji.distil --work WORK --side skewed --out DATASET/skewed
"""

import torch
from torch import nn
from torch.nn import functional

from .export import export
from .model import student_model
from .trained import job
from .training import BATCH, TrainingSet, train

EPOCHS = 12
PEAK_RATE = 4e-3
TEMPERATURE = 4.0
TEACHER_SHARE = 0.9


def main() -> None:
    """Parses the command line and trains the student."""
    task = job(__doc__)
    data = task.training_set()
    # The pictures are the same in every epoch, so the teacher is asked once.
    answers = logits_of(task.base(), data)
    student = student_model()
    print(f"{task.side}: {sum(weight.numel() for weight in student.parameters())} parameters")

    def loss(logits: torch.Tensor, labels: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        wanted = functional.softmax(answers[places] / TEMPERATURE, dim=1)
        given = functional.log_softmax(logits / TEMPERATURE, dim=1)
        # The squared temperature gives both terms gradients of about one size.
        soft = functional.kl_div(given, wanted, reduction="batchmean") * TEMPERATURE**2
        return TEACHER_SHARE * soft + (1 - TEACHER_SHARE) * functional.cross_entropy(logits, labels)

    train(student, data, EPOCHS, PEAK_RATE, task.seed, loss=loss)
    export(student, task.out / "distilled.onnx")


@torch.no_grad()
def logits_of(teacher: nn.Module, data: TrainingSet) -> torch.Tensor:
    """The teacher's logits for each training picture: [pictures, classes]."""
    teacher.to(memory_format=torch.channels_last).eval()
    return torch.cat([teacher(data.take(places)[0]) for places in torch.arange(len(data)).split(BATCH)])


if __name__ == "__main__":
    main()
