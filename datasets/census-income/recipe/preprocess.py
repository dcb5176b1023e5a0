"""Turns table rows into the model's input tensor; fitted on the training rows alone."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from columns import COLUMNS, NUMERIC, Kind


@dataclass(frozen=True)
class Standardised:
    """(x - mean) / std, of log(1 + x) when `log1p`."""

    log1p: bool
    mean: float
    std: float


@dataclass(frozen=True)
class OneHot:
    """One place for each category, in this order."""

    categories: tuple[str, ...]


Preprocessing = dict[str, Standardised | OneHot]


def fit(table: pa.Table) -> Preprocessing:
    """The statistics and category lists of the columns that the model sees, in the file's order.

    Means and deviations are rounded to four places *before* training, so that the plan can state short numbers and
    still describe the tensor exactly.
    """
    fitted: Preprocessing = {}
    for name, kind in COLUMNS.items():
        if kind in NUMERIC:
            values = _numbers(table, name, log1p=kind is Kind.AMOUNT)
            mean, std = round(float(values.mean()), 4), round(float(values.std()), 4)
            fitted[name] = Standardised(kind is Kind.AMOUNT, mean, std)
        elif kind is Kind.CATEGORY:
            fitted[name] = OneHot(tuple(sorted(table[name].unique().to_pylist())))
    return fitted


def width(fitted: Preprocessing) -> int:
    """How many numbers one row becomes."""
    return sum(len(step.categories) if isinstance(step, OneHot) else 1 for step in fitted.values())


def to_tensor(table: pa.Table, fitted: Preprocessing) -> np.ndarray:
    """float32, shape [rows, width]. Computed in float64 and rounded once.

    Raises ValueError for a category that the training rows did not have.
    """
    blocks = [_block(table, name, step) for name, step in fitted.items()]
    return np.concatenate(blocks, axis=1)


def _block(table: pa.Table, name: str, step: Standardised | OneHot) -> np.ndarray:
    if isinstance(step, Standardised):
        values = _numbers(table, name, step.log1p)
        return ((values - step.mean) / step.std).astype(np.float32)[:, None]
    cells = table[name].combine_chunks()
    places = pa.compute.index_in(cells, value_set=pa.array(step.categories))
    if places.null_count:
        unknown = set(cells.unique().to_pylist()) - set(step.categories)
        raise ValueError(f"{name} has categories that were not seen in training: {sorted(unknown)}")
    return np.eye(len(step.categories), dtype=np.float32)[places.to_numpy()]


def _numbers(table: pa.Table, name: str, log1p: bool) -> np.ndarray:
    values = table[name].to_numpy().astype(np.float64)
    return np.log1p(values) if log1p else values
