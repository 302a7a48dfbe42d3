"""Keras's losses and their gradients, and its reductions, for test/golden/losses.json.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/losses.py

Each case has the loss of each sample, and the gradient of the sum of seed * loss with respect to the predictions (by JAX).
Names are ours; options are Keras's in camelCase. All in float32, as Keras computes by default: 1 - epsilon is a float32 number.
"""

import json
import os
import pathlib
import re

os.environ["KERAS_BACKEND"] = "jax"

import jax
import keras
import numpy as np
from keras.src.losses.loss import reduce_weighted_values

rng = np.random.default_rng(11)
f32 = np.float32
L = keras.losses


def plain(x):
    """Nine digits hold a float32 exactly."""
    x = np.asarray(x, dtype=f32)
    return {"shape": list(x.shape), "data": [float(f"{v:.9g}") for v in x.reshape(-1)]}


def camel(name):
    return re.sub(r"_(\w)", lambda m: m[1].upper(), name)


def normal(*shape, scale=1.0):
    return (rng.normal(size=shape) * scale).astype(f32)


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return (e / e.sum(-1, keepdims=True)).astype(f32)


def onehot(ids, k):
    return np.eye(k, dtype=f32)[np.asarray(ids)]


cases = []


def case(title, cls, y_true, y_pred, smooth=True, **options):
    """smooth: whether central differences make sense here (no kink, no clipping nearby)."""
    loss = cls(reduction="none", **options)
    y_true, y_pred = np.asarray(y_true, f32), np.asarray(y_pred, f32)
    values = np.asarray(loss(y_true, y_pred))
    seed = (0.5 + np.arange(values.size) * 0.25).reshape(values.shape).astype(f32)
    gradient = jax.grad(lambda p: (loss(y_true, p) * seed).sum())(y_pred)
    assert np.isfinite(values).all() and np.isfinite(gradient).all(), title
    name = cls.__name__
    cases.append(
        {
            "title": title,
            "loss": "klDivergence" if name == "KLDivergence" else name[0].lower() + name[1:],
            "options": {camel(k): v for k, v in options.items()},
            "smooth": smooth,
            "yTrue": plain(y_true),
            "yPred": plain(y_pred),
            "values": plain(values),
            "seed": plain(seed),
            "gradient": plain(gradient),
        }
    )


# Regression
shapes = {
    "two outputs": ((4, 2), (4, 2)),
    "targets without the last axis": ((4,), (4, 1)),
    "predictions without the last axis": ((4, 1), (4,)),
    "time steps": ((2, 3, 2), (2, 3, 2)),
    "time steps, targets without the last axis": ((2, 3), (2, 3, 1)),
}
for cls in (L.MeanSquaredError, L.MeanAbsoluteError, L.MeanAbsolutePercentageError, L.Huber, L.LogCosh):
    for title, (t, p) in shapes.items():
        case(title, cls, normal(*t), normal(*p, scale=2))
case("targets of 0", L.MeanAbsolutePercentageError, [[0.0, 2.0], [1e-8, -3.0]], [[0.5, 1.0], [2.0, -2.0]], smooth=False)
for delta in (0.5, 2.5):
    case(f"delta {delta}", L.Huber, normal(6, 3), normal(6, 3, scale=3), delta=delta)
case("a difference of delta", L.Huber, [[0.0, 0.0]], [[1.0, -1.0]], smooth=False)
case("large differences", L.LogCosh, [[0.0, 0.0, 10.0]], [[40.0, -40.0, 10.0]])
for title, (t, p) in shapes.items():
    case(title, L.MeanSquaredLogarithmicError, abs(normal(*t)) * 3, abs(normal(*p)) * 3)
