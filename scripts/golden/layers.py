"""Writes test/golden/layers.json: Keras's own numbers for layers, activations, regularizers and initializers.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/layers.py

A layer's case is its config in Minibatch's spelling, inputs, masks and weights (all random), and what Keras computes from
them in inference and in training: outputs, masks, losses, weights after the call, and the gradients of
Σ output · cotangent + losses with respect to float inputs and trainable weights. `initial` is
the number that a weight starts from, null if it is random. Initializers are caught at their calls of
Keras's random functions, so their limits and deviations are exact.
"""

import json
import os
import pathlib
import re

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras.src import backend
from keras.src.initializers import random_initializers

random = np.random.default_rng(20)


def snake(name):
    return re.sub(r"([A-Z])", lambda m: "_" + m[1].lower(), name)


def class_of(module, name):
    wanted = name.lower()
    return next(getattr(module, each) for each in dir(module) if each.lower() == wanted and isinstance(getattr(module, each), type))


def keras_value(value):
    """A value of an option, as Keras spells it."""
    if isinstance(value, str):
        return snake(value)
    if isinstance(value, dict) and "type" in value:
        for module in (keras.regularizers, keras.initializers):
            try:
                return class_of(module, value["type"])(**keras_options(value.get("options", {})))
            except StopIteration:
                continue
        raise KeyError(value["type"])
    return value


def keras_options(options):
    return {snake(name): keras_value(value) for name, value in options.items()}


def numbers(array):
    """Nested into { shape, data }; float32 in the fewest digits that give it back."""
    array = np.asarray(array)
    if array.dtype == bool:
        return {"shape": list(array.shape), "data": [int(v) for v in array.ravel()]}
    if np.issubdtype(array.dtype, np.integer):
        return {"shape": list(array.shape), "dtype": "int32", "data": [int(v) for v in array.ravel()]}
    return {"shape": list(array.shape), "data": [float(str(np.float32(v))) for v in array.ravel()]}


def wave(shape):
    """The cotangent, as src/testing/check-layer.ts makes it."""
    return np.sin(np.arange(np.prod(shape, dtype=int)) * 1.7 + 2.3).astype("float32").reshape(shape) * np.float32(0.9)


def draw(shape, spread=1.5):
    return (random.standard_normal(shape) * spread).astype("float32")


def some_mask(shape):
    mask = random.random(shape) < 0.6
    mask[0, 0] = True
    return mask


layer_cases = []


def case(name, kind, options=None, inputs=None, masks=None, weights=None, training=True):
    options = options or {}
    arrays = inputs if isinstance(inputs, list) else [inputs]
    masks = masks if isinstance(masks, list) else [masks] * (masks is not None)
    layer = class_of(keras.layers, kind)(**keras_options(options))
    many = isinstance(inputs, list)

    def call(tensors, training):
        for tensor, mask in zip(tensors, masks):
            if mask is not None:
                backend.set_keras_mask(tensor, tf.constant(mask))
        return layer(tensors if many else tensors[0], training=training) if "training" in layer._call_signature.parameters else layer(tensors if many else tensors[0])

    tensors = lambda: [tf.constant(array) for array in arrays]
    call(tensors(), False)
    own = layer.weights
    initial = [np.asarray(w) for w in own]
    initial = [float(a.flat[0]) if np.all(a == a.flat[0]) else None for a in initial]
    for weight in own:
        value = draw(weight.shape, 0.8)
        weight.assign(np.abs(value) + 0.3 if "variance" in weight.name else value)
    if weights is not None:
        for weight, value in zip(own, weights):
            weight.assign(value)
    if hasattr(layer, "finalize_state"):
        layer.finalize_state()
    before = [np.asarray(w) + 0 for w in own]

    output = call(tensors(), False)
    mask = backend.get_keras_mask(output)
    record = {
        "name": name,
        "type": kind,
        "options": options,
        "inputs": [numbers(a) for a in arrays],
        "weights": [{"name": w.name, "trainable": bool(w.trainable), "initial": i, **numbers(b)} for w, b, i in zip(own, before, initial)],
        "inference": numbers(output),
        "outputMask": None if mask is None else numbers(np.asarray(mask)),
    }
    if masks:
        record["masks"] = [None if m is None else numbers(m) for m in masks]
    if training:
        given = tensors()
        floats = [i for i, a in enumerate(arrays) if a.dtype == np.float32]
        with tf.GradientTape() as tape:
            for i in floats:
                tape.watch(given[i])
            output = call(given, True)
            loss = tf.add_n(layer.losses) if layer.losses else tf.constant(0.0)
            total = tf.reduce_sum(output * wave(output.shape)) + loss
        after = [np.asarray(w) + 0 for w in own]
        trained = [w.value for w in layer.trainable_variables]
        slopes = tape.gradient(total, [given[i] for i in floats] + trained)
        slopes = [None if s is None else numbers(tf.convert_to_tensor(s)) for s in slopes]
        record["training"] = {
            "output": numbers(output),
            "loss": float(str(np.float32(loss))),
            "updates": {
                w.name: numbers(a) for w, a, b in zip(own, after, before) if not w.trainable and not np.array_equal(a, b)
            },
            "inputGradients": {str(i): s for i, s in zip(floats, slopes)},
            "weightGradients": {w.name: s for w, s in zip(layer.trainable_variables, slopes[len(floats):])},
        }
    layer_cases.append(record)



