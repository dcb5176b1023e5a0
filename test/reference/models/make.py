"""Makes the small ONNX models here and expected.json, what onnx and numpy say of them.

    pip install onnx==1.23.2 numpy==2.4.6 ml_dtypes && python make.py

adult-*.onnx were trained for this project on Adult's training rows, mlp.onnx was made for this project: copied, not made here.
"""

import json
from pathlib import Path

import ml_dtypes
import numpy as np
from onnx import TensorProto as T
from onnx import helper as h
from onnx import load
from onnx import numpy_helper as nh

here = Path(__file__).parent
expected = {}


def model(nodes, inits=(), ins=None, outs=None, opset=21, ir=10, domains=(), sparse=()):
    ins = ins or [h.make_tensor_value_info("x", T.FLOAT, ["N", 4])]
    outs = outs or [h.make_tensor_value_info("y", T.FLOAT, None)]
    graph = h.make_graph(nodes, "g", ins, outs, list(inits), sparse_initializer=list(sparse))
    opsets = [h.make_opsetid("", opset)] + [h.make_opsetid(*domain) for domain in domains]
    return h.make_model(graph, opset_imports=opsets, ir_version=ir, producer_name="make.py")


def save(name, made, **facts):
    path = here / f"{name}.onnx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made.SerializeToString(deterministic=True))
    if facts:
        expected[name] = facts


def node(*args, **attributes):
    return h.make_node(*args, **attributes)


def counts(**arrays):
    """Parameters, zeros and types from what numpy counts: {type: (elements, zeros)}."""
    return {
        "parameters": sum(n for n, _ in arrays.values()),
        "zeros": sum(z for _, z in arrays.values()),
        "dataTypes": {name: n for name, (n, _) in sorted(arrays.items())},
    }


def zeros(array, zero=0):
    return int(array.size), int((array == zero).sum())


# What the runtime refuses, or fails on.
save("unknown-operator", model([node("Frobnicate", ["x"], ["y"])]))
save("custom-operator", model([node("Bar", ["x"], ["y"], domain="com.acme")], domains=[("com.acme", 1)]))
save("undeclared-domain", model([node("Bar", ["x"], ["y"], domain="com.acme")]))
save("opset-99", model([node("Relu", ["x"], ["y"])], opset=99))
save("ir-99", model([node("Relu", ["x"], ["y"])], ir=99))
save("reshape-fails", model([node("Reshape", ["x", "s"], ["y"])], [nh.from_array(np.array([3, 5]), "s")]))
save(
    "hungry",
    model(
        [node("ConstantOfShape", ["s"], ["k"]), node("ReduceMax", ["k"], ["m"]), node("Add", ["x", "m"], ["y"])],
        [nh.from_array(np.array([1 << 20, 1 << 20]), "s")],
    ),
)
body = h.make_graph(
    [node("Identity", ["c"], ["more"]), node("Identity", ["v"], ["w"])],
    "body",
    [
        h.make_tensor_value_info("i", T.INT64, []),
        h.make_tensor_value_info("c", T.BOOL, []),
        h.make_tensor_value_info("v", T.FLOAT, None),
    ],
    [h.make_tensor_value_info("more", T.BOOL, []), h.make_tensor_value_info("w", T.FLOAT, None)],
)
save(
    "endless",
    model(
        [node("Loop", ["m", "go", "x"], ["y"], body=body)],
        [nh.from_array(np.array(2**63 - 1), "m"), nh.from_array(np.array(True), "go")],
    ),
)

# Types that go in and out.
for name, type_ in [("float16", T.FLOAT16), ("string", T.STRING), ("int64", T.INT64), ("bfloat16", T.BFLOAT16)]:
    io = [h.make_tensor_value_info(n, type_, ["N", 2]) for n in "xy"]
    save(f"identity-{name}", model([node("Identity", ["x"], ["y"])], ins=io[:1], outs=io[1:]))
save(
    "sequence-output",
    model(
        [node("SequenceConstruct", ["x"], ["all"]), node("Relu", ["x"], ["y"])],
        outs=[h.make_tensor_sequence_value_info("all", T.FLOAT, None), h.make_tensor_value_info("y", T.FLOAT, ["N", 4])],
    ),
)

