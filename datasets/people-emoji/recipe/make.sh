#!/usr/bin/env bash
# Makes the people-emoji set again from nothing: pictures, trainings, compressed models, table of accuracies.
#
# Usage: bash make.sh [STAGE...]    (all stages in order when none is named)
# Stages: packages drawings evaluation training base compress check evaluate
# SIDES=balanced bash make.sh base    does one side alone
#
# Packages, rasterised drawings and training pictures go to $PEOPLE_EMOJI_WORK (about 8 GB, nearly all of it torch);
# only evaluation/, skewed/ and balanced/ beside this folder are written.
set -euo pipefail

recipe=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dataset=$(dirname "$recipe")
work=${PEOPLE_EMOJI_WORK:-${TMPDIR:-/tmp}/people-emoji}
read -ra sides <<< "${SIDES:-skewed balanced}"
export PYTHONPATH=$recipe PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1

packages() {
  mkdir -p "$work"
  cp "$recipe"/{package.json,package-lock.json,.npmrc} "$work"
  (cd "$work" && npm ci --no-audit --no-fund)
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet -r "$recipe/requirements.txt"
}

drawings() { node "$recipe/rasterise.mjs" "$work"; }
evaluation() { run make_evaluation --work "$work" --out "$dataset/evaluation"; }
training() { for side in "${sides[@]}"; do run make_training --work "$work" --side "$side"; done; }
base() { on_both_sides base_of; }
compress() { on_both_sides compressed_of; }
check() { run check --dataset "$dataset"; }
evaluate() { run evaluate --dataset "$dataset"; }

base_of() { on "$1" train_base; }

compressed_of() {
  for step in quantize_int8 prune quantize_w4 factorise distil; do on "$1" "$step"; done
}

# The sides do not depend on each other, and each keeps to one thread.
on_both_sides() {
  local pids=() side pid
  for side in "${sides[@]}"; do
    "$1" "$side" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
}

on() { run "$2" --work "$work" --side "$1" --out "$dataset/$1"; }
run() { "$work/venv/bin/python" -m "people_emoji.$1" "${@:2}"; }

if [ $# -eq 0 ]; then
  set -- packages drawings evaluation training base compress check evaluate
fi
for stage in "$@"; do
  echo "== $stage"
  "$stage"
done
