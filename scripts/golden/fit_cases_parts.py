"""Runs with each loss, metric, optimizer and schedule."""

from fit_cases import (
    adam, case, classes, classifier, dense, how, labels, numbers, one_hot, regression, sequential, sgd, small, spec, weights11, yes_no,
)

fit = {"batchSize": 4, "epochs": 3}


def parts():
    yield from losses()
    yield from metrics()
    yield from optimizers()
    yield from schedules()


def losses():
    positive = {"x": regression["x"], "y": numbers(10, 2, seed=40, low=1, high=24)}
    two = sequential([3], dense(4, "tanh"), dense(2))
    for loss in (
        spec("meanSquaredError"), spec("meanAbsoluteError"), spec("meanSquaredLogarithmicError"),
        spec("meanAbsolutePercentageError"), spec("huber"), spec("huber", delta=0.5),
    ):
        rate = 0.0005 if loss["type"] == "meanAbsolutePercentageError" else 0.05
        yield case(f"loss {loss['type']} {loss['options'] or ''}".strip(), two, how(sgd(rate), loss), fit, positive)
    pairs = {"x": yes_no["x"], "y": numbers(11, 2, seed=41, low=0, high=1, step=1)}
    hot = {"x": classes["x"], "y": one_hot(labels, 3)}
    for logits in (False, True):
        for smoothing in (0, 0.125):
            options = {"fromLogits": logits, **({"labelSmoothing": smoothing} if smoothing else {})}
            about = f"from {'logits' if logits else 'probabilities'}{', smoothed' if smoothing else ''}"
            binary = how(adam(), spec("binaryCrossentropy", **options))
            categorical = how(adam(), spec("categoricalCrossentropy", **options))
            yield case(f"loss binaryCrossentropy {about}", classifier("linear" if logits else "sigmoid", 2), binary, fit, pairs)
            yield case(f"loss categoricalCrossentropy {about}", classifier("linear" if logits else "softmax"), categorical, fit, hot)
            if not smoothing:
                sparse = how(adam(), spec("sparseCategoricalCrossentropy", **options))
                yield case(f"loss sparseCategoricalCrossentropy {about}", classifier("linear" if logits else "softmax"), sparse, fit, classes)
    column = {**classes, "y": {**labels, "shape": [11, 1]}}
    yield case("sparse labels of shape [N, 1]", classifier(), how(adam(), "sparseCategoricalCrossentropy", metrics=["accuracy"]), fit, column)


def metrics():
    split = {**fit, "validationSplit": 0.3}
    binary = [
        "accuracy", spec("binaryAccuracy", threshold=0.625), spec("precision"), spec("recall"),
        spec("precision", thresholds=0.375, name="precision375"), spec("auc"),
        spec("auc", numThresholds=11, name="auc11"), spec("auc", curve="PR", name="aucPr"),
    ]
    sigmoid = classifier("sigmoid", 1)
    yield case("metrics of yes and no", sigmoid, how(adam(), "binaryCrossentropy", metrics=binary), split, yes_no)
    weighted = {**yes_no, "sampleWeight": weights11}
    yield case(
        "weighted metrics of yes and no", sigmoid, how(adam(), "binaryCrossentropy", weightedMetrics=binary), split, weighted
    )
    hot = {"x": classes["x"], "y": one_hot(labels, 3)}
    categorical = ["accuracy", spec("categoricalAccuracy"), spec("topKCategoricalAccuracy", k=2), spec("categoricalCrossentropy")]
    yield case("metrics of one-hot classes", classifier(), how(adam(), "categoricalCrossentropy", metrics=categorical), split, hot)
    sparse = [
        "accuracy", spec("sparseCategoricalAccuracy"), spec("sparseTopKCategoricalAccuracy", k=2),
        spec("sparseCategoricalCrossentropy"),
    ]
    yield case(
        "metrics of labels", classifier(), how(adam(), "sparseCategoricalCrossentropy", metrics=sparse, weightedMetrics=["accuracy"]),
        split, {**classes, "sampleWeight": weights11},
    )
    numeric = [
        spec("r2Score"), spec("meanSquaredError"), spec("meanAbsoluteError"), spec("rootMeanSquaredError"),
        spec("meanAbsolutePercentageError"), spec("meanSquaredLogarithmicError"),
    ]
    positive = {"x": regression["x"], "y": numbers(10, 2, seed=40, low=1, high=24)}
    two = sequential([3], dense(4, "tanh"), dense(2))
    yield case("metrics of numbers", two, how(adam(), "mse", metrics=numeric), split, positive)
    both = {**positive, "sampleWeight": numbers(10, seed=42, low=1, high=8, step=4)}
    yield case("weighted metrics of numbers", two, how(adam(), "mse", weightedMetrics=numeric), split, both)


