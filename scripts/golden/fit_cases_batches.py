"""Runs about batches, epochs, validation and weights."""

from fit_cases import (
    adam, case, classes, classifier, dense, how, labels, numbers, one_hot, regression, sequential, sgd, small, spec, weights10,
)
from philox import permutation

line = {"x": numbers(6, 1, low=0, high=0), "y": numbers(6, 1, low=0, high=0)}
line["x"]["data"] = line["y"]["data"] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]


def batches():
    mae = how(spec("adam"), "mae")
    for size in (6, 3, 4, 1, 100, None):
        fit = {"epochs": 3 if size != 6 else 10, **({"batchSize": size} if size else {})}
        yield case(f"one neuron, batch {size or 'not given'}", sequential([1], dense(1)), mae, fit, line)

    mse = how(adam(), "mse", metrics=["mae"])
    flat = {"x": regression["x"], "y": {**regression["y"], "shape": [10]}}
    fit = {"batchSize": 4, "epochs": 3}
    yield case("partial last batch, more than one metric", small(), how(adam(), "mse", metrics=["mae", "mse"]), fit, regression)
    yield case("targets of shape [N] for outputs of shape [N, 1]", small(), mse, fit, flat)
    yield case("validation split 0.3", small(), mse, {**fit, "validationSplit": 0.3}, regression)
    yield case(
        "validation split with sample weights on both sides",
        small(),
        how(adam(), "mse", metrics=["mae"], weightedMetrics=["mse"]),
        {**fit, "validationSplit": 0.45},
        {**regression, "sampleWeight": weights10},
    )
    held_out = {"x": numbers(7, 3, seed=11), "y": numbers(7, 1, seed=12)}
    held_out_weighted = {**held_out, "sampleWeight": numbers(7, seed=13, low=1, high=12, step=4)}
    yield case("validation data", small(), mse, fit, regression, validationData=held_out)
    yield case(
        "validation data with weights, own batch size",
        small(),
        how(adam(), "mse", metrics=["mae"], weightedMetrics=["mae"]),
        {**fit, "validationBatchSize": 3},
        regression,
        validationData=held_out_weighted,
    )
    yield case(
        "validation steps", small(), mse, {**fit, "validationBatchSize": 2, "validationSteps": 2}, regression,
        validationData=held_out,
    )
    five = {"batchSize": 4, "epochs": 5}
    yield case("validation every second epoch", small(), mse, {**five, "validationFreq": 2}, regression, validationData=held_out)
    yield case(
        "validation after epochs 1 and 4", small(), mse, {**five, "validationFreq": [1, 4]}, regression,
        validationData=held_out,
    )
    yield case("stepsPerEpoch sets the batch", small(), mse, {"stepsPerEpoch": 4, "epochs": 2}, regression)
    yield case("stepsPerEpoch goes on over epochs", small(), mse, {"batchSize": 2, "stepsPerEpoch": 2, "epochs": 7}, regression)
    yield case("stepsPerEpoch cuts the last epoch of a pass", small(), mse, {"batchSize": 2, "stepsPerEpoch": 3, "epochs": 5}, regression)
    yield case("stepsPerEpoch beyond the data", small(), mse, {"batchSize": 4, "stepsPerEpoch": 5, "epochs": 3}, regression)
    yield case("initial epoch", small(), mse, {"batchSize": 4, "epochs": 5, "initialEpoch": 2}, regression)
    yield case(
        "initial epoch with stepsPerEpoch", small(), mse,
        {"batchSize": 2, "stepsPerEpoch": 2, "epochs": 5, "initialEpoch": 1}, regression,
    )

    sparse = how(adam(), "sparseCategoricalCrossentropy", metrics=["accuracy"], weightedMetrics=["accuracy"])
    dense_labels = how(adam(), "categoricalCrossentropy", metrics=["accuracy"])
    fit = {"batchSize": 4, "epochs": 2, "classWeight": {"0": 0.5, "2": 3}}
    yield case("class weights by label", classifier(), sparse, fit, classes)
    yield case("class weights by one-hot label", classifier(), dense_labels, fit, {**classes, "y": one_hot(labels, 3)})
    yield case(
        "class weights with a validation split", classifier(), sparse, {**fit, "validationSplit": 0.3}, classes
    )
    fit = {"batchSize": 4, "epochs": 2}
    both = how(adam(), "mse", metrics=["mae"], weightedMetrics=["mae", "mse"])
    weighted = {**regression, "sampleWeight": weights10}
    yield case("sample weights, weighted and plain metrics", small(), both, fit, weighted)
    zeros = {"data": [0.0] * 4 + [1.0, 0.0, 2.0, 0.5] + [0.0] * 2, "shape": [10]}
    yield case("whole batches of weight 0", small(), both, fit, {**regression, "sampleWeight": zeros})
    for reduction in ("sumOverBatchSize", "mean", "sum", "meanWithSampleWeight"):
        loss = spec("meanSquaredError", reduction=reduction)
        compile = how(sgd(0.01), loss, metrics=["mae"])
        yield case(f"reduction {reduction} with sample weights", small(), compile, fit, weighted)
        yield case(f"reduction {reduction}", small(), compile, fit, regression)
    steps = {"x": numbers(7, 3, 2, seed=8), "y": numbers(7, 3, 1, seed=9)}
    for shape in ([7], [7, 1], [7, 3]):
        sample_weight = numbers(*shape, seed=10, low=0, high=12, step=4)
        data = {**steps, "sampleWeight": sample_weight}
        if shape == [7]:
            continue  # Keras itself fails here, or broadcasts along the wrong axis.
        yield case(
            f"outputs over time, sample weights of {len(shape)} axes, the last of {shape[-1]}",
            sequential([3, 2], dense(3, "tanh"), dense(1)), how(adam(), "mse", weightedMetrics=["mae"]),
            {"batchSize": 3, "epochs": 2}, data,
        )

    orders = [permutation(10, 7, epoch) for epoch in range(3)]
    yield case(
        "shuffled by seed 7", small(), how(adam(), "mse", metrics=["mae"], weightedMetrics=["mae"]),
        {"batchSize": 4, "epochs": 3, "seed": 7}, weighted, orders=orders,
    )
    orders = [permutation(11, 2**40 + 3, epoch) for epoch in range(2)]
    yield case("shuffled by a large seed, batch 1", classifier(), sparse, {"batchSize": 1, "epochs": 2, "seed": 2**40 + 3}, classes, orders=orders)