case("dense", "dense", {"units": 4}, draw((3, 2)))
case("dense with everything", "dense", {
    "units": 3, "activation": "tanh", "kernelInitializer": "heNormal", "biasInitializer": {"type": "constant", "options": {"value": 0.5}},
    "kernelRegularizer": {"type": "l2", "options": {"l2": 0.03}}, "biasRegularizer": "l1",
    "activityRegularizer": {"type": "l1l2", "options": {"l1": 0.02, "l2": 0.05}},
}, draw((4, 2)))
case("dense without bias", "dense", {"units": 2, "useBias": False, "activation": "leakyRelu"}, draw((3, 4)))
case("dense over time, with a mask", "dense", {"units": 2, "activation": "sigmoid"}, draw((2, 3, 2)), some_mask((2, 3)))
case("dense on integers", "dense", {"units": 2}, random.integers(-5, 5, (3, 2)).astype("int32"))
case("activation", "activation", {"activation": "softmax"}, draw((2, 3)))
case("relu", "relu", {}, draw((2, 3)))
case("relu with everything", "relu", {"maxValue": 1.25, "negativeSlope": 0.15, "threshold": 0.4}, draw((4, 5)))
case("relu with a slope", "relu", {"negativeSlope": 0.15}, draw((2, 5)))
case("relu with a limit and a slope", "relu", {"maxValue": 1, "negativeSlope": 0.15}, draw((2, 5)))
case("relu with a threshold", "relu", {"threshold": 0.7}, draw((2, 5)))
case("leakyRelu", "leakyRelu", {}, draw((2, 4)))
case("leakyRelu with a slope", "leakyRelu", {"negativeSlope": 0.12}, draw((2, 4)))
case("elu", "elu", {}, draw((2, 4)))
case("elu with alpha", "elu", {"alpha": 0.6}, draw((2, 4)))
case("softmax", "softmax", {}, draw((2, 3)))
case("softmax along the time axis", "softmax", {"axis": 1}, draw((2, 3, 2)))
case("prelu", "prelu", {"alphaRegularizer": "l2"}, draw((2, 3, 2)))
case("prelu with a shared axis", "prelu", {"sharedAxes": [1]}, draw((2, 3, 2)))
case("dropout in inference, with a mask", "dropout", {"rate": 0.4}, draw((2, 3, 2)), some_mask((2, 3)), training=False)
case("dropout with rate 0", "dropout", {"rate": 0}, draw((2, 3)))
case("flatten", "flatten", {}, draw((2, 3, 2)), some_mask((2, 3)))
case("flatten, channels first", "flatten", {"dataFormat": "channelsFirst"}, draw((2, 3, 2, 2)))
case("flatten of one number a sample", "flatten", {}, draw((3,)))
case("reshape", "reshape", {"targetShape": [3, 2]}, draw((2, 6)))
case("reshape with an unknown axis, of a masked input", "reshape", {"targetShape": [2, -1]}, draw((2, 2, 3)), some_mask((2, 2)))
case("permute", "permute", {"dims": [3, 1, 2]}, draw((2, 3, 2, 2)))
case("permute of a masked input", "permute", {"dims": [2, 1]}, draw((2, 3, 2)), some_mask((2, 3)))
case("repeatVector", "repeatVector", {"n": 3}, draw((2, 2)))
case("identity, with a mask", "identity", {}, draw((2, 3, 2)), some_mask((2, 3)))
case("activityRegularization", "activityRegularization", {"l1": 0.03, "l2": 0.07}, draw((3, 2)))
case("activityRegularizer of any layer", "flatten", {"activityRegularizer": "l2"}, draw((2, 2, 2)))
rows = draw((2, 4, 2))
rows[0, 2] = rows[1, 0] = 0
rows[1, 3, 0] = 0
case("masking", "masking", {}, rows)
rows = rows.copy()
rows[rows == 0] = -1.5
case("masking of a value, of a masked input", "masking", {"maskValue": -1.5}, rows, some_mask((2, 4)))
case("embedding", "embedding", {"inputDim": 5, "outputDim": 2, "embeddingsRegularizer": "l2"}, random.integers(0, 5, (2, 3)).astype("int32"))
case("embedding with a mask", "embedding", {"inputDim": 4, "outputDim": 3, "maskZero": True},
     np.array([[1, 3, 0], [2, 0, 0]], "int32"))
