"""Writes audit.yaml from the fitted preprocessing, so that plan and training cannot disagree."""

from pathlib import Path

from plan_text import wrapped
from preprocess import OneHot, Preprocessing, Standardised

TOP = """\
# yaml-language-server: $schema=../../schemas/plan.schema.json
# Written by recipe/write_plan.py: the numbers and lists under `inputs` are those of the training.
version: 1
name: census-income

baseline: base.onnx
variants:
  int8: int8.onnx
  w4: w4.onnx
  pruned90: pruned90.onnx
  distilled: distilled.onnx
  lowrank: lowrank.onnx

data:
  table: evaluation/test.parquet
  id: id
  label: income_over_50k
  weight: null                        # instance_weight is in the table, but results are per row

inputs:
  features:
    columns:
"""

BOTTOM = """
outcome:
  task: binary
  output: score                       # already a probability
  positive: 1
  threshold: 0.5

attributes:
  sex: { sensitive: true }
  race: { sensitive: true }
  age_band: { column: age, bins: [18, 30, 45, 65], sensitive: true }   # inner edges, closed on the left
slices: [sex, race, age_band, [sex, race], [sex, age_band]]
min_slice: 20

search:                               # where it got worst; promises nothing
  attributes: [sex, race]
  columns: [age, weeks_worked_in_year, education]
  metrics: [accuracy, true_positive_rate]

margins:
  accuracy: { drift: 2 points, differential: 2 points }
  true_positive_rate: { drift: 2 points, differential: 2 points }
  false_positive_rate: { drift: 2 points, differential: 2 points }

explain:
  methods: [occlusion]
  examples: 6

claims:
  - { id: size, text: At most three tenths of the download, about: int8, metric: download_size_ratio, at_most: 0.3 }
  - { id: speed, text: No slower than the original, about: int8, metric: latency_p50_ratio, at_most: 1 }
  - { id: private, text: Nothing leaves the device, about: int8, metric: network_operators, equals: 0 }
  - { id: one-source, text: Trained on the public 1994 and 1995 survey rows alone, about: int8 }

notes:
  intended_use: Checking audits of tabular models. Not for any decision about a person.
  limits: >-
    United States, 1994 and 1995; the survey's two sexes and five races; children are included;
    one training of each model, so nothing here speaks about training runs in general.
"""


def write_plan(fitted: Preprocessing, path: Path) -> None:
    """Every column in tensor order, one line each where it fits."""
    columns = "\n".join("      " + _column(name, step) for name, step in fitted.items())
    path.write_text(TOP + columns + "\n" + BOTTOM, encoding="utf-8")


def _column(name: str, step: Standardised | OneHot) -> str:
    if isinstance(step, OneHot):
        return wrapped(f"{name}: {{ one_hot: [", list(step.categories), "] }", "      ")
    log1p = "log1p: true, " if step.log1p else ""
    # repr of a float reads back as the same float.
    return f"{name}: {{ {log1p}mean: {step.mean!r}, std: {step.std!r} }}"