# Parameters in every way of storing them. A node of its own reads each, so that all are used.
rng = np.random.default_rng(1)
base = rng.integers(-3, 4, size=(5, 7))
raw, typed, facts = [], [], {}
for name, type_, dtype in [
    ("float32", T.FLOAT, np.float32),
    ("float64", T.DOUBLE, np.float64),
    ("float16", T.FLOAT16, np.float16),
    ("bfloat16", T.BFLOAT16, ml_dtypes.bfloat16),
    ("float8e4m3fn", T.FLOAT8E4M3FN, ml_dtypes.float8_e4m3fn),
    ("float8e5m2", T.FLOAT8E5M2, ml_dtypes.float8_e5m2),
    ("float8e4m3fnuz", T.FLOAT8E4M3FNUZ, ml_dtypes.float8_e4m3fnuz),
    ("float4e2m1", T.FLOAT4E2M1, ml_dtypes.float4_e2m1fn),
    ("int4", T.INT4, ml_dtypes.int4),
    ("uint4", T.UINT4, ml_dtypes.uint4),
    ("int2", T.INT2, ml_dtypes.int2),
    ("int8", T.INT8, np.int8),
    ("uint16", T.UINT16, np.uint16),
]:
    values = np.abs(base) if name.startswith("u") else np.clip(base, -2, 1) if name == "int2" else base
    values = values.astype(dtype)
    if name.startswith("float") and not name.endswith("fnuz"):
        values = np.where(values == 0, -values, values).astype(dtype)  # minus zero is zero
    facts[name] = zeros(values.astype(np.float64))
    raw.append(nh.from_array(values, name))
    typed.append(h.make_tensor(name, type_, values.shape, values.astype(np.float64).flatten().tolist()))
readers = [node("Identity", [t.name], [f"{t.name}_out"]) for t in raw]
save("every-type-raw", model(readers, raw, opset=25, ir=13), **counts(**facts))
save("every-type-typed", model(readers, typed, opset=25, ir=13), **counts(**facts))

# Quantized weights: zero is the zero point, of a channel or a block, or behind a Gather.
w = rng.integers(-2, 3, size=(4, 6)).astype(np.int8)
zp = np.array([-1, 0, 1, 2, 0, 1], dtype=np.int8)
save(
    "per-channel",
    model(
        [node("DequantizeLinear", ["w", "s", "z"], ["d"], axis=1), node("MatMul", ["x", "d"], ["y"])],
        [nh.from_array(w, "w"), nh.from_array(np.ones(6, np.float32), "s"), nh.from_array(zp, "z")],
    ),
    **counts(int8=(24, int((w == zp).sum()))),
)
w4 = rng.integers(0, 4, size=(4, 6)).astype(ml_dtypes.uint4)
zp4 = rng.integers(0, 4, size=(2, 6)).astype(ml_dtypes.uint4)
save(
    "blocked",
    model(
        [node("DequantizeLinear", ["w", "s", "z"], ["d"], axis=0, block_size=2), node("MatMul", ["x", "d"], ["y"])],
        [nh.from_array(w4, "w"), nh.from_array(np.ones((2, 6), np.float32), "s"), nh.from_array(zp4, "z")],
    ),
    **counts(uint4=(24, int((w4.astype(int) == np.repeat(zp4.astype(int), 2, axis=0)).sum()))),
)
table = rng.integers(126, 131, size=(9, 3)).astype(np.uint8)
save(
    "gathered",
    model(
        [node("Gather", ["e", "i"], ["g"]), node("DequantizeLinear", ["g", "s", "z"], ["y"])],
        [
            nh.from_array(table, "e"),
            nh.from_array(np.array(0.5, np.float32), "s"),
            nh.from_array(np.array(128, np.uint8), "z"),
        ],
        ins=[h.make_tensor_value_info("i", T.INT64, ["N"])],
    ),
    **counts(uint8=zeros(table, 128)),
)
K, N, block = 20, 3, 16
codes = rng.integers(6, 11, size=(N, 32)).astype(np.uint8)  # two blocks, the second one padded
save(
    "matmul-4-bits",
    model(
        [node("MatMulNBits", ["x", "b", "s"], ["y"], domain="com.microsoft", K=K, N=N, bits=4, block_size=block)],
        [
            nh.from_array((codes[:, 0::2] | (codes[:, 1::2] << 4)).reshape(N, 2, 8), "b"),
            nh.from_array(np.ones(N * 2, np.float32), "s"),
        ],
        ins=[h.make_tensor_value_info("x", T.FLOAT, ["N", K])],
        domains=[("com.microsoft", 1)],
    ),
    **counts(uint4=zeros(codes[:, :K], 8)),
)

