export type { DType, Shape, TypedArray } from './array/ndarray.js';
export { NDArray } from './array/ndarray.js';
export type { ArrayInput, Nested } from './array/nested.js';
export { type BatchSize, batchPlan, describePlan, type Plan, type PlanOptions } from './batches/plan.js';
export type { ClassWeight } from './data/class-weight.js';
export type { BatchBuffers, Dataset, Part } from './data/dataset.js';
export type { ExampleData } from './data/datasets.js';
export * as datasets from './data/datasets.js';
export type { BatchSource, UserBatch } from './data/iterable.js';
export { MinibatchError, ShapeError, UnknownNameError, ValueError } from './errors.js';
export { readWeightsFile, type WeightsFile } from './files/weights-file.js';
export type { Dim } from './graph/dim.js';
export type { Tensor, TensorType } from './graph/tensor.js';
export type { Activation } from './layers/activations/activation.js';
export * as activations from './layers/activations/index.js';
export {
  defineLayer,
  type LayerCallArguments,
  type LayerDefinition,
  type LayerFactory,
  type LayerOptions,
} from './layers/define-layer.js';
export * as layers from './layers/index.js';
export {
  defineInitializer,
  type InitializerDefinition,
  type InitializerFactory,
  type SeedOption,
} from './layers/initializers/define-initializer.js';
export * as initializers from './layers/initializers/index.js';
export type { Initializer, WeightKey } from './layers/initializers/initializer.js';
export type { InitializerLike } from './layers/initializers/resolve-initializer.js';
export type { Layer, MaskedTensor, SymbolicTensor, TraceContext } from './layers/layer.js';
export {
  defineRegularizer,
  type RegularizerDefinition,
  type RegularizerFactory,
} from './layers/regularizers/define-regularizer.js';
export * as regularizers from './layers/regularizers/index.js';
export type { Regularizer } from './layers/regularizers/regularizer.js';
export type { RegularizerLike } from './layers/regularizers/resolve-regularizer.js';
export { type InputOptions, input } from './layers/symbolic.js';
export type { Weight, WeightSpec } from './layers/weight.js';
export {
  defineLoss,
  type Loss,
  type LossDefinition,
  type LossFactory,
  type LossOptions,
  type Reduction,
} from './losses/define-loss.js';
export { fitTargets } from './losses/fit-ranks.js';
export * as losses from './losses/index.js';
export {
  defineMeanMetric,
  type MeanMetricDefinition,
} from './metrics/define-mean-metric.js';
export {
  defineMetric,
  type Metric,
  type MetricCall,
  type MetricDefinition,
  type MetricFactory,
  type MetricOptions,
  type MetricSums,
} from './metrics/define-metric.js';
export * as metrics from './metrics/index.js';
export { type ModelOptions, model } from './model/functional.js';
export type { Model, ModelConfig, Predictions } from './model/model.js';
export { modelFromConfig } from './model/model-from-config.js';
export { type Sequential, sequential } from './model/sequential.js';
export * as ops from './ops/index.js';
export type { Check, Checks } from './optimizers/check-options.js';
export {
  defineOptimizer,
  type OptimizerDefinition,
  type OptimizerFactory,
} from './optimizers/define-optimizer.js';
export * as optimizers from './optimizers/index.js';
export type { Optimizer, OptimizerConfig, OptimizerOptions } from './optimizers/optimizer.js';
export type { Expr, Rule, RuleInputs, RuleOutputs } from './optimizers/rule.js';
export {
  defineSchedule,
  type Schedule,
  type ScheduleDefinition,
  type ScheduleFactory,
} from './optimizers/schedules/define-schedule.js';
export * as schedules from './optimizers/schedules/index.js';
export type { Output } from './platform/terminal.js';
export type { Callback, Json, Logs, Run, RunParams, Timings } from './train/callbacks/callback.js';
export { type CallbackFactory, defineCallback } from './train/callbacks/define-callback.js';
export * as callbacks from './train/callbacks/index.js';
export type { CompileOptions } from './train/compile.js';
export type { EvaluateOptions } from './train/evaluate.js';
export type { FitOptions } from './train/fit-options.js';
export { type EpochTimings, History } from './train/history.js';
export type { BatchOptions } from './train/on-batch.js';
export type { PredictOptions } from './train/predict.js';
export type { ProgressFormat, ProgressState } from './train/progress/progress-state.js';
export type { TrainingState } from './train/training-state.js';
