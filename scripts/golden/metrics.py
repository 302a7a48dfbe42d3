"""Keras's metrics over several unequal batches, with and without sample weights, for test/golden/metrics.json.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/metrics.py

Each case has the batches and the metric's result after each of them. Names are ours; options are Keras's in camelCase.
"""

import json
import os
import pathlib
import re

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np

rng = np.random.default_rng(12)
f32 = np.float32
M = keras.metrics
SIZES = (4, 1, 3)


def plain(x):
    """The shortest numbers that round to these float32 ones."""
    x = np.asarray(x, dtype=f32)
    return {"shape": list(x.shape), "data": [float(str(v)) for v in x.reshape(-1)]}


def camel(name):
    return re.sub(r"_(\w)", lambda m: m[1].upper(), name)


def value(v):
    return camel(v) if isinstance(v, str) else v


def normal(*shape, scale=1.0):
    return (rng.normal(size=shape) * scale).astype(f32)


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return (e / e.sum(axis, keepdims=True)).astype(f32)


cases = []


def case(title, metric, batches, name=None, renamed=None, **options):
    """metric: a class, or a factory of MeanMetricWrapper for what Keras has only as a function."""
    m = metric(**options)
    results = []
    batches = [[None if a is None else np.round(np.asarray(a, f32), 3) for a in batch] for batch in batches]
    for y_true, y_pred, weight in batches:
        m.update_state(y_true, y_pred, sample_weight=weight)
        results.append(float(f"{float(m.result()):.9g}"))
    cls = metric.__name__
    ours = {camel(k): value(v) for k, v in options.items()}
    cases.append(
        {
            "title": title,
            "metric": name or cls[0].lower() + cls[1:],
            "options": ours if renamed is None else renamed,
            "batches": [
                {"yTrue": plain(t), "yPred": plain(p), "weight": None if w is None else plain(w)}
                for t, p, w in batches
            ],
            "results": results,
        }
    )


def both(title, metric, make, weights=("none", "of samples"), **options):
    """The same with no weights, and with weights of some kinds; make(n) gives targets and predictions."""
    for kind in weights:
        batches = []
        for n in SIZES:
            y_true, y_pred = make(n)
            y_true, y_pred = np.asarray(y_true, f32), np.asarray(y_pred, f32)
            w = None
            if kind == "of samples":
                w = rng.uniform(0.1, 2, n).astype(f32)
            elif kind == "some 0":
                w = (np.arange(n) % 2).astype(f32)
            elif kind == "of time steps":
                w = rng.uniform(0.1, 2, y_pred.shape[:2]).astype(f32)
            elif kind == "all 0":
                w = np.zeros(n, f32)
            batches.append((y_true, y_pred, w))
        case(f"{title}, weights {kind}", metric, batches, **options)


def wrapped(fn):
    def make(**options):
        return M.MeanMetricWrapper(fn, **options)

    make.__name__ = camel(fn.__name__)
    return make


numbers = lambda n: (normal(n, 2), normal(n, 2))
vector = lambda n: (normal(n), normal(n, 1))
steps = lambda n: (normal(n, 3, 2), normal(n, 3, 2))
for cls, name in (
    (M.MeanSquaredError, None),
    (M.MeanAbsoluteError, None),
    (M.MeanAbsolutePercentageError, None),
    (M.RootMeanSquaredError, None),
    (M.LogCoshError, "logCosh"),
    (M.CosineSimilarity, None),
    (wrapped(keras.losses.huber), None),
):
    both("two outputs", cls, numbers, name=name)
    if name is None and cls is not M.CosineSimilarity:
        both("targets without the last axis", cls, vector, weights=("of samples",), name=name)
    both("time steps", cls, steps, weights=("none", "of samples", "of time steps"), name=name)
both("all weights 0", M.MeanSquaredError, numbers, weights=("all 0",))
both("along the first inner axis", M.CosineSimilarity, steps, weights=("none",), axis=1)
both("positive numbers", M.MeanSquaredLogarithmicError, lambda n: (abs(normal(n, 2)), abs(normal(n, 2))))
both("counts", M.Poisson, lambda n: (rng.integers(0, 5, (n, 2)), abs(normal(n, 2)) + 0.1))
both("probabilities", M.KLDivergence, lambda n: (softmax(normal(n, 3)), softmax(normal(n, 3))), name="klDivergence")
sign = lambda n: (rng.integers(0, 2, (n, 2)) * 2 - 1, normal(n, 2))
both("labels of -1 and 1", M.Hinge, sign)
both("labels of -1 and 1", M.SquaredHinge, sign)

