"""Writes test/golden/ops.json: values and gradients of the ops, by JAX in float64.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/ops.py

Each case has float32 inputs (drawn with a fixed seed, or chosen for an edge), the output, a cotangent, and the gradients of
sum(output * cotangent) with respect to the float inputs (null for the others). Booleans are written as 0 and 1.
"""

import json
import pathlib
import re

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

random = np.random.default_rng(20240607)
cases = {}


def draw(*shape, low=-2.0, high=2.0):
    return np.float32(random.uniform(low, high, shape)).astype(np.float64)


def spread(*shape):
    """All different, at least 0.1 apart, in no order: no ties, and central differences never cross one."""
    size = int(np.prod(shape))
    return np.float32((random.permutation(size) - size / 2 + 0.3) * 0.1).astype(np.float64).reshape(shape)


def f32(*values):
    return np.float32(values).astype(np.float64)


def i32(values):
    return np.array(values, np.int32)


def i64(values):
    return np.array(values, np.int64)


def is_float(array):
    return np.issubdtype(array.dtype, np.floating)


def numbers(array):
    def plain(value):
        value = float(value)
        if not np.isfinite(value):
            return repr(value)
        shown = float(f"{value:.9g}")
        return int(shown) if shown.is_integer() and abs(shown) < 1e15 else shown

    return [plain(value) for value in np.asarray(array).ravel()]


def case(name, function, *inputs, gradients=True):
    inputs = [np.asarray(value) for value in inputs]
    output = np.asarray(function(*[jnp.asarray(value) for value in inputs]))
    entry = {
        "inputs": [
            {"dtype": "float32" if is_float(value) else str(value.dtype), "shape": value.shape, "data": numbers(value)}
            for value in inputs
        ],
        "output": {"shape": output.shape, "data": numbers(output)},
    }
    if gradients and is_float(output) and any(map(is_float, inputs)):
        cotangent = draw(*output.shape, low=-1.0, high=1.0)
        floats = [i for i, value in enumerate(inputs) if is_float(value)]

        def total(*parts):
            all_inputs = [jnp.asarray(value) for value in inputs]
            for i, part in zip(floats, parts):
                all_inputs[i] = part
            return jnp.sum(function(*all_inputs) * cotangent)

        found = jax.grad(total, argnums=tuple(range(len(floats))))(*[jnp.asarray(inputs[i]) for i in floats])
        entry["cotangent"] = numbers(cotangent)
        by_input = dict(zip(floats, found))
        entry["gradients"] = [numbers(by_input[i]) if i in by_input else None for i in range(len(inputs))]
    assert name not in cases
    cases[name] = entry


# Elementwise, two inputs: every kind of broadcasting, on every function.
shapes = {
    "same": ((3, 4), (3, 4)),
    "row": ((3, 4), (4,)),
    "column": ((3, 4), (3, 1)),
    "scalar": ((3, 4), ()),
    "outer": ((3, 1), (1, 4)),
    "left": ((4,), (3, 4)),
    "lead": ((2, 1, 3), (4, 1)),
}
for kind, (a, b) in shapes.items():
    case(f"add {kind}", jnp.add, draw(*a), draw(*b))
    case(f"sub {kind}", jnp.subtract, draw(*a), draw(*b))
    case(f"mul {kind}", jnp.multiply, draw(*a), draw(*b))
    case(f"div {kind}", jnp.divide, draw(*a), draw(*b, low=0.5, high=2) * random.choice([-1, 1], b))
    case(f"pow {kind}", jnp.power, draw(*a, low=0.3, high=2), draw(*b))
    case(f"maximum {kind}", jnp.maximum, draw(*a), draw(*b))
    case(f"minimum {kind}", jnp.minimum, draw(*a), draw(*b))
