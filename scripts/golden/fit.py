"""Writes test/golden/fit.json: whole training runs of Keras 3 from given weights, and callback-order.json.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/fit.py            # or: fit.py PART_OF_A_NAME, which only prints

The cases are in fit_cases.py; test/golden/fit-case.ts says what each field of the JSON means. Every case runs on Keras's
JAX and TensorFlow backends, and both must agree, except a case with "backend", which is one of those where they are known
to differ. Names of types and options are Keras's in camelCase, and so are the names of metrics that are not strings.
"""

import collections
import json
import math
import os
import pathlib
import re
import subprocess
import sys

golden = pathlib.Path(__file__).parents[2] / "test" / "golden"


def snake(name):
    name = {"beta1": "beta_1", "beta2": "beta_2"}.get(name, name)
    return re.sub(r"([A-Z])", lambda letter: "_" + letter[1].lower(), name)


classes = {"auc": "AUC", "r2Score": "R2Score", "sgd": "SGD", "rmsprop": "RMSprop", "adamw": "AdamW", "l1l2": "L1L2"}


def make(module, spec, **more):
    """The Keras object of a { type, options } spec."""
    name = classes.get(spec["type"], spec["type"][0].upper() + spec["type"][1:])
    return getattr(module, name)(**more, **options(spec.get("options", {})))


def options(given):
    import keras

    out = {}
    for key, value in given.items():
        if key.endswith("Regularizer"):
            value = make(keras.regularizers, value)
        elif key == "learningRate" and isinstance(value, dict):
            value = make(keras.optimizers.schedules, value)
        elif key == "reduction":
            value = snake(value)
        out[snake(key)] = value
    return out


def build(spec):
    import keras

    def layer(node):
        if node["type"] == "model":
            return build({**node["model"], "name": node["name"]})
        given = {key: value for key, value in node.get("options", {}).items() if key != "inputShape"}
        name = {"name": node["name"]} if "name" in node else {}
        return make(keras.layers, {**node, "options": given}, **name)

    if spec["kind"] == "sequential":
        shape = spec["layers"][0]["options"]["inputShape"]
        return keras.Sequential([keras.Input(shape=shape), *map(layer, spec["layers"])], name=spec.get("name"))
    inputs = [keras.Input(shape=i["shape"], name=i["name"], dtype=i.get("dtype", "float32")) for i in spec["inputs"]]
    tensors = {i["name"]: tensor for i, tensor in zip(spec["inputs"], inputs)}
    layers = {}
    for node in spec["nodes"]:
        name = node.get("layer", node["name"])
        if name not in layers:
            layers[name] = layer(node)
        sources = [tensors[source] for source in node["from"]]
        tensors[node["name"]] = layers[name](sources if len(sources) > 1 else sources[0])
    outputs = [tensors[name] for name in spec["outputs"]]
    single = len(inputs) == 1, len(outputs) == 1
    return keras.Model(inputs[0] if single[0] else inputs, outputs[0] if single[1] else outputs, name=spec.get("name"))


def compiled(spec):
    import keras

    def loss(given):
        return make(keras.losses, given)

    def metric(given):
        return make(keras.metrics, {**given, "options": {"name": given["type"], **given["options"]}})

    def walk(given, use):
        if isinstance(given, dict):
            return use(given) if "type" in given else {key: walk(value, use) for key, value in given.items()}
        if isinstance(given, list):
            return [walk(item, use) for item in given]
        return snake(given) if isinstance(given, str) else given

    out = {"optimizer": make(keras.optimizers, spec["optimizer"]), "loss": walk(spec["loss"], loss)}
    for key in ("metrics", "weightedMetrics"):
        if key in spec:
            out[snake(key)] = walk(spec[key], metric)
    if "lossWeights" in spec:
        out["loss_weights"] = spec["lossWeights"]
    return out