# Yes or no
yes = lambda n: (rng.integers(0, 2, (n, 1)), rng.uniform(0, 1, (n, 1)))
flat = lambda n: (rng.integers(0, 2, n), rng.uniform(0, 1, (n, 1)))
several = lambda n: (rng.integers(0, 2, (n, 3)), rng.uniform(0, 1, (n, 3)))
timed = lambda n: (rng.integers(0, 2, (n, 3, 2)), rng.uniform(0, 1, (n, 3, 2)))
both("one output", M.BinaryAccuracy, yes)
both("targets without the last axis", M.BinaryAccuracy, flat)
both("three outputs", M.BinaryAccuracy, several)
both("time steps", M.BinaryAccuracy, timed, weights=("none", "of time steps"))
both("threshold 0.3", M.BinaryAccuracy, several, weights=("none",), threshold=0.3)
case("predictions on the threshold", M.BinaryAccuracy, [(np.array([[1.0], [0.0]]), np.array([[0.5], [0.5]]), None)])
both("one output", M.BinaryCrossentropy, yes)
both("logits, smoothed labels", M.BinaryCrossentropy, lambda n: (rng.integers(0, 2, (n, 2)), normal(n, 2, scale=3)), from_logits=True, label_smoothing=0.1)
both("three outputs", wrapped(keras.losses.binary_focal_crossentropy), several)

# One of several
K = 6


def rows(n):
    return np.eye(K, dtype=f32)[rng.integers(0, K, n)], softmax(normal(n, K))


ids = lambda n: (rng.integers(0, K, n), softmax(normal(n, K)))
ids1 = lambda n: (rng.integers(0, K, (n, 1)), softmax(normal(n, K)))
idsT = lambda n: (rng.integers(0, K, (n, 3)), softmax(normal(n, 3, K)))
rowsT = lambda n: (np.eye(K, dtype=f32)[rng.integers(0, K, (n, 3))], softmax(normal(n, 3, K)))
both("rows", M.CategoricalAccuracy, rows)
both("time steps", M.CategoricalAccuracy, rowsT, weights=("none", "of time steps"))
both("ids", M.SparseCategoricalAccuracy, ids, weights=("none", "of samples", "some 0"))
both("ids with a last axis of 1", M.SparseCategoricalAccuracy, ids1)
both("time steps", M.SparseCategoricalAccuracy, idsT, weights=("none", "of time steps"))
for k in (1, 3, 5):
    both(f"rows, k {k}", M.TopKCategoricalAccuracy, rows, k=k)
    both(f"ids, k {k}", M.SparseTopKCategoricalAccuracy, ids, k=k)
both("rows, k as it is", M.TopKCategoricalAccuracy, rows, weights=("none",))
both("ids, k as it is", M.SparseTopKCategoricalAccuracy, ids, weights=("none",))
both("time steps", M.SparseTopKCategoricalAccuracy, idsT, weights=("none", "of time steps"), k=2)
both("rows", M.CategoricalCrossentropy, rows)
both("rows, smoothed", M.CategoricalCrossentropy, rows, weights=("none",), label_smoothing=0.2)
both("ids", M.SparseCategoricalCrossentropy, ids)
both("time steps", M.SparseCategoricalCrossentropy, idsT, weights=("none", "of samples"))
both("rows", M.CategoricalHinge, rows)
both("rows", wrapped(keras.losses.categorical_focal_crossentropy), rows)

# Counts of decisions
for cls in (M.TruePositives, M.FalsePositives, M.TrueNegatives, M.FalseNegatives):
    both("three outputs", cls, several)
    both("threshold 0.7", cls, several, weights=("none",), thresholds=0.7)
for cls in (M.Precision, M.Recall):
    both("one output", cls, yes)
    both("targets without the last axis", cls, flat)
    both("three outputs", cls, several)
    both("time steps", cls, timed, weights=("of time steps",))
    both("threshold 0.3", cls, several, thresholds=0.3)
    both("top 2", cls, rows, top_k=2)
    both("top 2 above 0.2", cls, rows, top_k=2, thresholds=0.2)
    both("class 0", cls, several, weights=("none",), class_id=0)
    both("class 1", cls, several, class_id=1)
    both("class 1 among the top 3", cls, rows, class_id=1, top_k=3)
    case("nothing found", cls, [(np.zeros((2, 1)), np.zeros((2, 1)), None)])
    case("predictions on the threshold", cls, [(np.array([[1.0], [1.0], [0.0]]), np.array([[0.5], [0.6], [0.9]]), None)])
    case("equal predictions", cls, [(np.array([[0, 1.0, 1, 0], [0, 0, 1, 1]]), np.array([[0.3, 0.3, 0.3, 0.1], [0.4, 0.4, 0.1, 0.4]]), None)], top_k=2)
