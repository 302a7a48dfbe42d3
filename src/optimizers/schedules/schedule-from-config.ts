import { show, UnknownNameError, ValueError } from '../../errors.js';
import type { Schedule, ScheduleConfig, ScheduleFactory } from './define-schedule.js';
import * as builtIn from './index.js';

/** A factory of some schedule, its options not checked by the compiler. */
type AnyScheduleFactory = ScheduleFactory<never>;

/**
 * The schedule of a config, as read from JSON.
 * @param custom Factories that are not built in.
 * @throws UnknownNameError for a type that is neither built in nor custom.
 */
export function scheduleFromConfig(
  config: ScheduleConfig,
  custom: readonly AnyScheduleFactory[] = [],
): Schedule {
  if (typeof config !== 'object' || config === null || typeof config.type !== 'string') {
    throw new ValueError('schedule', 'a config { type, options }', show(config));
  }
  const factories: readonly AnyScheduleFactory[] = [...custom, ...Object.values(builtIn)];
  const factory = factories.find(({ type }) => type === config.type);
  if (factory === undefined) {
    throw new UnknownNameError(
      'schedule',
      'schedule',
      config.type,
      factories.map(({ type }) => type),
    );
  }
  return factory((config.options ?? {}) as never);
}
