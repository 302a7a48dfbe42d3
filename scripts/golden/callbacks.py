"""Writes test/golden/callbacks.json: what Keras's callbacks do with given logs, the model being a stub.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/callbacks.py

The model's weights are the index of the epoch, so that weights tell where they came from. Numbers in logs are written with repr,
as JSON knows neither nan nor infinity.
"""

import inspect
import json
import os
import pathlib
import tempfile
import warnings

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras.src.trainers import compile_utils

warnings.simplefilter("ignore")


class Optimizer:
    learning_rate = 0.01


class Model:
    def __init__(self):
        self.optimizer = Optimizer()
        self.stop_training = False
        self.weights = None
        self.saved = []
        self.metrics = []
        self.epoch = None

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights

    def save_weights(self, filepath, overwrite):
        self.saved.append([self.weights, os.path.relpath(filepath, folder)])


def texts(logs):
    return {name: repr(float(value)) for name, value in logs.items()}


folder = tempfile.mkdtemp()
rng = np.random.default_rng(7)


def walk(epochs, drift, noise, start=1.0):
    """A curve that falls and then stands still or rises, rounded so that float32 and float64 agree on comparisons."""
    return [round(float(start + drift * min(e, epochs // 2) + noise * rng.normal()), 4) for e in range(epochs)]


curves = {
    "falling": walk(12, -0.05, 0.02),
    "noisy": walk(16, -0.02, 0.08),
    "flat": [0.5] * 8,
    "rising": walk(8, 0.05, 0.01),
    "slow": [round(1 - 0.00006 * e, 6) for e in range(20)],
    "long": walk(40, -0.03, 0.05),
}


def run(callback, logs, batches=0, initial_epoch=0):
    """Drives a callback as fit does; returns the learning rate of each epoch, and whether it stopped."""
    model = Model()
    callback.set_model(model)
    rates, stopped_at, seen = [], None, []
    callback.on_train_begin()
    for epoch, values in enumerate(logs, initial_epoch):
        values = dict(values)
        model.weights = epoch
        callback.on_epoch_begin(epoch)
        for batch in range(batches):
            callback.on_train_batch_end(batch, dict(values))
            if model.stop_training:
                break
        rates.append(float(model.optimizer.learning_rate))
        callback.on_epoch_end(epoch, values)
        seen.append(values)
        if model.stop_training:
            stopped_at = epoch
            break
    callback.on_train_end()
    return model, rates, stopped_at, seen


early = []
for name, options in [
    ("falling", dict(patience=0)), ("falling", dict(patience=2)), ("noisy", dict(patience=3)),
    ("noisy", dict(patience=3, restore_best_weights=True)), ("noisy", dict(patience=3, mode="max", restore_best_weights=True)),
    ("flat", dict(patience=0)), ("flat", dict(patience=1)), ("flat", dict(patience=4)), ("rising", dict(patience=3, restore_best_weights=True)),
    ("rising", dict(mode="max", patience=1)), ("slow", dict(patience=4)), ("slow", dict(patience=4, min_delta=1e-4)),
    ("slow", dict(patience=4, min_delta=-0.01)), ("falling", dict(patience=3, baseline=0.9)), ("falling", dict(patience=6, baseline=0.9)),
    ("falling", dict(patience=2, baseline=0.1, restore_best_weights=True)), ("rising", dict(patience=2, start_from_epoch=3, restore_best_weights=True)),
    ("noisy", dict(patience=1, start_from_epoch=5, restore_best_weights=True)), ("long", dict(patience=5, min_delta=0.02, restore_best_weights=True)),
    ("rising", dict(patience=2, initial_epoch=4)), ("long", dict(patience=100, restore_best_weights=True)),
]:
    arguments = dict(options)
    initial_epoch = arguments.pop("initial_epoch", 0)
    callback = keras.callbacks.EarlyStopping(monitor="val_loss", **arguments)
    model, _, stopped_at, _ = run(callback, [{"val_loss": v} for v in curves[name]], initial_epoch=initial_epoch)
    early.append({"curve": name, "options": options, "stoppedAt": stopped_at, "weights": model.weights,
                  "best": callback.best, "bestEpoch": callback.best_epoch})

reduce = []
for name, options in [
    ("noisy", dict(patience=2)), ("noisy", dict(patience=2, cooldown=2)), ("flat", dict(patience=1, factor=0.5)), ("flat", dict(patience=0, factor=0.5)),
    ("flat", dict(patience=1, factor=0.5, cooldown=1)), ("flat", dict(patience=1, factor=0.1, min_lr=0.0005)), ("slow", dict(patience=3, factor=0.2)),
    ("slow", dict(patience=3, factor=0.2, min_delta=0.0)), ("rising", dict(patience=2, mode="max")), ("rising", dict(patience=2, factor=0.3)),
    ("long", dict(patience=3, factor=0.5, cooldown=3, min_delta=0.01)), ("long", dict(patience=4, factor=0.7, min_lr=0.004)),
]:
    callback = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", **options)
    model, rates, _, seen = run(callback, [{"val_loss": v} for v in curves[name]])
    reduce.append({"curve": name, "options": options, "rates": rates, "last": float(model.optimizer.learning_rate),
                   "logged": [values["learning_rate"] for values in seen]})

model, rates, _, seen = run(keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate if epoch < 3 else rate * 0.5), [{"loss": 1.0}] * 6)
scheduler = {"rates": rates, "logged": [values["learning_rate"] for values in seen]}

checkpoints = []
for name, options, batches in [
    ("noisy", dict(filepath="{epoch:02d}-{val_loss:.2f}"), 0),
    ("noisy", dict(filepath="best", save_best_only=True), 0),
    ("noisy", dict(filepath="{epoch}", save_best_only=True, mode="max"), 0),
    ("falling", dict(filepath="{epoch:4d}_{val_loss:8.3f}_{val_loss:.1e}_{val_loss}_{{x}}", save_best_only=True, initial_value_threshold=0.9), 0),
    ("falling", dict(filepath="{epoch:03d}.{batch:03d}", save_freq=3), 4),
    ("flat", dict(filepath="{epoch}.{batch}", save_freq=7), 3),
]:
    callback = keras.callbacks.ModelCheckpoint(monitor="val_loss", save_weights_only=True, **{
        **options, "filepath": os.path.join(folder, options["filepath"] + ".weights.h5")})
    model, _, _, _ = run(callback, [{"val_loss": v} for v in curves[name]], batches=batches)
    checkpoints.append({"curve": name, "options": options, "batches": batches,
                        "saved": [[e, path.removesuffix(".weights.h5")] for e, path in model.saved]})

csv = []
awkward = [0.9565, 1.0, 1e-5, 123456789012345680.0, 0.1 + 0.2, float("nan"), float("inf"), -2.5e-10]
for name, names, options, epochs, existing in [
    ("all names in alphabetical order", ["loss", "mae", "val_loss", "val_mae"], {}, 8, None),
    ("another separator", ["loss", "val_loss"], {"separator": ";"}, 2, None),
    ("names to be quoted", ["loss", "odd, \"name\"", "val_loss"], {}, 2, None),
    ("overwrites", ["loss", "val_loss"], {}, 2, "something else\r\n"),
    ("appends", ["loss", "val_loss"], {"append": True}, 2, "epoch,loss,val_loss\r\n0,0.5,0.25\r\n"),
    ("appends to nothing", ["loss", "val_loss"], {"append": True}, 2, None),
]:
    path = os.path.join(folder, "log.csv")
    if os.path.exists(path):
        os.remove(path)
    if existing is not None:
        pathlib.Path(path).write_bytes(existing.encode())
    logs = [{n: awkward[(e + i) % len(awkward)] for i, n in enumerate(names)} for e in range(epochs)]
    run(keras.callbacks.CSVLogger(path, **options), logs)
    csv.append({"name": name, "options": options, "existing": existing, "logs": [texts(values) for values in logs],
                "file": pathlib.Path(path).read_bytes().decode()})

nan = []
for losses in [[1.0, 0.5], [1.0, float("nan"), 1.0], [1.0, 0.5, float("inf")], [float("-inf")]]:
    callback = keras.callbacks.TerminateOnNaN()
    model = Model()
    callback.set_model(model)
    at = None
    for batch, loss in enumerate(losses):
        callback.on_batch_end(batch, {"loss": loss})
        if model.stop_training:
            at = batch
            break
    nan.append({"losses": [repr(v) for v in losses], "stoppedAt": at})

directions = {}
for name, metric in inspect.getmembers(keras.metrics, inspect.isclass):
    needed = {"num_classes": 3, "target_class_ids": [0], "precision": 0.5, "recall": 0.5, "specificity": 0.5, "sensitivity": 0.5}
    known = inspect.signature(metric.__init__).parameters
    try:
        made = metric(**{k: v for k, v in needed.items() if k in known})
    except Exception:
        continue
    direction = getattr(made, "_direction", None)
    if direction is not None:
        directions[made.name] = {"up": "max", "down": "min"}[direction]

path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "callbacks.json"
path.write_text(json.dumps({
    "source": "keras.callbacks with a stub model",
    "version": keras.__version__,
    "script": "scripts/golden/callbacks.py",
    "curves": curves,
    "cases": {"earlyStopping": early, "reduceLROnPlateau": reduce, "learningRateScheduler": scheduler, "modelCheckpoint": checkpoints,
              "csvLogger": csv, "terminateOnNaN": nan, "directions": directions},
}, separators=(",", ":")) + "\n")
print(path.stat().st_size, "bytes")
print(directions)
print([(e["curve"], e["stoppedAt"], e["weights"]) for e in early])
print(checkpoints[3], checkpoints[5])
print(csv[2])