case("zeros and negatives", L.MeanSquaredLogarithmicError, [[0.0, -2.0, 3.0]], [[1.0, 4.0, -1.0]], smooth=False)
case("tiny numbers", L.MeanSquaredLogarithmicError, [[0.0, 5.0]], [[3e-8, 0.0]], smooth=False)
case("counts", L.Poisson, [[0.0, 2.0], [5.0, 1.0]], [[0.5, 1.5], [4.0, 0.001]])
case("a prediction of 0", L.Poisson, [[0.0, 1.0]], [[0.0, 0.0]], smooth=False)
for labels in ([[1.0, -1.0, 1.0], [-1.0, -1.0, 1.0]], [[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]):
    title = "labels of 0 and 1" if 0.0 in labels[0] else "labels of -1 and 1"
    for cls in (L.Hinge, L.SquaredHinge):
        case(title, cls, labels, [[0.3, 0.4, 1.7], [-2.0, -0.25, -0.5]])
case("three classes", L.CategoricalHinge, onehot([0, 2, 1], 3), [[2.0, -1.0, 0.5], [0.2, 0.4, 0.1], [-1.0, 0.2, -0.4]])
case("probabilities", L.KLDivergence, softmax(normal(3, 4)), softmax(normal(3, 4)))
case("zeros and ones", L.KLDivergence, [[0.0, 1.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 1.0]], smooth=False)
case("beyond 1", L.KLDivergence, [[1.5, 0.2]], [[2.0, 0.3]], smooth=False)
case("three outputs", L.CosineSimilarity, normal(4, 3), normal(4, 3))
case("along the first inner axis", L.CosineSimilarity, normal(2, 3, 2), normal(2, 3, 2), axis=1)

# Yes or no
yes = np.array([[1, 0, 1], [0, 0, 1]], f32)
p = np.array([[0.9, 0.2, 0.4], [0.01, 0.6, 0.999]], f32)
hard = np.array([[0.0, 1.0, 1.0], [0.0, 1e-8, 0.99999999]], f32)
z = np.array([[3.0, -2.0, 50.0], [-50.0, 0.5, -50.0]], f32)
for cls in (L.BinaryCrossentropy, L.BinaryFocalCrossentropy):
    case("probabilities", cls, yes, p)
    case("targets without the last axis", cls, [1.0, 0.0, 1.0], [[0.7], [0.4], [0.1]])
    case("time steps", cls, yes[..., None], p[..., None])
    case("smoothed labels", cls, yes, p, label_smoothing=0.2)
    case("along the first inner axis", cls, yes[..., None].repeat(2, -1), rng.uniform(0.1, 0.9, (2, 3, 2)), axis=1)
case("labels smoothed to nothing", L.BinaryCrossentropy, yes, p, label_smoothing=1.0)
case("probabilities of 0 and 1", L.BinaryCrossentropy, yes, hard, smooth=False)
case("logits", L.BinaryCrossentropy, yes, z, from_logits=True)
case("logits, smoothed labels", L.BinaryCrossentropy, yes, z, from_logits=True, label_smoothing=0.1)
case("probabilities of 0 and 1", L.BinaryFocalCrossentropy, yes, hard, smooth=False, gamma=1.0)
case("logits", L.BinaryFocalCrossentropy, yes, normal(2, 3), from_logits=True)
case("gamma and balance", L.BinaryFocalCrossentropy, yes, p, gamma=1.5, alpha=0.3, apply_class_balancing=True)
for gamma in (0.0, 0.5):
    case(f"gamma {gamma}", L.BinaryFocalCrossentropy, yes, p, gamma=gamma)
case("balance", L.BinaryFocalCrossentropy, yes, p, apply_class_balancing=True)

# One of several
ids = np.array([2, 0, 3, 1])
rows = onehot(ids, 4)
soft = softmax(normal(4, 4))
q = softmax(normal(4, 4))
zz = normal(4, 4, scale=2)
far = np.array([[50, -50, 0, 1], [-50, 50, 50, 0], [0, 0, 0, 0], [-50, -50, -50, 50]], f32)
certain = np.array([[1, 0, 0, 0], [1, 0, 0, 0], [0.5, 0.5, 0, 0], [0.25, 0.75, 0, 0]], f32)
for cls in (L.CategoricalCrossentropy, L.CategoricalFocalCrossentropy):
    case("probabilities", cls, rows, q)
    case("labels that are probabilities", cls, soft, q)
    case("probabilities that do not add up to 1", cls, rows, q * np.array([[2], [0.5], [1], [3]], f32))
    case("smoothed labels", cls, rows, q, label_smoothing=0.3)
    case("logits", cls, rows, zz, from_logits=True)
    case("time steps", cls, rows.reshape(2, 2, 4), q.reshape(2, 2, 4))
    case("classes on the first inner axis", cls, onehot([[0, 1], [1, 0]], 3).swapaxes(1, 2), softmax(normal(2, 2, 3)).swapaxes(1, 2), axis=1)
    case("probabilities of 0 and 1", cls, rows, certain, smooth=False)
case("logits of 50", L.CategoricalCrossentropy, rows, far, from_logits=True)
case("logits, smoothed labels", L.CategoricalCrossentropy, rows, zz, from_logits=True, label_smoothing=0.1)
case("logits, classes on the first inner axis", L.CategoricalCrossentropy, onehot([[0, 1], [1, 0]], 3).swapaxes(1, 2), normal(2, 3, 2), axis=1, from_logits=True)
case("gamma and alpha", L.CategoricalFocalCrossentropy, rows, q, gamma=1.5, alpha=0.6)
for gamma in (0.0, 0.5, 1.0):
    case(f"gamma {gamma}", L.CategoricalFocalCrossentropy, rows, q, gamma=gamma)
S = L.SparseCategoricalCrossentropy
case("probabilities", S, ids, q)
case("labels with a last axis of 1", S, ids[:, None], q)
case("probabilities that do not add up to 1", S, ids, q * np.array([[2], [0.5], [1], [3]], f32))
case("probabilities of 0 and 1", S, ids, certain, smooth=False)
case("logits", S, ids, zz, from_logits=True)
case("logits of 50", S, ids, far, from_logits=True)
case("time steps", S, ids.reshape(2, 2), q.reshape(2, 2, 4))
case("time steps, labels with a last axis of 1, logits", S, ids.reshape(2, 2, 1), zz.reshape(2, 2, 4), from_logits=True)
case("an ignored class", S, [2, 1, 3, 1], q, ignore_class=1)
case("an ignored class that is none, logits", S, [2, -1, 3, 1], zz, ignore_class=-1, from_logits=True)
case("an ignored class, time steps", S, [[2, 255], [255, 1]], q.reshape(2, 2, 4), ignore_class=255)

# Reductions: any per-sample values will do, so the mean absolute error's.
reduced = []
for title, shape in (("samples", (5,)), ("time steps", (3, 4))):
    values = abs(normal(*shape))
    weights = {
        "none": None,
        "of samples": abs(normal(shape[0])) + 0.1,
        "of samples, some 0": np.arange(shape[0], dtype=f32) % 3,
        "all 0": np.zeros(shape[0], f32),
    }
    masks = {"none": None, "some": rng.uniform(size=shape) > 0.4, "nothing": np.zeros(shape, bool)}
    masks["one"] = np.arange(values.size).reshape(shape) == 1
    if len(shape) == 2:
        weights["of time steps"] = abs(normal(*shape)) + 0.1
        # The mask [batch] of a loss of [batch, time] needs its axis written out for Keras.
        masks["of samples"] = np.array([[True], [False], [True]])
    for wname, w in weights.items():
        for mname, m in masks.items():
            for reduction in ("sum_over_batch_size", "mean", "sum", "mean_with_sample_weight"):
                full = None if w is None else w.reshape(w.shape + (1,) * (values.ndim - w.ndim))
                # Keras divides by the sum of the weights as given; ours are meant for every time step.
                full = None if full is None else np.broadcast_to(full, values.shape)
                wide = None if m is None else np.broadcast_to(m, values.shape)
                out = reduce_weighted_values(values, sample_weight=full, mask=wide, reduction=reduction)
                reduced.append(
                    {
                        "title": f"{title}, weights {wname}, mask {mname}",
                        "reduction": camel(reduction),
                        "values": plain(values),
                        "weight": None if w is None else plain(w),
                        "mask": None if m is None else plain(m),
                        "loss": float(f"{float(out):.9g}"),
                    }
                )

path = pathlib.Path(__file__).resolve().parents[2] / "test/golden/losses.json"
lines = lambda items: "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
head = {"source": "Keras on JAX", "version": keras.__version__, "script": "scripts/golden/losses.py"}
body = json.dumps(head)[:-1] + ',\n"cases": ' + lines(cases) + ',\n"reductions": ' + lines(reduced) + "}\n"
path.write_text(body)
print(len(cases), "cases,", len(reduced), "reductions,", len(body), "bytes")
