"""Keras's learning-rate schedules at many steps, for test/golden/schedules.json.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/schedules.py

In float64: the initial learning rates are passed as np.float64, and the schedules compute in the type of theirs (on
TensorFlow: on JAX, the cosines' pi stays a float32).
"""

import json
import os
import pathlib
import warnings

os.environ["KERAS_BACKEND"] = "tensorflow"
warnings.filterwarnings("ignore")

import keras
import numpy as np

keras.config.set_floatx("float64")
s = keras.optimizers.schedules
f = np.float64
STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 14, 15, 16, 19, 20, 21, 29, 30, 31, 50, 69, 70, 71, 100, 1000, 123456]

CASES = [
    ("exponentialDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.9},
     s.ExponentialDecay(f(0.1), 10, f(0.9))),
    ("exponentialDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.9, "staircase": True},
     s.ExponentialDecay(f(0.1), 10, f(0.9), staircase=True)),
    ("inverseTimeDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5},
     s.InverseTimeDecay(f(0.1), 10, f(0.5))),
    ("inverseTimeDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "decayRate": 0.5, "staircase": True},
     s.InverseTimeDecay(f(0.1), 10, f(0.5), staircase=True)),
    ("polynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 10}, s.PolynomialDecay(f(0.1), 10, f(0.0001))),
    ("polynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 20, "endLearningRate": 0.01, "power": 0.5},
     s.PolynomialDecay(f(0.1), 20, f(0.01), power=f(0.5))),
    ("polynomialDecay", {"initialLearningRate": 0.1, "decaySteps": 10, "power": 2, "cycle": True},
     s.PolynomialDecay(f(0.1), 10, f(0.0001), power=2.0, cycle=True)),
    ("piecewiseConstantDecay", {"boundaries": [5, 10, 30], "values": [0.1, 0.05, 0.02, 0.001]},
     s.PiecewiseConstantDecay([5, 10, 30], [f(0.1), f(0.05), f(0.02), f(0.001)])),
    ("piecewiseConstantDecay", {"boundaries": [0], "values": [0.1, 0.05]},
     s.PiecewiseConstantDecay([0], [f(0.1), f(0.05)])),
    ("cosineDecay", {"initialLearningRate": 0.1, "decaySteps": 20}, s.CosineDecay(f(0.1), 20)),
    ("cosineDecay", {"initialLearningRate": 0.1, "decaySteps": 20, "alpha": 0.2}, s.CosineDecay(f(0.1), 20, alpha=f(0.2))),
    ("cosineDecay",
     {"initialLearningRate": 0.01, "decaySteps": 20, "alpha": 0.2, "warmupTarget": 0.1, "warmupSteps": 5},
     s.CosineDecay(f(0.01), 20, alpha=f(0.2), warmup_target=f(0.1), warmup_steps=5)),
    ("cosineDecay", {"initialLearningRate": 0.01, "decaySteps": 20, "warmupSteps": 5},
     s.CosineDecay(f(0.01), 20, warmup_steps=5)),
    ("cosineDecay", {"initialLearningRate": 0.01, "decaySteps": 20, "warmupTarget": 0.1},
     s.CosineDecay(f(0.01), 20, warmup_target=f(0.1))),
    ("cosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 10},
     s.CosineDecayRestarts(f(0.1), 10)),
    ("cosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 10, "tMul": 1, "mMul": 0.9},
     s.CosineDecayRestarts(f(0.1), 10, t_mul=1.0, m_mul=f(0.9))),
    ("cosineDecayRestarts", {"initialLearningRate": 0.1, "firstDecaySteps": 6, "tMul": 1.5, "mMul": 0.8, "alpha": 0.1},
     s.CosineDecayRestarts(f(0.1), 6, t_mul=1.5, m_mul=f(0.8), alpha=f(0.1))),
]

golden = {
    "source": "Keras learning-rate schedules, TensorFlow backend, float64",
    "version": keras.__version__,
    "script": "scripts/golden/schedules.py",
    "steps": STEPS,
    "cases": [
        {"type": type_, "options": options, "values": [float(np.asarray(schedule(step))) for step in STEPS]}
        for type_, options, schedule in CASES
    ],
}
path = pathlib.Path(__file__).parents[2] / "test/golden/schedules.json"
path.write_text(json.dumps(golden, separators=(",", ":")).replace('{"type"', '\n{"type"') + "\n")
