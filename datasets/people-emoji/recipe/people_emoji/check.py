"""Checks what was made: tables and files agree, twins are whole, models load and share their input and output.

Usage: python -m people_emoji.check --dataset DATASET
"""

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnxruntime

from .catalogue import CLASSES, SKIN_TONES
from .evaluate import MODELS, load
from .make_evaluation import COLUMNS
from .make_training import SIDES


def main() -> None:
    """Parses the command line and stops with an error at the first thing that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True)
    dataset: Path = parser.parse_args().dataset
    check_table(dataset / "evaluation")
    for side in SIDES:
        for name in MODELS:
            check_model(dataset / side / f"{name}.onnx")
    total = sum(path.stat().st_size for path in dataset.rglob("*") if path.is_file())
    print(f"All well. {total / 2**20:.1f} MiB in all.")


def check_table(folder: Path) -> None:
    """The table names every picture once, and five skin tones for each twin; the classes are those of the logits."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as table:
        reader = csv.DictReader(table)
        rows = list(reader)
    assert reader.fieldnames == COLUMNS, reader.fieldnames
    assert (folder / "classes.txt").read_text(encoding="utf-8").split("\n")[:-1] == CLASSES
    assert {row["class"] for row in rows} == set(CLASSES)
    files = sorted(row["file"] for row in rows)
    assert files == sorted(f"images/{path.name}" for path in (folder / "images").iterdir())
    assert len({row["id"] for row in rows}) == len(rows)
    tones = defaultdict(list)
    for row in rows:
        tones[row["twin"]].append(row["skin_tone"])
    assert all(found == SKIN_TONES for found in tones.values())
    assert all(load(folder / row["file"]).shape == (3, 64, 64) for row in rows)
    families = len({row["family"] for row in rows})
    print(f"{len(rows)} pictures, {len(tones)} sets of twins, {families} families")


def check_model(path: Path) -> None:
    """The model takes any number of pictures, and gives each the same logits in a batch as alone."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    assert [(item.name, item.type, item.shape) for item in session.get_inputs()] == [
        ("image", "tensor(float)", ["batch", 3, 64, 64])
    ], path
    assert [(item.name, item.type, item.shape) for item in session.get_outputs()] == [
        ("logits", "tensor(float)", ["batch", len(CLASSES)])
    ], path
    pictures = np.random.default_rng(0).uniform(-1, 1, (7, 3, 64, 64)).astype(np.float32)
    together = session.run(None, {"image": pictures})[0]
    alone = session.run(None, {"image": pictures[:1]})[0]
    assert together.shape == (7, len(CLASSES)) and alone.shape == (1, len(CLASSES)), path
    assert np.allclose(together[:1], alone, atol=1e-4), path


if __name__ == "__main__":
    main()
