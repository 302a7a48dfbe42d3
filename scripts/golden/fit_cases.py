"""The training runs of fit.py: small data, tiny models, one question each."""

import random


def numbers(*shape, seed=0, low=-16, high=16, step=8, dtype=None):
    """An array of multiples of 1 / step."""
    rng = random.Random(seed)
    size = 1
    for axis in shape:
        size *= axis
    data = [rng.randint(low, high) / step for _ in range(size)]
    if dtype:
        return {"data": [int(v) for v in data], "shape": list(shape), "dtype": dtype}
    return {"data": data, "shape": list(shape)}


def whole(*shape, below, seed=0):
    return numbers(*shape, seed=seed, low=0, high=below - 1, step=1, dtype="int32")


def one_hot(labels, classes):
    data = [float(label == c) for label in labels["data"] for c in range(classes)]
    return {"data": data, "shape": [*labels["shape"], classes]}


def layer(type, **options):
    return {"type": type, "options": options}


def dense(units, activation="linear", **more):
    return layer("dense", units=units, activation=activation, **more)


def sequential(shape, *layers):
    first = {**layers[0], "options": {"inputShape": shape, **layers[0]["options"]}}
    return {"kind": "sequential", "layers": [first, *layers[1:]]}


def spec(type, **options):
    return {"type": type, "options": options}


def adam(rate=0.05, **more):
    return spec("adam", learningRate=rate, **more)


def sgd(rate=0.05, **more):
    return spec("sgd", learningRate=rate, **more)


def how(optimizer, loss, **more):
    return {"optimizer": optimizer, "loss": loss, **more}


regression = {"x": numbers(10, 3, seed=1), "y": numbers(10, 1, seed=2)}
labels = whole(11, below=3, seed=3)
classes = {"x": numbers(11, 4, seed=4), "y": labels}
yes_no = {"x": numbers(11, 4, seed=4), "y": numbers(11, 1, seed=5, low=0, high=1, step=1)}
weights10 = numbers(10, seed=6, low=0, high=12, step=4)
weights11 = numbers(11, seed=7, low=0, high=12, step=4)


def small():
    return sequential([3], dense(4, "tanh"), dense(1))


def classifier(activation="softmax", units=3):
    return sequential([4], dense(5, "tanh"), dense(units, activation))


def cases():
    from fit_cases_batches import batches
    from fit_cases_models import models
    from fit_cases_parts import parts

    found = [*batches(), *models(), *parts()]
    names = [case["name"] for case in found]
    assert len(set(names)) == len(names)
    return found


def case(name, model, compile, fit, data, **more):
    return {"name": name, "model": model, "compile": compile, "fit": fit, **data, **more}
