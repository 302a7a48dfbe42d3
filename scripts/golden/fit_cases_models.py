"""Runs about layers and models: masks, statistics, regularizers, several inputs and outputs."""

from fit_cases import (
    adam, case, classes, dense, how, labels, layer, numbers, regression, sequential, sgd, spec, weights10, whole,
)

fit = {"batchSize": 4, "epochs": 3}


def node(name, made, *sources):
    return {"name": name, **made, "from": list(sources)}


def functional(inputs, nodes, outputs):
    return {"kind": "functional", "inputs": inputs, "nodes": nodes, "outputs": outputs}


def models():
    yield from masks()
    yield from normalized()
    yield from regularized()
    yield from connected()
    yield from several_outputs()


def masks():
    """Masks in training metrics are lost by the JAX backend; repeated ids are squared apart by TensorFlow, hence sgd."""
    ids = whole(9, 5, below=6, seed=20)
    ids["data"] = [0 if i % 5 >= 2 + (i // 5) % 4 else max(v, 1) for i, v in enumerate(ids["data"])]
    y = numbers(9, 5, 1, seed=21)
    embedding = layer("embedding", inputDim=6, outputDim=3, maskZero=True)
    model = sequential([5], embedding, dense(3, "tanh"), dense(1))
    compile = how(sgd(0.2), "mse", metrics=["mae"], weightedMetrics=["mae", "mse"])
    more = {"backend": "tensorflow"}
    yield case("masked time steps", model, compile, fit, {"x": ids, "y": y}, **more)
    weights = numbers(9, 5, seed=22, low=1, high=8, step=4)
    yield case("masked time steps with weights", model, compile, fit, {"x": ids, "y": y, "sampleWeight": weights}, **more)
    yield case(
        "masked time steps with validation", model, compile, {**fit, "validationSplit": 0.3}, {"x": ids, "y": y}, **more
    )
    weighted = how(sgd(0.2), spec("meanSquaredError", reduction="meanWithSampleWeight"), metrics=["mae"])
    yield case(
        "masked time steps, mean by weight", model, weighted, fit, {"x": ids, "y": y, "sampleWeight": weights}, **more
    )
    summed = how(sgd(0.02), spec("meanSquaredError", reduction="sum"))
    yield case("masked time steps, sum", model, summed, fit, {"x": ids, "y": y}, **more)
    tags = sequential([5], embedding, dense(4, "softmax"))
    compile = how(sgd(0.2), "sparseCategoricalCrossentropy", metrics=["accuracy"])
    yield case("masked labels of time steps", tags, compile, fit, {"x": ids, "y": whole(9, 5, below=4, seed=23)}, **more)
    plain = sequential([5], layer("embedding", inputDim=6, outputDim=3), layer("flatten"), dense(1))
    yield case("embedding with repeated ids and no mask", plain, how(sgd(0.1), "mse"), fit, {"x": ids, "y": numbers(9, 1, seed=24)})
    yield case(
        "embedding under adam", plain, how(adam(), "mse"), fit, {"x": ids, "y": numbers(9, 1, seed=24)}, backend="jax"
    )


def normalized():
    norm = layer("batchNormalization", momentum=0.9)
    # Without bias: its gradient is nothing but rounding there, and adam makes whole steps of that.
    bare_dense = dense(4, useBias=False)
    model = sequential([3], bare_dense, norm, layer("activation", activation="relu"), dense(1))
    mse = how(adam(0.01), "mse", metrics=["mae"])
    split = {**fit, "validationSplit": 0.3}
    yield case("batch normalization, partial batches, validation", model, mse, split, regression)
    first = sequential([3], layer("batchNormalization"), dense(1))
    yield case("batch normalization first, with default options", first, mse, fit, regression)
    bare = layer("batchNormalization", momentum=0.8, epsilon=0.01, center=False, scale=False)
    yield case("batch normalization without center and scale", sequential([3], bare_dense, bare, dense(1)), mse, fit, regression)
    frozen = layer("batchNormalization", trainable=False)
    yield case("frozen batch normalization", sequential([3], dense(4), frozen, dense(1)), mse, fit, regression)
    steps = {"x": numbers(7, 3, 2, seed=8), "y": numbers(7, 3, 1, seed=9)}
    over_time = sequential([3, 2], bare_dense, layer("batchNormalization", momentum=0.5), dense(1))
    yield case("batch normalization over time steps", over_time, mse, {"batchSize": 3, "epochs": 2}, steps)
    model = sequential([3], dense(4), layer("layerNormalization"), dense(4, "tanh"), layer("layerNormalization", epsilon=0.01), dense(1))
    yield case("layer normalization", model, mse, fit, regression)
    scaled = {**regression, "x": numbers(10, 3, seed=25, low=0, high=1000, step=4)}
    model = sequential([3], layer("normalization", name="scale"), dense(4, "tanh"), dense(1))
    yield case("normalization with adapt", model, mse, fit, scaled, adapt="scale")
    model = sequential([3], layer("rescaling", scale=0.0078125, offset=-1), dense(4, "tanh"), dense(1))
    yield case("rescaling", model, mse, fit, scaled)
    model = sequential([3], layer("dropout", rate=0), dense(4, "tanh"), layer("dropout", rate=0), dense(1))
    yield case("dropout of rate 0", model, mse, fit, regression)


def regularized():
    mse = how(adam(), "mse", metrics=["mse"])
    split = {**fit, "validationSplit": 0.3}
    kernel = {"kernelRegularizer": spec("l2", l2=0.0625)}
    bias = {"biasRegularizer": spec("l1", l1=0.03125)}
    both = {"kernelRegularizer": spec("l1l2", l1=0.015625, l2=0.0625)}
    yield case("l2 in the loss, in training and validation", sequential([3], dense(4, "tanh", **kernel), dense(1)), mse, split, regression)
    yield case("l1 and l1l2", sequential([3], dense(4, "tanh", **bias), dense(1, **both)), mse, fit, regression)
    weighted = {**regression, "sampleWeight": weights10}
    yield case("a regularizer is not weighted", sequential([3], dense(4, "tanh", **kernel), dense(1)), mse, fit, weighted)
    activity = {"activityRegularizer": spec("l2", l2=0.125)}
    yield case("activity regularizer", sequential([3], dense(4, "tanh", **activity), dense(1)), mse, fit, regression)
    yield case("frozen first layer", sequential([3], dense(4, "tanh", trainable=False), dense(1)), mse, fit, regression)
    yield case("dense without bias", sequential([3], dense(4, "tanh", useBias=False), dense(1)), mse, fit, regression)


def connected():
    mse = how(adam(), "mse", metrics=["mae"])
    x = [{"name": "x", "shape": [3]}]
    nodes = [
        node("h", dense(3, "tanh"), "x"), node("sum", layer("add"), "x", "h"), node("product", layer("multiply"), "sum", "h"),
        node("all", layer("concatenate"), "x", "sum", "product"), node("out", dense(1), "all"),
    ]
    yield case("residual, product and concatenation", functional(x, nodes, ["out"]), mse, fit, regression)
    nodes = [
        node("twice", dense(3, "tanh"), "x"), {"name": "again", "layer": "twice", "from": ["twice"]},
        node("out", dense(1), "again"),
    ]
    yield case("a layer used twice", functional(x, nodes, ["out"]), mse, fit, regression)
    inputs = [{"name": "left", "shape": [3]}, {"name": "right", "shape": [2, 2]}]
    nodes = [
        node("flat", layer("flatten"), "right"), node("both", layer("concatenate"), "left", "flat"),
        node("square", layer("reshape", targetShape=[7, 1]), "both"), node("wide", dense(2, "tanh"), "square"),
        node("long", layer("reshape", targetShape=[-1]), "wide"), node("out", dense(1), "long"),
    ]
    data = {"x": [regression["x"], numbers(10, 2, 2, seed=26)], "y": regression["y"]}
    yield case("two inputs, flatten and reshape", functional(inputs, nodes, ["out"]), mse, fit, data)
    inner = {**sequential([3], dense(4, "tanh"), dense(3)), "name": "inner"}
    nodes = [
        node("inner", {"type": "model", "model": inner}, "x"), node("sum", layer("add"), "x", "inner"),
        node("out", dense(1), "sum"),
    ]
    yield case("a model inside a model", functional(x, nodes, ["out"]), mse, fit, regression)
    names = ["relu", "sigmoid", "tanh", "gelu", "silu", "elu", "selu", "softplus", "softmax", "linear"]
    stack = [part for name in names for part in (dense(3), layer("activation", activation=name))]
    yield case("every activation in a row", sequential([3], *stack, dense(1)), mse, fit, regression)


def several_outputs():
    """TensorFlow's backend does not know the size of a batch here, and averages `price_loss` over batches as if all were alike."""
    more = {"backend": "jax"}
    x = [{"name": "x", "shape": [4]}]
    nodes = [node("h", dense(4, "tanh"), "x"), node("price", dense(1), "h"), node("kind", dense(3, "softmax"), "h")]
    model = functional(x, nodes, ["price", "kind"])
    data = {"x": classes["x"], "y": [numbers(11, 1, seed=27), labels]}
    losses = {"price": "mse", "kind": "sparseCategoricalCrossentropy"}
    compile = how(
        adam(), losses, lossWeights={"price": 0.25, "kind": 2}, metrics={"price": ["mae"], "kind": ["accuracy"]}
    )
    split = {**fit, "validationSplit": 0.3}
    yield case("two outputs by name, weighted losses, metrics of each", model, compile, split, data, **more)
    weights = [numbers(11, seed=28, low=1, high=8, step=4), numbers(11, seed=29, low=1, high=8, step=4)]
    compile = {**compile, "weightedMetrics": {"kind": ["accuracy"], "price": ["mse"]}}
    yield case("two outputs with their own sample weights", model, compile, fit, {**data, "sampleWeight": weights}, **more)
    compile = how(adam(), ["mse", "sparseCategoricalCrossentropy"], lossWeights=[1, 0.5], metrics=[["mae"], ["accuracy"]])
    yield case("two outputs by list", model, compile, fit, data, **more)
    compile = how(adam(), ["mse", "sparseCategoricalCrossentropy"], lossWeights=[0, 1])
    yield case("an output whose loss weighs 0", model, compile, fit, data, **more)
    twins = functional(x, [node("h", dense(4, "tanh"), "x"), node("a", dense(1), "h"), node("b", dense(1), "h")], ["a", "b"])
    same = {"x": classes["x"], "y": [numbers(11, 1, seed=27), numbers(11, 1, seed=30)]}
    yield case("one loss and one metric for both outputs", twins, how(adam(), "mse", metrics=[["mae"], ["mae"]]), fit, same, **more)
    both = dense(4, "tanh", kernelRegularizer=spec("l2", l2=0.0625))
    reg = functional(x, [node("h", both, "x"), node("a", dense(1), "h"), node("b", dense(1), "h")], ["a", "b"])
    yield case("two outputs and a regularizer", reg, how(adam(), ["mse", "mae"], lossWeights=[2, 1]), fit, same, **more)
