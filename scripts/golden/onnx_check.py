"""Has onnx's own checker read the files that src/onnx/encode.ts writes, and records which bytes it accepted.

    MINIBATCH_WRITE_ONNX=some-folder npx vitest run src/onnx/encode.test.ts
    pip install -r scripts/golden/requirements.txt
    python scripts/golden/onnx_check.py some-folder

The first command writes src/testing/onnx-models.ts as .onnx files (and fails on the old hashes). Each file must pass the
checker with shape inference, and be what protobuf's own writer makes of the same message, byte for byte.
"""

import hashlib
import json
import pathlib
import sys

import onnx

folder = pathlib.Path(sys.argv[1])
cases = {}
for path in sorted(folder.glob("*.onnx")):
    data = path.read_bytes()
    model = onnx.ModelProto.FromString(data)
    onnx.checker.check_model(model, full_check=True)
    assert model.SerializeToString(deterministic=True) == data, f"{path.name}: not the canonical bytes"
    cases[path.stem] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
assert cases, "no .onnx files there"

target = pathlib.Path(__file__).parents[2] / "test" / "golden" / "onnx-check.json"
target.parent.mkdir(parents=True, exist_ok=True)
golden = {
    "source": "onnx.checker.check_model(full_check=True)",
    "version": onnx.__version__,
    "script": "scripts/golden/onnx_check.py",
    "cases": cases,
}
target.write_text(json.dumps(golden, indent=2) + "\n")
print(f"{len(cases)} models accepted by onnx {onnx.__version__}")
