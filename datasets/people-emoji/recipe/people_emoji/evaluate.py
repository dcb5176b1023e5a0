"""Prints the accuracy of every model on the evaluation pictures, over all and for each skin tone, as a Markdown table.

Usage: python -m people_emoji.evaluate --dataset DATASET
"""

import argparse
import csv
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from .catalogue import CLASSES, SKIN_TONES
from .make_training import SIDES

MODELS = ["base", "int8", "w4", "pruned80", "distilled", "lowrank"]


def main() -> None:
    """Parses the command line and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    dataset: Path = parser.parse_args().dataset

    with (dataset / "evaluation" / "labels.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    pictures = np.stack([load(dataset / "evaluation" / row["file"]) for row in rows])
    labels = np.array([CLASSES.index(row["class"]) for row in rows])
    tones = np.array([row["skin_tone"] for row in rows])

    print("| model | bytes | all | " + " | ".join(SKIN_TONES) + " | dark minus light |")
    print("|---|--:|--:|" + "--:|" * (len(SKIN_TONES) + 1))
    for side in SIDES:
        for name in MODELS:
            path = dataset / side / f"{name}.onnx"
            is_right = predict(path, pictures) == labels
            shares = [100 * is_right[tones == tone].mean() for tone in SKIN_TONES]
            cells = [100 * is_right.mean(), *shares, shares[-1] - shares[0]]
            numbers = " | ".join(f"{cell:.1f}" for cell in cells).replace("-", "−")
            print(f"| {side}/{name} | {path.stat().st_size:,} | {numbers} |", flush=True)


def load(path: Path) -> NDArray[np.float32]:
    """One picture as the models take it: [3, 64, 64], from -1 to 1."""
    pixels = np.asarray(Image.open(path).convert("RGB"), dtype=np.float32)
    return pixels.transpose(2, 0, 1) / np.float32(127.5) - 1


def predict(path: Path, pictures: NDArray[np.float32]) -> NDArray[np.int64]:
    """The most likely class of each picture, by ONNX Runtime on one thread."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, settings, providers=["CPUExecutionProvider"])
    batches = [pictures[start : start + 64] for start in range(0, len(pictures), 64)]
    return np.concatenate([session.run(["logits"], {"image": batch})[0] for batch in batches]).argmax(axis=1)


if __name__ == "__main__":
    main()
