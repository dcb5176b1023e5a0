"""Writes the scores that the tool's tests compare with: id, then one column a model, float32 digits that round-trip."""

import csv
import sys
from pathlib import Path

import pyarrow.parquet as parquet

from read_plan import plan_tensor
from scoring import MODELS, score

ROWS = 500
COMMITTED_ROWS = 100


def main(folder: Path, out: Path) -> None:
    """The first 500 rows in one batch into `out`, and the first 100 of those into recipe/expected-scores.csv."""
    table = parquet.read_table(folder / "evaluation/test.parquet").slice(0, ROWS)
    features = plan_tensor(folder / "audit.yaml", table)
    columns = [score(folder / f"{model}.onnx", features, batch=ROWS) for model in MODELS]
    rows = [[str(row), *scores] for row, *scores in zip(table["id"].to_pylist(), *columns, strict=True)]
    _write(out, rows)
    _write(folder / "recipe/expected-scores.csv", rows[:COMMITTED_ROWS])


def _write(path: Path, rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", *MODELS])
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