case("maximum ties", jnp.maximum, f32(1, 2, 3, -1), f32(1, 3, 2, -1))
case("minimum ties", jnp.minimum, f32(1, 2, 3, -1), f32(1, 3, 2, -1))
case("pow of zero and negatives", lambda x: jnp.power(x, 3.0), f32(0, -1.5, 2))
case("pow of zero, and to the power of zero", jnp.power, f32(0, 2, -1), f32(2, 0, 0))
case("div by zero", jnp.divide, f32(1, -1, 0), f32(0, 0, 0), gradients=False)
case("add of int32", jnp.add, i32([1, -2, 2000000000]), i32([5, 7, 100]))
case("mul of int64", jnp.multiply, i64([1, -2, 3000000000]), i64([5, 7, 100]))

for name in ["equal", "less", "greater", "less_equal", "greater_equal", "not_equal"]:
    label = re.sub("_(.)", lambda match: match[1].upper(), name)
    case(label, getattr(jnp, name), i32([[1, 2, 3], [3, 2, 1]]), i32([2, 2, 2]))
    case(f"{label} of floats", getattr(jnp, name), f32(1, 2, 3, -0.0), f32(2, 2, 2, 0))
truths = np.array([[False, True], [True, False]])
case("and", jnp.logical_and, truths, np.array([True, False]))
case("or", jnp.logical_or, truths, np.array([True, False]))
case("not", jnp.logical_not, truths)

# Elementwise, one input.
edges = f32(-100, -20, -3.5, -1, -0.25, 0.25, 1, 3.5, 20, 100)
for name, function, values in [
    ("neg", jnp.negative, edges),
    # At 0 the derivative is 0, as in TensorFlow and PyTorch (JAX has 1).
    ("abs", lambda x: x * jax.lax.stop_gradient(jnp.sign(x)), f32(-2.5, 0, 1.5, -1e-30)),
    ("sign", jnp.sign, f32(-2.5, 0, 1.5)),
    ("floor", jnp.floor, f32(-2.5, -2, -0.1, 0, 0.1, 2.9)),
    ("ceil", jnp.ceil, f32(-2.5, -2, -0.1, 0, 0.1, 2.9)),
    ("round", jnp.round, f32(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49, 3.51, -3.7)),
    ("exp", jnp.exp, f32(-100, -3, 0, 1, 10)),
    ("log", jnp.log, f32(1e-30, 0.5, 1, 3, 1e20)),
    ("sqrt", jnp.sqrt, f32(1e-10, 0.25, 1, 3, 1e10)),
    ("reciprocal", jnp.reciprocal, f32(-3, -0.25, 0.5, 7)),
    ("tanh", jnp.tanh, edges),
    ("sigmoid", jax.nn.sigmoid, edges),
    ("relu", jax.nn.relu, f32(-2, -0.5, 0, 0.5, 3)),
    ("softplus", jax.nn.softplus, edges),
    ("erf", jax.scipy.special.erf, f32(-6.5, -4, -2.6, -2.4, -1, -0.3, -1e-4, 0, 0.1, 0.7, 1.5, 2.4, 2.6, 3.3, 5.9, 6.5)),
    ("sin", jnp.sin, f32(-3, -1, 0, 0.5, 2)),
    ("cos", jnp.cos, f32(-3, -1, 0, 0.5, 2)),
    ("square", jnp.square, f32(-3, 0, 0.5)),
]:
    case(name, function, values)
case("smooth", lambda x: jnp.tanh(x) * jax.nn.sigmoid(x) + jax.nn.softplus(x) * jnp.sin(x), draw(2, 3))


def clip_as_tensorflow(x):
    return jnp.where((x >= -1) & (x <= 1.5), x, jax.lax.stop_gradient(jnp.clip(x, -1, 1.5)))


case("clip", clip_as_tensorflow, f32(-3, -1, -0.5, 0, 1.5, 2))
case("clip above", lambda x: jnp.minimum(x, 0.25), f32(-3, 0.1, 0.7))
case("where", lambda c, a, b: jnp.where(c, a, b), np.array([[True], [False], [True]]), draw(3, 4), draw(4))
case("where of scalars", lambda c, a, b: jnp.where(c, a, b), np.array([True, False]), draw(), draw())
case("stopGradient", lambda x: x * jax.lax.stop_gradient(x), f32(-1, 2, 3))
case("cast to int32", lambda x: x.astype(jnp.int32), f32(-2.7, -0.5, 0.5, 2.7))
case("cast to bool", lambda x: x.astype(bool), f32(-2.7, 0, 0.25))
case("cast from bool", lambda x: x.astype(jnp.float32).astype(jnp.float64), truths)
case("cast from int64", lambda x: x.astype(jnp.float64), i64([-3, 0, 7]))

