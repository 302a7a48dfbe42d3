"""Keras as a candidate, on the backend that KERAS_BACKEND names: see bench/peer.ts for the requests."""
import json
import re
import sys
import time

import keras
import numpy as np

jobs = {}


def snake(name):
    return re.sub("([A-Z0-9]+)", lambda found: "_" + found[1].lower(), name)


def layer_of(spec):
    """A layer of the class of that name, with its options in Keras's spelling."""
    kind = spec["type"]
    options = {snake(name): value for name, value in spec.items() if name != "type"}
    return getattr(keras.layers, kind[0].upper() + kind[1:])(**options)


def prepare(request):
    work = request["workload"]
    model = keras.Sequential([keras.Input(tuple(work["inputShape"])), *map(layer_of, work["layers"])])
    model.compile(loss=snake(work["loss"]), optimizer=work["optimizer"])
    x = np.fromfile(request["x"], np.float32).reshape(request["samples"], *work["inputShape"])
    y = np.fromfile(request["y"], np.float32)
    if work["loss"].startswith("sparse"):
        y = y.astype(np.int32)
    jobs[request["id"]] = model, x, y, request["batch"]
    return {"versions": versions()}


def versions():
    backend = __import__(keras.backend.backend())
    return {"keras": keras.__version__, backend.__name__: backend.__version__}


def fit(request):
    model, x, y, batch = jobs[request["id"]]
    rows = slice(request["from"], request["from"] + request["rows"])
    x, y = x[rows], y[rows]
    cpu, start = time.process_time(), time.perf_counter()
    history = model.fit(x, y, batch_size=batch, epochs=request["epochs"], verbose=0)
    ms = (time.perf_counter() - start) * 1000
    return {"ms": ms, "cpuMs": (time.process_time() - cpu) * 1000, "loss": history.history["loss"][-1]}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = prepare(request) if request["command"] == "prepare" else fit(request)
    except Exception as error:  # the bench tells it
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
