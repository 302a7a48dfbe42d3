"""Trajectories of Keras's optimizers, for test/golden/optimizers.json.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/optimizers.py

Every case applies the same gradients to the same weights for 12 steps at learning rate 0.1, in float32 as Keras trains. Its
rounding shows in places (1 - 0.999^t loses half of its digits, 1e-5 of a step of Adam), and we follow it there.
"""

import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "jax"

import warnings

warnings.filterwarnings("ignore")

import keras
import numpy as np

STEPS = 12
rng = np.random.default_rng(20)
# Values of ordinary size; a kernel whose gradients are near the optimizers' epsilon; zeros in places, and in whole steps.
SHAPES = {
    "dense/kernel": (3, 4),
    "dense/bias": (4,),
    "quiet/kernel": (2, 1),
    "norm/gamma": (5,),
}
WEIGHTS = {name: rng.normal(size=shape).astype("float32") for name, shape in SHAPES.items()}


def gradient(name, step):
    g = rng.normal(size=SHAPES[name])
    if name == "quiet/kernel":
        g *= 3e-7
    if name == "dense/bias":
        g *= 20.0
        g[2] = 0.0
    if name == "norm/gamma":
        g *= 0.01 * (step + 1)
        if step in (0, 6):
            g[:] = 0.0
    return g.astype("float32")


GRADIENTS = [{name: gradient(name, step) for name in SHAPES} for step in range(STEPS)]

o = keras.optimizers
s = keras.optimizers.schedules

