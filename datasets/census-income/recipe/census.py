"""Reads the two original files into tables with clear names, types and an id."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv

from columns import CATEGORICAL, COLUMNS, LABEL, LABEL_VALUES, Kind


def read_census(path: Path) -> pa.Table:
    """One row a person: `id` (row number in the file, from 0), then the 42 columns of the file.

    Codes that name categories (industry, occupation, own business, veterans' benefits) stay text, so that nobody
    averages them. "?", "NA" and "Not in universe" are answers of the survey, not empty cells, and stay as they are.
    """
    names = list(COLUMNS)
    raw = csv.read_csv(
        path,
        read_options=csv.ReadOptions(column_names=names),
        # Everything as text: the file pads its cells with a space, and guesses would differ from column to column.
        convert_options=csv.ConvertOptions(column_types={name: pa.string() for name in names}),
    ).combine_chunks()
    columns = {"id": pa.array(np.arange(raw.num_rows, dtype=np.int32))}
    for name, kind in COLUMNS.items():
        columns[name] = _typed(pc.utf8_trim_whitespace(raw[name]).combine_chunks(), name, kind)
    return pa.table(columns)


def _typed(cells: pa.Array, name: str, kind: Kind) -> pa.Array:
    if kind in CATEGORICAL:
        return cells
    if kind is Kind.WEIGHT:
        return cells.cast(pa.float64())
    if name == LABEL:
        return pa.array([LABEL_VALUES[cell] for cell in cells.to_pylist()], pa.int32())
    return cells.cast(pa.int32())


def labels(table: pa.Table) -> np.ndarray:
    """The label as float32 0 or 1, shape [rows]."""
    return table[LABEL].to_numpy().astype(np.float32)
