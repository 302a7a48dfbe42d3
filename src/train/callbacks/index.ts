export type { Callback, Json, Logs, Run, RunParams, Timings } from './callback.js';
export { type CsvLoggerOptions, csvLogger } from './csv-logger.js';
export { type CallbackFactory, type DefinedCallback, defineCallback } from './define-callback.js';
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from './early-stopping.js';
export { lambda } from './lambda.js';
export { type LearningRateSchedulerOptions, learningRateScheduler } from './learning-rate-scheduler.js';
export { type CheckpointInfo, type ModelCheckpointOptions, modelCheckpoint } from './model-checkpoint.js';
export { type ReduceLROnPlateauOptions, reduceLROnPlateau } from './reduce-lr-on-plateau.js';
export { type TerminateOnNaNOptions, terminateOnNaN } from './terminate-on-nan.js';