for average in ("macro", "micro", "weighted"):
    both(f"{average}", M.F1Score, rows, average=average)
    both(f"{average}, threshold 0.4", M.F1Score, several, average=average, threshold=0.4)
    both(f"{average}, beta 2", M.FBetaScore, several, average=average, threshold=0.5, beta=2.0, name="fBetaScore")
    both(f"{average}, beta 0.5", M.FBetaScore, rows, average=average, beta=0.5, name="fBetaScore")

case("nothing predicted", M.F1Score, [(np.eye(2, dtype=f32), np.zeros((2, 2), f32), None)], average="macro")

# Areas under curves
SIZES = (20, 1, 13)


def scored(n, shape=()):
    y = rng.integers(0, 2, (n, *shape) or (n, 1))
    return y, np.clip(rng.uniform(0, 1, y.shape) * 0.8 + y * 0.2, 0, 1)


auc = dict(name="auc")
both("one output", M.AUC, scored, **auc)
for curve in ("ROC", "PR", "PRGAIN"):
    for method in ("interpolation", "minoring", "majoring"):
        both(f"{curve}, {method}, 10 thresholds", M.AUC, lambda n: scored(n, (2,)), curve=curve, summation_method=method, num_thresholds=10, **auc)
both("thresholds of one's own", M.AUC, scored, thresholds=[0.9, 0.15, 0.4], **auc)
both("thresholds of one's own, two outputs", M.AUC, lambda n: scored(n, (2,)), thresholds=[0.9, 0.15, 0.4], **auc)
y, p = np.array([[0], [1], [0], [1], [0]]), np.array([[0.5], [0.25], [0.1], [0.75], [1.5]])
case("predictions on thresholds of one's own, and above 1", M.AUC, [(y, p, None)], thresholds=[0.25, 0.5, 0.625, 0.75], **auc)
both("even thresholds of one's own", M.AUC, scored, weights=("none",), thresholds=[0.25, 0.5, 0.75], **auc)
both("multi-label", M.AUC, lambda n: scored(n, (3,)), multi_label=True, **auc)
both("multi-label, PR", M.AUC, lambda n: scored(n, (3,)), multi_label=True, curve="PR", weights=("none",), **auc)
both("multi-label, label weights", M.AUC, lambda n: scored(n, (3,)), multi_label=True, label_weights=[0.2, 1.0, 3.0], **auc)
both("label weights", M.AUC, lambda n: scored(n, (3,)), label_weights=[0.2, 1.0, 3.0], **auc)
both("logits", M.AUC, lambda n: (rng.integers(0, 2, (n, 1)), normal(n, 1, scale=2)), from_logits=True, **auc)
edges = np.array([[0.0], [1.0], [0.5], [0.25], [0.75], [1.0], [0.0]])
case("predictions on thresholds", M.AUC, [(np.array([[0], [1], [1], [0], [0], [0], [1]]), edges, None)], num_thresholds=5, **auc)
for w in (None, np.array([0.5, 0.3, 0.1])):
    y, p = np.array([[0], [1], [1]]), np.array([[0.95], [0.85], [0.75]])
    case("a no on top", M.AUC, [(y, p, w)], curve="PR", num_thresholds=10, **auc)
case("a yes at the bottom", M.AUC, [(np.array([[1], [0], [1]]), np.array([[0.05], [0.03], [0.7]]), None)], curve="PR", num_thresholds=10, **auc)
case("all right", M.AUC, [(np.array([[1], [0], [1]]), np.array([[0.95], [0.3], [0.95]]), None)], curve="PRGAIN", num_thresholds=10, **auc)
case("only yes", M.AUC, [(np.ones((3, 1)), edges[2:5], None)], **auc)
case("predictions outside 0 to 1", M.AUC, [(np.array([[0], [1], [1], [0]]), np.array([[-0.5], [1.5], [0.4], [0.6]]), None)], **auc)

# Explained variance
related = lambda n: (lambda y: (y, y + normal(n, 2, scale=0.5)))(normal(n, 2, scale=2) + np.array([1, -2], f32))
single = lambda n: (lambda y: (y, (y + normal(n, scale=0.5))[:, None]))(normal(n, scale=2))
R = dict(name="r2Score")
both("two outputs", M.R2Score, related, **R)
both("one output", M.R2Score, single, **R)
both("variance-weighted", M.R2Score, related, class_aggregation="variance_weighted_average", **R)
both("adjusted", M.R2Score, single, num_regressors=3, **R)
# Weights of time steps are beyond it, and after a batch of one sample Keras divides 0 by 0.

path = pathlib.Path(__file__).resolve().parents[2] / "test/golden/metrics.json"
head = {"source": "Keras on JAX", "version": keras.__version__, "script": "scripts/golden/metrics.py"}
body = json.dumps(head)[:-1] + ',\n"cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n"
path.write_text(body)
print(len(cases), "cases,", len(body), "bytes")