def array(given):
    import numpy

    if isinstance(given, list):
        return [array(item) for item in given]
    return None if given is None else numpy.array(given["data"], given.get("dtype", "float32")).reshape(given["shape"])


def shorter(number):
    number = float(number)
    return float(f"{number:.8g}") if math.isfinite(number) else str(number)


def plain(value):
    return {"data": [shorter(v) for v in value.ravel()], "shape": list(value.shape)}


def initial(model):
    """Weights that make every case different from zero: multiples of 1/64, seeded by their place."""
    import numpy

    out = []
    for i, weight in enumerate(model.weights):
        rng = numpy.random.default_rng(100 + i)
        values = rng.integers(-40, 41, weight.shape) / 64
        if weight.name in ("gamma", "moving_variance", "variance"):
            values = 1 + numpy.abs(values)
        out.append(values.astype("float32"))
    return out


def run(case):
    import keras

    keras.utils.clear_session()
    model = build(case["model"])
    weights = initial(model)
    model.set_weights(weights)
    x, y, sample_weight = (array(case.get(key)) for key in ("x", "y", "sampleWeight"))
    if case.get("adapt"):
        model.get_layer(case["adapt"]).adapt(x)
    model.compile(**compiled(case["compile"]))
    fit = {snake(key): value for key, value in case["fit"].items()}
    if "validationData" in case:
        data = case["validationData"]
        parts = [data["x"], data["y"], data.get("sampleWeight")]
        fit["validation_data"] = tuple(array(part) for part in parts if part is not None)
    if "class_weight" in fit:
        fit["class_weight"] = {int(key): value for key, value in fit["class_weight"].items()}
    fit["verbose"] = 0
    if "orders" in case:
        history = fit_in_orders(model, case["orders"], x, y, sample_weight, fit)
    else:
        result = model.fit(x, y, sample_weight=sample_weight, shuffle=False, **fit)
        history = {"history": result.history, "epoch": result.epoch}
    size = case["fit"].get("batchSize")
    evaluated = model.evaluate(x, y, batch_size=size, sample_weight=sample_weight, verbose=0, return_dict=True)
    predicted = model.predict(x, batch_size=size, verbose=0)
    names = [re.sub(r"^.*?([^/]+/[^/]+)$", r"\1", weight.path) for weight in model.weights]
    return {
        "weightNames": names,
        "weights": [plain(weight) for weight in weights],
        "expected": {
            "epoch": history["epoch"],
            "history": {key: [shorter(v) for v in values] for key, values in history["history"].items()},
            "weights": [plain(weight) for weight in model.get_weights()],
            "evaluate": {key: shorter(value) for key, value in evaluated.items()},
            "predict": [plain(p) for p in (predicted if isinstance(predicted, list) else [predicted])],
        },
    }


def fit_in_orders(model, orders, x, y, sample_weight, fit):
    history = collections.defaultdict(list)
    fit = {key: value for key, value in fit.items() if key not in ("epochs", "seed")}
    for epoch, order in enumerate(orders):
        weight = None if sample_weight is None else sample_weight[order]
        part = model.fit(
            x[order], y[order], sample_weight=weight, shuffle=False, initial_epoch=epoch, epochs=epoch + 1, **fit
        )
        for key, values in part.history.items():
            history[key] += values
    return {"history": history, "epoch": list(range(len(orders)))}


def callback_order():
    """What a callback is called with, in order: [name, epoch or batch, names of the logs]."""
    import keras
    import numpy

    calls = []

    class Log(keras.callbacks.Callback):
        pass

    hooks = [f"on_{what}_{when}" for what in ("train", "test", "epoch", "train_batch", "test_batch") for when in ("begin", "end")]
    for hook in hooks:

        def call(self, *arguments, logs=None, hook=hook):
            arguments = [*arguments, logs] if logs is not None else list(arguments)
            number = [a for a in arguments if isinstance(a, int)]
            names = [list(a) for a in arguments if isinstance(a, dict)]
            calls.append([re.sub("_(.)", lambda m: m[1].upper(), hook), number[0] if number else None, names[0] if names else []])

        setattr(Log, hook, call)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer="sgd", metrics=["mae"])
    x = numpy.arange(6, dtype="float32")[:, None]
    settings = {"batchSize": 2, "epochs": 3, "validationSplit": 0.5, "validationFreq": 2}
    log = Log()
    model.fit(x, x, verbose=0, callbacks=[log], **{snake(key): value for key, value in settings.items()})
    return {"samples": 6, "fit": settings, "calls": calls}


