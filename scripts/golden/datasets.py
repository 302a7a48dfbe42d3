"""Writes datasets/*.csv(.gz) from scikit-learn's files, and test/golden/datasets.json from its loaders.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/datasets.py

Numbers are kept as scikit-learn's files spell them. Each file gets a header: the features' names, then `target`.
"""

import gzip
import json
import pathlib

import sklearn
import sklearn.datasets

root = pathlib.Path(__file__).parents[2]
source = pathlib.Path(sklearn.datasets.__file__).parent / "data"


def lines(name, separator=",", skip=0):
    data = (source / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode()
    return [line.split(separator) for line in text.splitlines()[skip:]]


def tidy(number):
    """59 for 5.9e+01; numbers without an exponent as they are, but for zeros after the point."""
    number = str(float(number)) if "e" in number else number
    return number.removesuffix(".0")


def diabetes():
    rows, targets = lines("diabetes_data_raw.csv.gz", " "), lines("diabetes_target.csv.gz")
    return [[*map(tidy, row), tidy(target[0])] for row, target in zip(rows, targets)]


rows = {
    "iris": lines("iris.csv", skip=1),
    "wine": lines("wine_data.csv", skip=1),
    "breast-cancer": lines("breast_cancer.csv", skip=1),
    "digits": [list(map(tidy, row)) for row in lines("digits.csv.gz")],
    "diabetes": diabetes(),
}
loaded = {
    "iris": sklearn.datasets.load_iris(),
    "wine": sklearn.datasets.load_wine(),
    "breast-cancer": sklearn.datasets.load_breast_cancer(),
    "digits": sklearn.datasets.load_digits(),
    "diabetes": sklearn.datasets.load_diabetes(scaled=False),
}

cases = []
for name, table in rows.items():
    data = loaded[name]
    header = [*data.feature_names, "target"]
    text = "\n".join(",".join(row) for row in [header, *table]) + "\n"
    path = root / "datasets" / f"{name}.csv"
    if len(text) > 100_000:
        path.with_suffix(".csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    else:
        path.write_text(text)
    case = {
        "name": name,
        "shape": list(data.data.shape),
        "featureNames": list(data.feature_names),
        "targetNames": [str(target) for target in data.get("target_names", [])],
        "sum": data.data.sum(),
        "columnSums": data.data.sum(0).tolist(),
        "targetSum": float(data.target.sum()),
        "first": data.data[0].tolist(),
        "last": data.data[-1].tolist(),
        "firstTargets": data.target[:3].tolist(),
        "lastTarget": data.target[-1].item(),
    }
    cases.append(case)

golden = {"source": "scikit-learn", "version": sklearn.__version__, "script": "scripts/golden/datasets.py", "cases": cases}
(root / "test" / "golden" / "datasets.json").write_text(json.dumps(golden) + "\n")