# Reductions.
for name in ["sum", "mean", "max", "min"]:
    function = getattr(jnp, name)
    for kind, axes in [("all", None), ("first", 0), ("last", -1), ("middle", (1,)), ("two", (0, 2))]:
        for keep in [False, True]:
            label = f"{name} {kind}{' kept' if keep else ''}"
            case(label, lambda x, f=function, a=axes, k=keep: f(x, axis=a, keepdims=k), spread(2, 3, 4))
case("max ties", lambda x: jnp.max(x, axis=1), f32(1, 3, 3, 2, 2, 2).reshape(2, 3))
case("min ties", lambda x: jnp.min(x, axis=1), f32(1, 1, 3, 2, 2, 2).reshape(2, 3))
case("argMax last", lambda x: jnp.argmax(x, axis=-1), np.stack([spread(5), f32(1, 3, 3, 0, 3), f32(2, 2, 2, 2, 2)]))
case("argMax first", lambda x: jnp.argmax(x, axis=0), spread(4, 2, 3))
case("softmax", lambda x: jax.nn.softmax(x, axis=-1), draw(2, 3, 4, low=-4, high=4))
case("softmax first", lambda x: jax.nn.softmax(x, axis=0), draw(3, 4))
case("softmax of large numbers", jax.nn.softmax, f32(1000, 999, -1000).reshape(1, 3))
case("logSoftmax", lambda x: jax.nn.log_softmax(x, axis=-1), draw(2, 3, 4, low=-4, high=4))
case("logSoftmax middle", lambda x: jax.nn.log_softmax(x, axis=1), draw(2, 3, 4))
case("logSoftmax of large numbers", jax.nn.log_softmax, f32(1000, 999, -1000).reshape(1, 3))

# Moving elements.
case("reshape", lambda x: x.reshape(x.shape[0], -1), draw(2, 3, 4))
case("expandDims", lambda x: jnp.expand_dims(x, -1), draw(2, 3))
case("transpose", jnp.transpose, draw(2, 3, 4))
case("transpose chosen", lambda x: jnp.transpose(x, (1, 0, 2)), draw(2, 3, 4))
case("concat last", lambda a, b, c: jnp.concatenate([a, b, c], -1), draw(2, 3), draw(2, 1), draw(2, 2))
case("concat first", lambda a, b: jnp.concatenate([a, b], 0), draw(2, 3), draw(1, 3))
case("concat middle", lambda a, b: jnp.concatenate([a, b], 1), draw(2, 1, 2), draw(2, 3, 2))
case("slice", lambda x: x[:, 1:3], draw(2, 4, 2))
case("slice first", lambda x: x[1:2], draw(3, 2))
case("pad", lambda x: jnp.pad(x, ((0, 0), (1, 2), (0, 0))), draw(2, 3, 2))
case("pad last", lambda x: jnp.pad(x, ((0, 0), (0, 1))), draw(2, 3))
case("broadcastTo", lambda x: jnp.broadcast_to(x, (2, 3, 4)), draw(3, 1))
case("broadcastTo of a scalar", lambda x: jnp.broadcast_to(x, (2, 3)), draw())

