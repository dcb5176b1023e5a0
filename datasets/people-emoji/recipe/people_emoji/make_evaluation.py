"""Writes the evaluation pictures, `labels.csv` and `classes.txt`: every drawing in every skin tone, five times.

Usage: python -m people_emoji.make_evaluation --work WORK --out DATASET/evaluation
"""

import argparse
import csv
import shutil
from pathlib import Path

from .catalogue import CLASSES, all_drawings
from .pictures import load_tones, twins

COLUMNS = ["id", "file", "class", "family", "drawing", "skin_tone", "gender", "style", "twin"]


def main() -> None:
    """Parses the command line and writes the evaluation set, replacing an earlier one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rows = write_evaluation(options.work, options.out, options.repeats, options.seed)
    print(f"{rows} evaluation pictures in {options.out}")


def write_evaluation(work: Path, out: Path, repeats: int, seed: int) -> int:
    """Writes the set and returns the number of its pictures. Rows go by drawing, then repeat, then skin tone."""
    images = out / "images"
    shutil.rmtree(images, ignore_errors=True)
    images.mkdir(parents=True)
    rows = 0
    with (out / "labels.csv").open("w", newline="", encoding="utf-8") as table:
        writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for drawing in all_drawings():
            tones = load_tones(work, drawing)
            for repeat in range(repeats):
                for tone, file in twins(tones, drawing, "evaluation", seed, repeat):
                    identifier = f"{drawing.style}_{drawing.name}_{tone}_{repeat}"
                    (images / f"{identifier}.webp").write_bytes(file)
                    writer.writerow(
                        {
                            "id": identifier,
                            "file": f"images/{identifier}.webp",
                            "class": drawing.class_name,
                            "family": drawing.family,
                            "drawing": drawing.key,
                            "skin_tone": tone,
                            "gender": drawing.gender,
                            "style": drawing.style,
                            "twin": f"{drawing.key}/{repeat}",
                        }
                    )
                    rows += 1
    (out / "classes.txt").write_text("".join(f"{name}\n" for name in CLASSES), encoding="utf-8")
    return rows


if __name__ == "__main__":
    main()