case("embedding of float ids", "embedding", {"inputDim": 4, "outputDim": 2, "maskZero": True}, np.array([[1, 0, 3]], "float32"))

for kind in ("add", "average", "maximum", "minimum", "multiply"):
    case(f"{kind} of three", kind, {}, [draw((2, 3)), draw((2, 3)), draw((2, 3))])
    case(f"{kind}, stretched", kind, {}, [draw((2, 3, 2)), draw((2, 1, 2)), draw((2, 2))])
    case(f"{kind} of masked inputs", kind, {}, [draw((2, 3, 2)) for _ in range(3)], [some_mask((2, 3)) for _ in range(3)])
    case(f"{kind}, some inputs masked", kind, {}, [draw((2, 3, 2)) for _ in range(3)], [some_mask((2, 3)), None, some_mask((2, 3))])
case("subtract", "subtract", {}, [draw((2, 3)), draw((2, 3))])
case("subtract of masked inputs", "subtract", {}, [draw((2, 3, 2)), draw((2, 3, 2))], [some_mask((2, 3)), some_mask((2, 3))])
case("dot", "dot", {"axes": 1}, [draw((2, 3)), draw((2, 3))])
case("dot of matrices", "dot", {"axes": [-1, 1]}, [draw((2, 2, 3)), draw((2, 3, 4))])
case("dot of a matrix and a vector, normalized", "dot", {"axes": [1, -1], "normalize": True}, [draw((2, 3, 2)), draw((2, 3))])
case("dot of many axes, one masked", "dot", {"axes": [2, 1]}, [draw((2, 2, 3, 2)), draw((2, 3, 2))], [some_mask((2, 2)), None])
case("concatenate", "concatenate", {}, [draw((2, 3)), draw((2, 1)), draw((2, 2))])
case("concatenate along time, some inputs masked", "concatenate", {"axis": 1},
     [draw((2, 3, 2)), draw((2, 1, 2)), draw((2, 2, 2))], [some_mask((2, 3)), None, some_mask((2, 2))])
case("concatenate of masked inputs", "concatenate", {"axis": -1}, [draw((2, 3, 2)), draw((2, 3, 1))],
     [some_mask((2, 3)), some_mask((2, 3))])
case("concatenate of one masked input", "concatenate", {}, [draw((2, 3, 2)), draw((2, 3, 1))], [some_mask((2, 3)), None])