# Ids.
table = draw(5, 3)
case("gather", lambda t, i: t[i], table, i32([0, 4, 4, 2]))
case("gather of many axes", lambda t, i: t[i], table, i64([[0, 1], [1, 1]]))
case("gather of numbers", lambda t, i: t[i], draw(5), i32([[0, 4], [3, 3]]))
case("scatterAdd", lambda r, i: jnp.zeros((5, 3)).at[i].add(r), draw(4, 3), i32([1, 0, 1, 1]))
case("scatterAdd of many axes", lambda r, i: jnp.zeros((4, 2)).at[i].add(r), draw(2, 3, 2), i64([[3, 3, 0], [3, 1, 1]]))
case("gatherLast", lambda x, i: jnp.take_along_axis(x, i[..., None], -1)[..., 0], draw(3, 4), i32([3, 0, 0]))
case("gatherLast of many axes", lambda x, i: jnp.take_along_axis(x, i[..., None], -1)[..., 0], draw(2, 2, 3), i64([[2, 0], [1, 1]]))
case("oneHot", lambda i: jax.nn.one_hot(i, 4), i32([[0, 3], [1, 1]]), gradients=False)
case("oneHot of int64", lambda i: jax.nn.one_hot(i, 3), i64([2, 0, 1, 5]), gradients=False)

# Products of matrices: every pair of flags.
for a_flag in [False, True]:
    for b_flag in [False, True]:
        flags = f"{'transposed' if a_flag else 'plain'} by {'transposed' if b_flag else 'plain'}"

        def product(a, b, a_flag=a_flag, b_flag=b_flag):
            return jnp.matmul(jnp.swapaxes(a, -1, -2) if a_flag else a, jnp.swapaxes(b, -1, -2) if b_flag else b)

        def sides(lead_a, lead_b, rows, inner, columns):
            a = draw(*lead_a, *((inner, rows) if a_flag else (rows, inner)))
            b = draw(*lead_b, *((columns, inner) if b_flag else (inner, columns)))
            return a, b

        case(f"matmul {flags}", product, *sides((), (), 2, 3, 4))
        case(f"matmul {flags}, batched", product, *sides((2,), (2,), 3, 2, 2))
        case(f"matmul {flags}, one for all", product, *sides((2,), (), 3, 2, 2))
        case(f"matmul {flags}, all by one", product, *sides((), (2,), 2, 3, 2))
        case(f"matmul {flags}, broadcast", product, *sides((2, 1), (1, 2), 2, 3, 2))

# Losses with their own gradients.
ids = i32([2, 0, 3])
labels = np.float32([[0, 0, 1, 0], [0.25, 0.25, 0.5, 0], [0, 0, 0, 0]]).astype(np.float64)
case("sparseSoftmaxCrossEntropy",
     lambda x, i: -jnp.take_along_axis(jax.nn.log_softmax(x), i[..., None], -1)[..., 0], draw(3, 4, low=-3, high=3), ids)
case("sparseSoftmaxCrossEntropy of many axes",
     lambda x, i: -jnp.take_along_axis(jax.nn.log_softmax(x), i[..., None], -1)[..., 0], draw(2, 2, 3), i64([[2, 0], [1, 1]]))
case("sparseSoftmaxCrossEntropy of large numbers",
     lambda x, i: -jnp.take_along_axis(jax.nn.log_softmax(x), i[..., None], -1)[..., 0], f32(500, -500, 0, 0).reshape(2, 2), i32([1, 0]))
case("softmaxCrossEntropy", lambda x, t: -jnp.sum(t * jax.nn.log_softmax(x), -1), draw(3, 4, low=-3, high=3), labels)
case("sigmoidCrossEntropy", lambda x, t: jnp.maximum(x, 0) - x * t + jnp.log1p(jnp.exp(-jnp.abs(x))),
     f32(-30, -2, -0.5, 0.5, 2, 30).reshape(2, 3), f32(0, 1, 0.3, 0.9, 0, 1).reshape(2, 3))

path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "ops.json"
content = {"source": "JAX, float64", "version": jax.__version__, "script": "scripts/golden/ops.py", "cases": cases}
lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(entry, separators=(',', ':'))}" for name, entry in cases.items())
head = json.dumps({key: content[key] for key in ["source", "version", "script"]})[:-1]
path.write_text(f'{head}, "cases": {{\n{lines}\n}}}}\n')
print(path.name, path.stat().st_size, len(cases))
