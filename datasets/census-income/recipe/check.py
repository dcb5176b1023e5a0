"""Loads every model and tries what a tool will do with it; exits with an error when one disappoints."""

import sys
from pathlib import Path

import numpy as np
import onnx
import pyarrow.parquet as parquet

from onnx_file import INPUT, OUTPUT
from read_plan import plan_tensor
from scoring import MODELS, open_session, score

SIZE_LIMIT = 8_000_000


def main(folder: Path) -> None:
    """Names, shapes, batches of 1 and 7, agreement of batch sizes, and the size of the folder."""
    features = plan_tensor(folder / "audit.yaml", parquet.read_table(folder / "evaluation/test.parquet").slice(0, 700))
    for model in MODELS:
        path = folder / f"{model}.onnx"
        session = open_session(path)
        ends = [(end.name, end.type) for end in (*session.get_inputs(), *session.get_outputs())]
        assert ends == [(INPUT, "tensor(float)"), (OUTPUT, "tensor(float)")], ends
        for rows in (1, 7):
            shape = session.run(None, {INPUT: features[:rows]})[0].shape
            assert shape == (rows, 1), shape
        spread = np.abs(score(path, features, batch=1) - score(path, features, batch=7)).max()
        as_written = open_session(path, optimise=False).run(None, {INPUT: features})[0][:, 0]
        kernels = np.abs(as_written - score(path, features)).max()
        file = onnx.load(path)
        print(
            f"{path.name:<15} {path.stat().st_size:>7} bytes, opset {file.opset_import[0].version}, batch 1 against 7: "
            f"{spread:.1e}, optimised against as written: {kernels:.1e}"
        )
    total = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"folder: {total} bytes")
    assert total <= SIZE_LIMIT, total


if __name__ == "__main__":
    main(Path(sys.argv[1]))