case("batchNormalization", "batchNormalization", {}, draw((5, 3)))
case("batchNormalization with everything", "batchNormalization", {
    "axis": 1, "momentum": 0.8, "epsilon": 0.02, "gammaRegularizer": "l2", "betaRegularizer": "l1",
}, draw((3, 2, 4)))
case("batchNormalization of images", "batchNormalization", {}, draw((2, 2, 3, 2)))
case("batchNormalization without scale and center", "batchNormalization", {"scale": False, "center": False}, draw((4, 2)))
case("batchNormalization without center", "batchNormalization", {"center": False}, draw((4, 2)))
case("batchNormalization without scale", "batchNormalization", {"scale": False}, draw((4, 2)))
case("batchNormalization of a masked input", "batchNormalization", {"momentum": 0.9}, draw((3, 4, 2)), some_mask((3, 4)))
case("batchNormalization, frozen", "batchNormalization", {"trainable": False}, draw((4, 2)))
case("layerNormalization", "layerNormalization", {}, draw((3, 4)))
case("layerNormalization over time", "layerNormalization", {}, draw((2, 3, 4)), some_mask((2, 3)))
case("layerNormalization over two axes", "layerNormalization", {"axis": [2, 1], "epsilon": 0.05, "gammaRegularizer": "l1"}, draw((2, 3, 2)))
case("layerNormalization of a middle axis", "layerNormalization", {"axis": 1}, draw((2, 3, 2)), some_mask((2, 3)))
case("layerNormalization without scale and center", "layerNormalization", {"scale": False, "center": False}, draw((3, 4)))
case("rescaling without offset", "rescaling", {"scale": 0.25}, draw((2, 3)))
case("rescaling", "rescaling", {"scale": 0.25, "offset": -1.5}, draw((2, 3)))
case("rescaling by a factor for each feature", "rescaling", {"scale": [2, 3, 0.5], "offset": [0, 1, 2]}, random.integers(0, 9, (2, 3)).astype("int32"))
case("normalization", "normalization", {}, draw((3, 4)))
case("normalization with given numbers", "normalization", {"mean": [0.5, -2], "variance": [2.25, 0.01]}, draw((3, 2)))
case("normalization of a feature that never changes", "normalization", {"mean": [0.5], "variance": [0]}, draw((3, 1)))
case("normalization with one number", "normalization", {"axis": None, "mean": 3, "variance": 4}, draw((2, 3)))
case("normalization, inverted", "normalization", {"mean": 3, "variance": 4, "invert": True}, draw((2, 3)))
case("normalization over two axes", "normalization", {"axis": [1, -1]}, draw((2, 3, 2)))
case("normalization with numbers for the last of two axes", "normalization", {"axis": [1, 2], "mean": [1, 2], "variance": [3, 4]}, draw((2, 3, 2)))

adapted = []
for axis, shape in ((-1, (7, 3)), (None, (7, 3)), ([1, 2], (5, 2, 3)), (1, (4, 2, 3))):
    data = draw(shape) + 20
    layer = keras.layers.Normalization(axis=axis)
    layer.adapt(data)
    adapted.append({"axis": axis, "data": numbers(data), "mean": numbers(layer.adapt_mean), "variance": numbers(layer.adapt_variance)})

def precise(array):
    return {"shape": list(array.shape), "data": [float(f"{v:.10g}") for v in np.asarray(array).ravel()]}


# In float64, so that the comparison is of formulas and constants alone.
points = np.array([[-25, -7.3, -3.4, -2.1], [-0.8, -0.35, -0.06, 0.04], [0.3, 0.7, 1.4, 2.6], [3.3, 5.2, 8.1, 21],
                   [0.47, -0.52, -5.9, 6.05]])
activation_cases = []


def activation_case(name, keyword=None, value=None):
    x = tf.constant(points)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = keras.activations.get(snake(name))(x, **({} if keyword is None else {keyword: value}))
        cotangent = np.float64(wave(y.shape))
        total = tf.reduce_sum(y * cotangent)
    argument = {} if keyword is None else {"argument": value}
    activation_cases.append({
        "name": name, **argument, "output": precise(y), "cotangent": precise(cotangent)["data"],
        "gradient": precise(tape.gradient(total, x))["data"],
    })


for name in ("celu", "elu", "exponential", "gelu", "glu", "hardShrink", "hardSigmoid", "hardSilu", "hardSwish", "hardTanh",
             "leakyRelu", "linear", "logSigmoid", "logSoftmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "softShrink",
             "softmax", "softplus", "softsign", "sparsePlus", "sparseSigmoid", "squareplus", "swish", "tanh", "tanhShrink"):
    activation_case(name)
for name, keyword, value in (("celu", "alpha", 0.7), ("elu", "alpha", 0.7), ("gelu", "approximate", True), ("hardShrink", "threshold", 1.0),
                             ("leakyRelu", "negative_slope", 0.05), ("softShrink", "threshold", 1.0), ("squareplus", "b", 2.0)):
    activation_case(name, keyword, value)

