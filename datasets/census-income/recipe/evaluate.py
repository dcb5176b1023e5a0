"""Prints what the README's tables say: quality of each model, overall and by sex, race and age."""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

import preprocess
from census import labels, read_census
from read_plan import plan_tensor
from scoring import MODELS, score

AGE_EDGES = (18, 30, 45, 65)
THRESHOLD = 0.5


def main(folder: Path, train_csv: Path) -> None:
    """Scores the test rows through the plan, after checking the plan against the training's own preprocessing."""
    table = parquet.read_table(folder / "evaluation/test.parquet")
    features = plan_tensor(folder / "audit.yaml", table)
    trained_on = preprocess.to_tensor(table, preprocess.fit(read_census(train_csv)))
    furthest = float(np.abs(features - trained_on).max())
    print(f"plan against training pipeline: {features.shape}, largest difference {furthest:.1e}")
    if furthest > 1e-6:
        sys.exit("audit.yaml does not describe the tensor that the models were trained on")

    wanted = labels(table) == 1
    print(f"{_repeated(features)} of {len(features)} rows repeat the features of an earlier row")
    scores = {model: score(folder / f"{model}.onnx", features) for model in MODELS}
    for group, rows in _groups(table):
        print(f"\n{group}: {rows.sum()} rows, {wanted[rows].sum()} positive")
        for model in MODELS:
            print("  " + _line(model, scores[model][rows], scores["base"][rows], wanted[rows]))


def _groups(table: pa.Table) -> list[tuple[str, np.ndarray]]:
    bands = np.digitize(table["age"].to_numpy(), AGE_EDGES)
    names = ["under 18", "18 to 29", "30 to 44", "45 to 64", "65 and over"]
    groups = [("all", np.ones(table.num_rows, bool))]
    for attribute in ("sex", "race"):
        cells = np.array(table[attribute].to_pylist())
        groups += [(f"{attribute} {value}", cells == value) for value in np.unique(cells)]
    return groups + [(f"age {name}", bands == place) for place, name in enumerate(names)]


def _line(model: str, scores: np.ndarray, base: np.ndarray, wanted: np.ndarray) -> str:
    said = scores >= THRESHOLD
    flips = (said != (base >= THRESHOLD)).mean()
    return (
        f"{model:<10} accuracy {_share(said == wanted)}  TPR {_share(said[wanted])}  FPR {_share(said[~wanted])}"
        f"  AUC {auc(scores, wanted):.4f}  differs from base {100 * flips:.2f} %"
    )


def _share(hits: np.ndarray) -> str:
    return f"{100 * hits.mean():6.2f} %" if len(hits) else "     none"


def auc(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The chance that a positive scores above a negative; ties count half. NaN when there is only one class."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    positives, negatives = int(wanted.sum()), int((~wanted).sum())
    if not positives or not negatives:
        return float("nan")
    return float((rank[wanted].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _repeated(features: np.ndarray) -> int:
    rows = np.ascontiguousarray(features).view(np.dtype((np.void, features.shape[1] * features.itemsize)))
    return len(features) - len(np.unique(rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
