"""Writes test/golden/progress.json: what Keras's two progress bars print, with the time under our control.

    pip install -r scripts/golden/requirements.txt && pip install tf_keras
    python scripts/golden/progress.py

tf_keras is Keras 2 as it still ships. Each case is a run of one bar; each update gives the time (seconds since the bar
was made), the step, the logs, and the text printed (null: kept back by the throttle), less the characters that move the
cursor back and the spaces that wipe the rest of a longer line.
"""

import contextlib
import io
import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tf_keras
from keras.src.utils import progbar as progbar3
from tf_keras.src.utils import generic_utils as progbar2


class Clock:
    now = 0.0

    def time(self):
        return self.now


clock = Clock()
progbar2.time = clock
progbar3.time = clock


def run(make, target, verbose, updates):
    clock.now = 0.0
    bar = make(target=target, verbose=verbose)
    bar._last_update = -1e9  # it is 0 and the clock shows the years since 1970: the first update is never kept back
    # ProgbarLogger ends every bar with an update that finalizes, an unknown target by then known.
    printed = []
    for time, step, logs, finalize in updates:
        clock.now = time
        if finalize and bar.target is None:
            bar.target = step
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            bar.update(step, list(logs.items()), finalize=finalize)
        text = out.getvalue()
        printed.append(text.lstrip("\b\r\n").rstrip("\n").rstrip(" ") if text else None)
    return printed


def keras2(target, verbose):
    return progbar2.Progbar(target, verbose=verbose, stateful_metrics=NAMES)


def keras3(target, verbose):
    return progbar3.Progbar(target, verbose=verbose, stateless_metrics=set())


values = [0.9565, -0.9565, 0.5, 1e-3, -1e-3, 0.00100001, 0.0009999, 1.23456e-5, -4.5e-7, 0.0, 1e-300, 0.03125,
          0.09375, 2.00005, 9.99995, 12345.678, 1e9, 1.5e22, float("nan"), float("inf"), float("-inf")]
NAMES = {"loss", "accuracy", "mae", "val_loss", "val_accuracy"} | {f"m{i}" for i in range(len(values))}

cases = []


def case(name, target, updates, verbose=1):
    updates = [tuple(u) + ((False,) if len(u) == 3 else ()) for u in updates]
    cases.append({
        "name": name,
        "target": target,
        "verbose": verbose,
        "updates": [
            # repr, because JSON has no nan and no infinity
            {"time": t, "step": s, "logs": {k: repr(v) for k, v in logs.items()}, "finalize": f}
            for t, s, logs, f in updates
        ],
        "keras2": run(keras2, target, verbose, updates),
        "keras3": run(keras3, target, verbose, updates),
    })


every = {f"m{i}": v for i, v in enumerate(values)}
case("the article's first epoch", 1, [(0.002, 1, {"loss": 0.9565}, True)])
case("the article's first epoch, as Keras timed it", 1, [(0.151, 1, {"loss": 0.9565}, True)])
case("microseconds", 2, [(0.001, 1, {"loss": 1.6794}), (0.001996, 2, {"loss": 1.6794}, True)])
case("every kind of value", 7, [(0.3, 7, every, True)])
positive = {k: v for k, v in every.items() if not v < 0}
case("every kind of value, briefly", 7, [(0.3, 7, positive, True)], verbose=2)
case("order of logs", 7, [(1.0, 3, {"loss": 1.0, "accuracy": 0.25}),
                          (2.0, 7, {"loss": 0.5, "accuracy": 0.5, "val_loss": 0.75, "val_accuracy": 0.125}, True)])
case("every step of a hundred, some throttled", 100,
     [(0.013 * step, step, {"loss": 1 / step}) for step in range(1, 101)] + [(1.31, 100, {"loss": 0.01}, True)])
case("bar widths", 1875, [(0.1 * k, step, {"loss": 0.25}) for k, step in
                          enumerate([1, 2, 9, 10, 62, 63, 93, 94, 99, 100, 125, 126, 187, 188, 999, 1000, 1781, 1782, 1874, 1875], 1)]
     + [(9.0, 1875, {"loss": 0.25}, True)])
case("unknown total", None, [(0.0625 * s, s, {"loss": 0.5}) for s in (1, 2, 3, 40, 1234567, 12345678)] + [(1e6, 12345678, {"loss": 0.25}, True)])
case("no metrics", 10, [(1.0, 1, {}), (2.0, 5, {}), (3.0, 10, {}, True)])
for total in (59, 60, 61, 3599, 3600, 3601, 3661, 36000, 360_000):
    case(f"{total} s left", 2, [(float(total), 1, {"loss": 1.0})])
for seconds in (0.0, 1e-7, 4e-7, 1e-6, 0.0005, 0.000999, 0.0009996, 0.001, 0.0015, 0.0025, 0.0035, 0.9994, 0.9996, 1.0,
                1.5, 2.5, 3.5, 59.5, 90.0, 3700.0):
    case(f"a step of {seconds} s", 1, [(seconds, 1, {}, True)])
for seconds in (0.002, 0.15, 0.5, 1.5, 2.5, 100.0):
    case(f"briefly, {seconds} s", 6, [(seconds, 6, {"loss": 0.5, "accuracy": 0.75}, True)], verbose=2)

path = pathlib.Path(__file__).parents[2] / "test/golden/progress.json"
with path.open("w") as file:
    json.dump({
        "source": "keras.utils.Progbar of Keras 3 and of tf_keras (Keras 2)",
        "version": {"keras": keras.__version__, "tf_keras": tf_keras.__version__},
        "script": "scripts/golden/progress.py",
        "cases": cases,
        "numbers": [
            {"value": repr(v), "repr": repr(v), "fixed": {str(d): f"{v:.{d}f}" for d in (0, 1, 2, 4)},
             "exponential": {str(d): f"{v:.{d}e}" for d in (0, 2, 4)}}
            for v in values + [-0.0, 0.5, 1.5, 2.5, -0.5, -2.5, 0.125, 0.375, 0.03125, 1e-4, 1e-5, 9.5, 99.5, 1e15, 1e16, 123456789012345680.0, 1e21, 1e100,
                               1.25, 1.35, 0.1, 1 / 3, 5e-324, 2.5e-10, 6.103515625e-05, 1024.5, 3.0, -7.0]
        ],
    }, file, ensure_ascii=False, separators=(",", ":"))
print(path.stat().st_size, "bytes,", len(cases), "cases")