matrix = draw((3, 4)).astype("float64")
regularizer_cases = []
for kind, options in (("l1", {}), ("l1", {"l1": 0.3}), ("l2", {}), ("l2", {"l2": 0.3}), ("l1l2", {}), ("l1l2", {"l1": 0.2, "l2": 0.1}),
                      ("orthogonalRegularizer", {}), ("orthogonalRegularizer", {"factor": 0.5, "mode": "columns"})):
    regularizer = class_of(keras.regularizers, kind)(**options)
    if hasattr(regularizer, "factor"):
        regularizer.factor = tf.constant(options.get("factor", 0.01), "float64")
    x = tf.constant(matrix)
    with tf.GradientTape() as tape:
        tape.watch(x)
        penalty = regularizer(x)
    gradient = tape.gradient(penalty, x)
    gradient = tf.zeros_like(x) if gradient is None else gradient
    regularizer_cases.append({"type": kind, "options": options, "penalty": precise(penalty)["data"][0], "gradient": precise(gradient)["data"]})

caught = {}


def catch(distribution):
    def record(shape, dtype=None, seed=None, **parameters):
        caught.update({"distribution": distribution, **parameters})
        return np.zeros(shape)

    return record


initializer_cases = []
shapes = [[], [5], [4, 6], [3, 4, 2], [3, 3, 2, 5], [2, 3, 2, 4, 3]]
real = random_initializers.random
random_initializers.random = type("Caught", (), {
    "uniform": staticmethod(catch("uniform")), "normal": staticmethod(catch("normal")),
    "truncated_normal": staticmethod(catch("truncatedNormal")), "SeedGenerator": real.SeedGenerator,
})
for kind, options in (("glorotNormal", {}), ("glorotUniform", {}), ("heNormal", {}), ("heUniform", {}), ("lecunNormal", {}), ("lecunUniform", {}),
                      ("randomNormal", {}), ("randomNormal", {"mean": 2, "stddev": 0.5}), ("randomUniform", {}),
                      ("randomUniform", {"minval": -2, "maxval": 5}), ("truncatedNormal", {}), ("truncatedNormal", {"mean": 1, "stddev": 2}),
                      ("varianceScaling", {}), ("varianceScaling", {"scale": 3, "mode": "fanOut", "distribution": "uniform"}),
                      ("varianceScaling", {"scale": 0.5, "mode": "fanAvg", "distribution": "untruncatedNormal"})):
    for shape in shapes:
        if "andom" in kind and shape != [4, 6]:
            continue
        caught.clear()
        class_of(keras.initializers, kind)(**keras_options(options), seed=0)(tuple(shape))
        initializer_cases.append({"type": kind, "options": options, "shape": shape, "call": dict(caught)})
random_initializers.random = real
fans = [{"shape": shape, "fans": list(random_initializers.compute_fans(shape))} for shape in shapes]
exact_cases = [
    {"type": kind, "options": options, "shape": shape, "values": numbers(class_of(keras.initializers, kind)(**options)(shape))["data"]}
    for kind, options, shape in (("zeros", {}, [2, 2]), ("ones", {}, [3]), ("constant", {}, [2]), ("constant", {"value": -1.5}, [2, 2]),
                                 ("identity", {}, [3, 3]), ("identity", {"gain": 2.5}, [2, 4]), ("identity", {}, [3, 2]))
]

target = pathlib.Path(__file__).parents[2] / "test" / "golden" / "layers.json"
golden = {
    "source": "keras.layers, activations, regularizers and initializers, on TensorFlow",
    "version": keras.__version__,
    "script": "scripts/golden/layers.py",
    "cases": layer_cases,
    "adapted": adapted,
    "activations": {"x": precise(points), "cases": activation_cases},
    "regularizers": {"weight": precise(matrix), "cases": regularizer_cases},
    "initializers": {"random": initializer_cases, "exact": exact_cases, "fans": fans},
}


def compact(value, depth=0):
    """JSON with one line for each case."""
    if depth < 3 and isinstance(value, (dict, list)) and not (isinstance(value, dict) and "data" in value):
        pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
        lines = [("" if key is None else json.dumps(key) + ": ") + compact(each, depth + (1 if isinstance(value, dict) else 3)) for key, each in pairs]
        open_, close = ("{", "}") if isinstance(value, dict) else ("[", "]")
        return open_ + "\n" + ",\n".join(lines) + "\n" + close if lines else open_ + close
    return json.dumps(value, separators=(",", ":"))


target.write_text(compact(golden) + "\n")
print(f"{len(layer_cases)} layers, {target.stat().st_size} bytes")
