"""Writes the test rows as evaluation/test.parquet. Same versions, same bytes."""

import sys
from pathlib import Path

import pyarrow.parquet as parquet

from census import read_census


def main(test_csv: Path, out: Path) -> None:
    """One row group, strings as dictionaries, no timestamps or paths inside."""
    out.parent.mkdir(parents=True, exist_ok=True)
    table = read_census(test_csv)
    parquet.write_table(
        table, out, compression="zstd", compression_level=19, row_group_size=table.num_rows, store_schema=False
    )
    print(f"{out}: {table.num_rows} rows, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