# title, our type, our options, Keras's class, Keras's options
CASES = [
    ("plain", "sgd", {}, o.SGD, {}),
    ("momentum", "sgd", {"momentum": 0.8}, o.SGD, {"momentum": 0.8}),
    ("nesterov", "sgd", {"momentum": 0.8, "nesterov": True}, o.SGD, {"momentum": 0.8, "nesterov": True}),
    ("plain", "rmsprop", {}, o.RMSprop, {}),
    ("rho and epsilon", "rmsprop", {"rho": 0.7, "epsilon": 1e-3}, o.RMSprop, {"rho": 0.7, "epsilon": 1e-3}),
    ("momentum", "rmsprop", {"momentum": 0.6}, o.RMSprop, {"momentum": 0.6}),
    ("centered", "rmsprop", {"centered": True}, o.RMSprop, {"centered": True}),
    (
        "centered with momentum",
        "rmsprop",
        {"centered": True, "momentum": 0.6},
        o.RMSprop,
        {"centered": True, "momentum": 0.6},
    ),
    ("plain", "adam", {}, o.Adam, {}),
    (
        "betas and epsilon",
        "adam",
        {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3},
        o.Adam,
        {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3},
    ),
    ("amsgrad", "adam", {"amsgrad": True, "beta2": 0.6}, o.Adam, {"amsgrad": True, "beta_2": 0.6}),
    ("plain", "adamw", {}, o.AdamW, {}),
    ("weight decay 0.3", "adamw", {"weightDecay": 0.3}, o.AdamW, {"weight_decay": 0.3}),
    ("plain", "adamax", {}, o.Adamax, {}),
    ("betas and epsilon", "adamax", {"beta1": 0.8, "beta2": 0.7, "epsilon": 1e-3}, o.Adamax,
     {"beta_1": 0.8, "beta_2": 0.7, "epsilon": 1e-3}),
    ("plain", "nadam", {}, o.Nadam, {}),
    ("betas and epsilon", "nadam", {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}, o.Nadam,
     {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3}),
    ("plain", "adagrad", {}, o.Adagrad, {}),
    ("initial value and epsilon", "adagrad", {"initialAccumulatorValue": 0.01, "epsilon": 1e-2}, o.Adagrad,
     {"initial_accumulator_value": 0.01, "epsilon": 1e-2}),
    ("plain", "adadelta", {}, o.Adadelta, {}),
    ("rho and epsilon", "adadelta", {"rho": 0.6, "epsilon": 1e-2}, o.Adadelta, {"rho": 0.6, "epsilon": 1e-2}),
    ("plain", "lion", {}, o.Lion, {}),
    ("betas", "lion", {"beta1": 0.4, "beta2": 0.6}, o.Lion, {"beta_1": 0.4, "beta_2": 0.6}),
    ("plain", "ftrl", {}, o.Ftrl, {}),
    ("regularized", "ftrl",
     {"initialAccumulatorValue": 0.5, "l1RegularizationStrength": 0.7, "l2RegularizationStrength": 0.3,
      "l2ShrinkageRegularizationStrength": 0.2, "beta": 0.4}, o.Ftrl,
     {"initial_accumulator_value": 0.5, "l1_regularization_strength": 0.7, "l2_regularization_strength": 0.3,
      "l2_shrinkage_regularization_strength": 0.2, "beta": 0.4}),
    ("clipnorm", "adam", {"clipnorm": 0.5}, o.Adam, {"clipnorm": 0.5}),
    ("clipnorm", "sgd", {"clipnorm": 0.5, "momentum": 0.8}, o.SGD, {"clipnorm": 0.5, "momentum": 0.8}),
    ("clipvalue", "sgd", {"clipvalue": 0.3, "momentum": 0.8}, o.SGD, {"clipvalue": 0.3, "momentum": 0.8}),
    ("globalClipnorm", "sgd", {"globalClipnorm": 2.0}, o.SGD, {"global_clipnorm": 2.0}),
    ("a globalClipnorm that only some steps exceed", "sgd", {"globalClipnorm": 30.0}, o.SGD,
     {"global_clipnorm": 30.0}),
    ("weight decay but for biases and gammas", "sgd",
     {"weightDecay": 0.2, "excludeFromWeightDecay": ["bias", "gamma"]}, o.SGD,
     {"weight_decay": 0.2, "exclude": ["bias", "gamma"]}),
    ("useEma", "sgd", {"useEma": True, "emaMomentum": 0.7}, o.SGD, {"use_ema": True, "ema_momentum": 0.7}),
    ("useEma with its default momentum", "sgd", {"useEma": True}, o.SGD, {"use_ema": True}),
    ("emaOverwriteFrequency 5", "adam",
     {"useEma": True, "emaMomentum": 0.7, "emaOverwriteFrequency": 5}, o.Adam,
     {"use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 5}),
    ("everything together", "adam",
     {"clipnorm": 0.5, "weightDecay": 0.1, "useEma": True, "emaMomentum": 0.7, "emaOverwriteFrequency": 4,
      "excludeFromWeightDecay": ["kernel"]}, o.Adam,
     {"clipnorm": 0.5, "weight_decay": 0.1, "use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 4,
      "exclude": ["kernel"]}),
]
SCHEDULED = [
    ("exponentialDecay", "sgd", {"initialLearningRate": 0.1, "decaySteps": 4, "decayRate": 0.5},
     lambda lr: o.SGD(s.ExponentialDecay(lr(0.1), 4, lr(0.5)), weight_decay=0.2), {"weightDecay": 0.2}),
    ("cosineDecay", "adam", {"initialLearningRate": 0.0, "warmupTarget": 0.1, "warmupSteps": 3, "decaySteps": 10},
     lambda lr: o.Adam(s.CosineDecay(lr(0.0), 10, warmup_target=lr(0.1), warmup_steps=3)), {}),
]


def run(make, floatx, exclude=None):
    """The weights after each step and after finalizing, the slots after the last step."""
    keras.config.set_floatx(floatx)
    variables = []
    for name, value in WEIGHTS.items():
        variable = keras.Variable(value.astype(floatx), dtype=floatx, name=name.replace("/", "_"))
        variables.append(variable)
    optimizer = make()
    if exclude:
        optimizer.exclude_from_weight_decay(var_names=exclude)
    optimizer.build(variables)
    flat = lambda: np.concatenate([np.asarray(v.value).ravel() for v in variables])
    trajectory = []
    for gradients in GRADIENTS:
        optimizer.apply([gradients[name].astype(floatx) for name in WEIGHTS])
        trajectory.append(flat())
    slots = {}
    for variable in optimizer.variables:
        for name in WEIGHTS:
            prefix = name.replace("/", "_") + "_"
            if variable.name.startswith(prefix):
                slots.setdefault(camel(variable.name[len(prefix):]), []).append(np.asarray(variable.value).ravel())
    slots = {slot: np.concatenate(parts) for slot, parts in slots.items()}
    optimizer.finalize_variable_values(variables)
    return trajectory, slots, flat()


def camel(name):
    head, *rest = name.split("_")
    return "ema" if name == "average" else head + "".join(part.title() for part in rest)


def rounded(values):
    return [float(str(np.float32(v))) for v in np.asarray(values).ravel()]


def case(title, type_, options, make, exclude=None):
    trajectory, slots, final = run(lambda: make(float), "float32", exclude)
    result = {
        "title": title,
        "type": type_,
        "options": options,
        "weights": [rounded(values) for values in trajectory],
        "slots": {name: rounded(values) for name, values in slots.items()},
    }
    if type_ == "ftrl":
        # Its slot is a sum of differences of roots, which lose digits in float32.
        result["tolerance"] = 2e-5
    if options.get("useEma"):
        result["finalized"] = rounded(final)
    return result


cases = []
for title, type_, ours, cls, theirs in CASES:
    theirs = dict(theirs)
    exclude = theirs.pop("exclude", None)
    make = lambda lr, cls=cls, theirs=theirs: cls(learning_rate=0.1, **theirs)
    cases.append(case(title, type_, {"learningRate": 0.1, **ours}, make, exclude))
for schedule, type_, options, make, more in SCHEDULED:
    cases.append(case(schedule, type_, {"learningRate": {"type": schedule, "options": options}, **more}, make))

golden = {
    "source": "Keras optimizers, JAX backend",
    "version": keras.__version__,
    "script": "scripts/golden/optimizers.py",
    "segments": [{"name": name, "size": int(np.prod(shape))} for name, shape in SHAPES.items()],
    "initial": rounded(np.concatenate([w.ravel() for w in WEIGHTS.values()])),
    "gradients": [rounded(np.concatenate([g[name].ravel() for name in WEIGHTS])) for g in GRADIENTS],
    "cases": cases,
}
path = pathlib.Path(__file__).parents[2] / "test/golden/optimizers.json"
path.write_text(json.dumps(golden, separators=(",", ":")).replace('{"title"', '\n{"title"') + "\n")
print(len(cases), "cases,", path.stat().st_size, "bytes", file=sys.stderr)
