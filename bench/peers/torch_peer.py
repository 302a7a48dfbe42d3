"""PyTorch as a candidate, by the loop that its tutorials teach: see bench/peer.ts for the requests.

Each epoch shuffles, each step takes a batch by index, and the loss is summed up as a number, as `fit` does everywhere else.
"""
import json
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

jobs = {}
losses = {"mae": F.l1_loss, "mse": F.mse_loss, "sparseCategoricalCrossentropy": F.cross_entropy}
activations = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def dense(spec, shape):
    return nn.Linear(shape[-1], spec["units"]), (*shape[:-1], spec["units"])


# For each type: layer and the shape of a sample after it, from options and the shape before it.
layers = {"dense": dense}


def modules(work):
    shape = tuple(work["inputShape"])
    for spec in work["layers"]:
        layer, shape = layers[spec["type"]](spec, shape)
        yield layer
        # cross_entropy takes logits: its softmax is in the loss.
        if spec.get("activation", "softmax") != "softmax":
            yield activations[spec["activation"]]()


def prepare(request):
    work = request["workload"]
    settings = request["settings"]
    model = nn.Sequential(*modules(work))
    if work["optimizer"] == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7, fused=settings.get("fused"))
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    x = torch.from_numpy(np.fromfile(request["x"], np.float32)).reshape(request["samples"], *work["inputShape"])
    y = torch.from_numpy(np.fromfile(request["y"], np.float32))
    y = y.long() if work["loss"].startswith("sparse") else y.reshape(-1, 1)
    jobs[request["id"]] = model, optimizer, losses[work["loss"]], x, y, request["batch"], settings["threads"]
    return {"versions": {"torch": torch.__version__}}


def fit(request):
    model, optimizer, loss_of, x, y, batch, threads = jobs[request["id"]]
    torch.set_num_threads(threads)
    rows = slice(request["from"], request["from"] + request["rows"])
    x, y = x[rows], y[rows]
    samples = len(x)
    cpu, start = time.process_time(), time.perf_counter()
    for _ in range(request["epochs"]):
        total = 0.0
        order = torch.randperm(samples)
        for first in range(0, samples, batch):
            chosen = order[first : first + batch]
            optimizer.zero_grad()
            loss = loss_of(model(x[chosen]), y[chosen])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(chosen)
    ms = (time.perf_counter() - start) * 1000
    return {"ms": ms, "cpuMs": (time.process_time() - cpu) * 1000, "loss": total / samples}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = prepare(request) if request["command"] == "prepare" else fit(request)
    except Exception as error:  # the bench tells it
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
