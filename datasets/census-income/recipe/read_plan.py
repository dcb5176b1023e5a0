"""Builds the input tensor from audit.yaml alone: a second implementation, sharing nothing with preprocess.py.

Slow and plain on purpose. It is here to prove that the plan describes the tensor that the models were trained on.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import yaml


def plan_tensor(plan_path: Path, table: pa.Table) -> np.ndarray:
    """float32, shape [rows, F], columns in the order of the plan's keys."""
    plan = yaml.safe_load(plan_path.read_text(encoding="utf-8"))
    columns: dict[str, dict[str, Any]] = plan["inputs"]["features"]["columns"]
    return np.concatenate([_encode(table[name].to_pylist(), how) for name, how in columns.items()], axis=1)


def _encode(cells: list[Any], how: dict[str, Any]) -> np.ndarray:
    if "one_hot" in how:
        place = {category: index for index, category in enumerate(how["one_hot"])}
        block = np.zeros((len(cells), len(place)), np.float32)
        for row, cell in enumerate(cells):
            block[row, place[cell]] = 1
        return block
    values = np.array(cells, np.float64)
    if how.get("log1p"):
        values = np.log(1 + values)
    return ((values - how["mean"]) / how["std"]).astype(np.float32)[:, None]