# Subgraphs, constants, sparse tensors.
outer = np.array([1, 0, 2, 0], np.float32)
inner = np.array([[0, 0, 0, 3]], np.float32)
then = h.make_graph([node("Add", ["x", "outer"], ["t"])], "then", [], [h.make_tensor_value_info("t", T.FLOAT, None)])
other = h.make_graph(
    [node("Add", ["x", "inner"], ["e"])],
    "else",
    [],
    [h.make_tensor_value_info("e", T.FLOAT, None)],
    [nh.from_array(inner, "inner")],
)
save(
    "subgraphs",
    model(
        [
            node("If", ["c"], ["a"], then_branch=then, else_branch=other),
            node("Constant", [], ["k"], value=nh.from_array(np.array([5, 0, 0, 0], np.float32), "k")),
            node("Constant", [], ["l"], value_floats=[0.0, 1.0, 1.0, 1.0]),
            node("Constant", [], ["half"], value_float=0.5),
            node("Add", ["a", "k"], ["b"]),
            node("Add", ["b", "l"], ["d"]),
            node("Mul", ["d", "half"], ["y"]),
        ],
        [nh.from_array(outer, "outer"), nh.from_array(np.array(True), "c"), nh.from_array(np.ones(9, np.float32), "unused")],
    ),
    **counts(float32=(16, 2 + 3 + 3 + 1)),
    operators={"Add": 4, "Constant": 3, "If": 1, "Mul": 1},
)
save(
    "settings",
    model(
        [
            node("Resize", ["x", "roi", "scales"], ["r"]),
            node("OneHot", ["i", "depth", "values"], ["o"]),
            node("Reshape", ["o", "shape"], ["q"]),
            node("MatMul", ["r", "w"], ["y"]),
        ],
        [
            nh.from_array(np.zeros(4, np.float32), "roi"),
            nh.from_array(np.ones(2, np.float32), "scales"),
            nh.from_array(np.array([3], np.int64), "depth"),
            nh.from_array(np.array([0, 1], np.float32), "values"),
            nh.from_array(np.array([1, 2], np.int32), "i"),
            nh.from_array(np.array([-1], np.int64), "shape"),
            nh.from_array(np.ones((4, 2), np.float32), "w"),
        ],
    ),
    **counts(float32=(8, 0)),
)
save(
    "sparse",
    model(
        [node("MatMul", ["x", "w"], ["y"])],
        sparse=[
            h.make_sparse_tensor(
                nh.from_array(np.array([1.0, 2.0, 0.0], np.float32), "w"), nh.from_array(np.array([0, 5, 7]), "w_at"), [4, 5]
            )
        ],
    ),
    **counts(float32=(20, 18)),
)

# External data: one model whose weights lie beside it, and the same with other ways to them.
weights = np.arange(20, dtype=np.float32).reshape(4, 5)
(here / "external").mkdir(exist_ok=True)
(here / "external" / "weights.bin").write_bytes(b"\0" * 16 + weights.tobytes())


def external(location, offset="16", length="80"):
    tensor = T(name="w", data_type=T.FLOAT, dims=[4, 5], data_location=T.EXTERNAL)
    for key, value in [("location", location), ("offset", offset), ("length", length)]:
        tensor.external_data.add(key=key, value=value)
    return model([node("MatMul", ["x", "w"], ["y"])], [tensor])


save("external/whole", external("weights.bin"), **counts(float32=zeros(weights)), externalData=["weights.bin"])
save("external/parent", external("../adult-base.onnx"))
save("external/absolute", external("/etc/passwd"))
save("external/missing", external("nowhere.bin"))
save("external/beyond", external("weights.bin", offset="20"))
save("external/short", external("weights.bin", length="79"))
save("external/hex", external("weights.bin", offset="0x10"))
hidden = model([node("Relu", ["x"], ["y"])])
constant = external("../adult-base.onnx").graph.initializer[0]
hidden.graph.node.insert(0, node("Constant", [], ["c"], value=constant))
save("external/parent-in-a-constant", hidden)

# The copied ones, counted here by the same rule: floats, and quantized integers without scales and zero points.
for name in ["adult-base", "adult-pruned90", "adult-int8", "mlp"]:
    found = {}
    for tensor in load(here / f"{name}.onnx").graph.initializer:
        array = nh.to_array(tensor)
        kind = str(array.dtype)
        if array.ndim == 0 or tensor.name.endswith("_scale") or tensor.name in ("classes", "shape_tensor"):
            continue
        n, z = found.get(kind, (0, 0))
        found[kind] = (n + array.size, z + int((array == 0).sum()))
    expected[name] = counts(**found)

(here / "expected.json").write_text(json.dumps(expected, indent=2, sort_keys=True) + "\n")
