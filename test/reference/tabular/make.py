"""Makes the tiny models here, whose inputs are columns of a table: `hours` and `years`, each a float [N, 1].

    pip install onnx==1.20.0 && python make.py

The score is sigmoid((hours - 40) / 8 + (years - 10) / 4). `same` says the same in other words, `off` is harsher on few years,
`nan` has no answer for negative hours, `two` names a second output.
`value` says (hours - 40) / 8 + (years - 10) / 4 itself, for a regression; `four` says logits of four classes, of which the first is
likely where that is low and the last where it is high. `value-off` and `four-off` round it to halves before.
"""

from pathlib import Path

from onnx import TensorProto as T
from onnx import helper as h

here = Path(__file__).parent


def constant(name, value):
    return h.make_tensor(name, T.FLOAT, [1], [value])


def save(name, nodes, inits, outs=("score",), width=1):
    columns = [h.make_tensor_value_info(column, T.FLOAT, ["N", 1]) for column in ("hours", "years")]
    outputs = [h.make_tensor_value_info(out, T.FLOAT, ["N", width]) for out in outs]
    graph = h.make_graph(nodes, "tabular", columns, outputs, inits)
    made = h.make_model(graph, opset_imports=[h.make_opsetid("", 21)], ir_version=10, producer_name="make.py")
    (here / f"{name}.onnx").write_bytes(made.SerializeToString(deterministic=True))


def linear(hours_by=8.0, years_by=4.0):
    """The nodes from both columns to `z`, and their constants."""
    nodes = [
        h.make_node("Sub", ["hours", "hours_mean"], ["h0"]),
        h.make_node("Div", ["h0", "hours_by"], ["h1"]),
        h.make_node("Sub", ["years", "years_mean"], ["y0"]),
        h.make_node("Div", ["y0", "years_by"], ["y1"]),
        h.make_node("Add", ["h1", "y1"], ["z"]),
    ]
    values = {"hours_mean": 40.0, "hours_by": hours_by, "years_mean": 10.0, "years_by": years_by}
    return nodes, [constant(name, value) for name, value in values.items()]


nodes, inits = linear()
sigmoid = h.make_node("Sigmoid", ["z"], ["score"])
save("base", [*nodes, sigmoid], inits)
save("two", [*nodes, sigmoid, h.make_node("Identity", ["z"], ["logit"])], inits, ["score", "logit"])

# One Identity more: another file, the same scores.
save("same", [*nodes, h.make_node("Identity", ["z"], ["z2"]), h.make_node("Sigmoid", ["z2"], ["score"])], inits)

# Fewer than 9 years cost 6 more.
harsh = [
    h.make_node("Less", ["years", "few"], ["is_few"]),
    h.make_node("Cast", ["is_few"], ["few_float"], to=T.FLOAT),
    h.make_node("Mul", ["few_float", "cost"], ["loss"]),
    h.make_node("Sub", ["z", "loss"], ["z2"]),
    h.make_node("Sigmoid", ["z2"], ["score"]),
]
save("off", [*nodes, *harsh], [*inits, constant("few", 9.0), constant("cost", 6.0)])

# sqrt(hours) * 0 is 0, or NaN where hours are negative.
root = [
    h.make_node("Sqrt", ["hours"], ["root"]),
    h.make_node("Mul", ["root", "zero"], ["nothing"]),
    h.make_node("Add", ["z", "nothing"], ["z2"]),
    h.make_node("Sigmoid", ["z2"], ["score"]),
]
save("nan", [*nodes, *root], [*inits, constant("zero", 0.0)])

rounded = [
    h.make_node("Mul", ["z", "two"], ["z2"]),
    h.make_node("Round", ["z2"], ["z3"]),
    h.make_node("Div", ["z3", "two"], ["z4"]),
]
two = constant("two", 2.0)
save("value", [*nodes, h.make_node("Identity", ["z"], ["value"])], inits, ["value"])
save("value-off", [*nodes, *rounded, h.make_node("Identity", ["z4"], ["value"])], [*inits, two], ["value"])
steep = h.make_tensor("steep", T.FLOAT, [1, 4], [-2.0, -1.0, 1.0, 2.0])
bend = h.make_tensor("bend", T.FLOAT, [1, 4], [-1.0, 0.5, 0.5, -1.0])
for name, before, z, more in [("four", [], "z", []), ("four-off", rounded, "z4", [two])]:
    logits = [h.make_node("Mul", [z, "steep"], ["sloped"]), h.make_node("Add", ["sloped", "bend"], ["logits"])]
    save(name, [*nodes, *before, *logits], [*inits, steep, bend, *more], ["logits"], 4)