def optimizers():
    rate = {"learningRate": 0.05}
    kinds = [
        spec("sgd", **rate), spec("sgd", **rate, momentum=0.75), spec("sgd", **rate, momentum=0.75, nesterov=True),
        spec("rmsprop", **rate), spec("rmsprop", **rate, rho=0.75, momentum=0.5), spec("rmsprop", **rate, centered=True),
        spec("adam", **rate), spec("adam", **rate, amsgrad=True, beta1=0.75, beta2=0.875, epsilon=0.001),
        spec("adamw", **rate), spec("adamw", **rate, weightDecay=0.25),
        spec("nadam", **rate), spec("adamax", **rate), spec("adagrad", **rate), spec("adadelta", learningRate=1.0), spec("lion", **rate),
        spec("sgd", **rate, clipnorm=0.5), spec("sgd", **rate, clipvalue=0.25), spec("sgd", **rate, globalClipnorm=0.75),
        spec("adam", **rate, globalClipnorm=0.75), spec("sgd", **rate, weightDecay=0.125), spec("adam", **rate, weightDecay=0.125),
        spec("sgd", **rate, useEma=True, emaMomentum=0.75), spec("adam", **rate, useEma=True, emaMomentum=0.75, emaOverwriteFrequency=4),
    ]
    for optimizer in kinds:
        rest = {key: value for key, value in optimizer["options"].items() if key != "learningRate"}
        yield case(f"optimizer {optimizer['type']} {rest or ''}".strip(), small(), how(optimizer, "mse"), fit, regression)
    for name in ("sgd", "adam", "rmsprop"):
        yield case(f"optimizer {name} with Keras's defaults", small(), how(spec(name), "mse"), fit, regression)


def schedules():
    start = {"initialLearningRate": 0.125}
    kinds = [
        spec("exponentialDecay", **start, decaySteps=3, decayRate=0.5), spec("exponentialDecay", **start, decaySteps=3, decayRate=0.5, staircase=True),
        spec("inverseTimeDecay", **start, decaySteps=3, decayRate=0.5), spec("inverseTimeDecay", **start, decaySteps=3, decayRate=0.5, staircase=True),
        spec("polynomialDecay", **start, decaySteps=5, endLearningRate=0.0078125, power=2),
        spec("polynomialDecay", **start, decaySteps=5, endLearningRate=0.0078125, cycle=True),
        spec("piecewiseConstantDecay", boundaries=[2, 5], values=[0.125, 0.0625, 0.015625]),
        spec("cosineDecay", **start, decaySteps=7, alpha=0.125),
        spec("cosineDecay", **start, decaySteps=5, warmupTarget=0.25, warmupSteps=3),
        spec("cosineDecayRestarts", **start, firstDecaySteps=2, tMul=2, mMul=0.5, alpha=0.125),
    ]
    for i, schedule in enumerate(kinds):
        optimizer = spec("sgd", learningRate=schedule)
        name = f"schedule {schedule['type']} ({sum(k['type'] == schedule['type'] for k in kinds[: i + 1])})"
        yield case(name, small(), how(optimizer, "mse"), {"batchSize": 4, "epochs": 4}, regression)