def differ(ours, theirs, path=""):
    """Where two results differ by more than rounding, as a sentence; None if nowhere."""
    if isinstance(ours, dict):
        if list(ours) != list(theirs):
            return f"{path}: {list(ours)} against {list(theirs)}"
        pairs = ((ours[key], theirs[key], f"{path}.{key}") for key in ours)
    elif isinstance(ours, list):
        numbers = [v for v in ours if isinstance(v, float)]
        scale = max(map(abs, numbers), default=0)
        for i, (a, b) in enumerate(zip(ours, theirs)):
            if isinstance(a, float) and abs(a - b) > 4e-6 * max(scale, 1e-2):
                return f"{path}[{i}]: {a} against {b}"
        pairs = ((a, b, f"{path}[{i}]") for i, (a, b) in enumerate(zip(ours, theirs)) if not isinstance(a, float))
    elif isinstance(ours, float):
        return f"{path}: {ours} against {theirs}" if abs(ours - theirs) > 4e-6 * max(abs(ours), 1e-2) else None
    else:
        return None if ours == theirs else f"{path}: {ours} against {theirs}"
    return next(filter(None, (differ(*pair) for pair in pairs)), None)


def work(part):
    """Runs the cases on the backend of this process, and prints what came out."""
    from fit_cases import cases

    backend = os.environ["KERAS_BACKEND"]
    out = {}
    for case in cases():
        if part in case["name"] and case.get("backend", backend) == backend:
            print(f"{backend}: {case['name']}", file=sys.stderr)
            try:
                out[case["name"]] = run(case)
            except Exception as error:  # Told at the end, with the other cases that went wrong.
                out[case["name"]] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"cases": out, "callbackOrder": callback_order()}))


def main(part):
    from fit_cases import cases

    results = {}
    for backend in ("jax", "tensorflow"):
        environment = {**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
        process = subprocess.run(
            [sys.executable, __file__, "--work", part], env=environment, stdout=subprocess.PIPE, check=True
        )
        results[backend] = json.loads(process.stdout.splitlines()[-1])
    out, failed = [], False
    for case in cases():
        found = {b: r["cases"][case["name"]] for b, r in results.items() if case["name"] in r["cases"]}
        if not found:
            continue
        if errors := {backend: result["error"] for backend, result in found.items() if "error" in result}:
            print(f"'{case['name']}' failed: {errors}")
            failed = True
            continue
        if len(found) == 2 and (where := differ(found["jax"], found["tensorflow"])):
            print(f"the backends differ in '{case['name']}': {where}")
            failed = True
        out.append({**case, **found[case.get("backend", "jax")]})
    if failed:
        sys.exit(1)
    source = {"source": "Keras", "version": "3.15.1", "script": "scripts/golden/fit.py"}
    text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in out)
    text = text.replace(".0,", ",").replace(".0]", "]").replace(".0}", "}")
    if part:
        print(text)
        return
    (golden / "fit.json").write_text(json.dumps(source)[:-1] + ', "cases": [\n' + text + "\n]}\n")
    order = {**source, "cases": [results["jax"]["callbackOrder"]]}
    assert results["jax"]["callbackOrder"] == results["tensorflow"]["callbackOrder"]
    (golden / "callback-order.json").write_text(json.dumps(order, indent=None) + "\n")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--work"]:
        work(arguments[1])
    else:
        main(arguments[0] if arguments else "")
