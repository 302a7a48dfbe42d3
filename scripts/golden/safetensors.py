"""Writes test/golden/safetensors.json: a file as the original implementation writes it.

    pip install numpy safetensors
    python scripts/golden/safetensors.py

Named safetensors like the package, so the script's own folder is taken off the path first.
"""

import sys

sys.path.pop(0)

import base64
import json
import pathlib

import numpy as np
import safetensors
from safetensors.numpy import save

tensors = {
    "a/kernel": np.array([[1.5, -2.25], [3.0, np.float32(0.1)]], np.float32),
    "double": np.array([1 / 3, np.nan, -np.inf], np.float64),
    "empty": np.zeros((0, 4), np.float32),
    "flags": np.array([True, False, True]),
    "integers": np.array([-1, 2**31 - 1], np.int32),
    "long": np.array([2**53 + 1, -(2**63)], np.int64),
    "scalar": np.array(7, np.uint8),
    "ünïcode \"quoted\"": np.array([1], np.int32),
}
data = save(tensors, metadata={"format": "np"})
path = pathlib.Path(__file__).parents[2] / "test" / "golden" / "safetensors.json"
path.write_text(json.dumps({
    "source": "safetensors.numpy.save",
    "version": safetensors.__version__,
    "script": "scripts/golden/safetensors.py",
    "cases": {"all": base64.b64encode(data).decode()},
}, indent=2) + "\n")
print(data[8:700])
