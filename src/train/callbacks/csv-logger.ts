import { show, ValueError } from '../../errors.js';
import { appendText, readFirstLine, writeText } from '../../platform/files.js';
import { repr } from '../progress/python-number.js';
import type { Callback, Json, Run } from './callback.js';
import { type CallbackFactory, defineCallback } from './define-callback.js';

export interface CsvLoggerOptions {
  filename: string;
  /** One character between the columns. @default ',' */
  separator?: string;
  /** Goes on at the end of a file that exists, with its columns. @default false */
  append?: boolean;
}

/**
 * Writes each epoch's logs as one line of a CSV file, which is on its way to the disk when the epoch ends.
 *
 * Lines are those of Python's csv module, as Keras writes them: `epoch` counts from 0, numbers in full, `NA` where an epoch
 * has no value (no validation, with `validationFreq`), lines end in CR LF. Unlike in Keras the columns stand in the
 * order of the logs, there are none for a validation that never happens, and the header of an appended file counts.
 * The old file stays until the first epoch has ended.
 *
 * @throws ValueError for an empty name or a separator of more than one character.
 */
export const csvLogger: CallbackFactory<CsvLoggerOptions, Omit<Callback, 'name'>> = defineCallback(
  'csvLogger',
  ({ filename, separator = ',', append = false }: CsvLoggerOptions) => {
    if (typeof filename !== 'string' || filename === '') {
      throw new ValueError('csvLogger: filename', 'the name of a file', show(filename));
    }
    if (typeof separator !== 'string' || separator.length !== 1 || /["\r\n]/.test(separator)) {
      throw new ValueError('csvLogger: separator', 'one character, no quote or line end', show(separator));
    }
    const line = (fields: string[]) =>
      `${fields.map((field) => quoted(field, separator)).join(separator)}\r\n`;

    let columns: string[] | null = null;
    let isResumed = false;
    let hasWarned = false;

    /** Finds the columns and writes them, unless the file has them already. */
    const begin = async (names: string[], goesOn: boolean): Promise<string[]> => {
      const header = goesOn ? await readFirstLine(filename) : undefined;
      if (header !== undefined && header !== '') return unquoted(header, separator);
      await writeText(filename, line(['epoch', ...names]));
      return ['epoch', ...names];
    };

    return {
      async onTrainBegin() {
        columns = null;
        hasWarned = false;
        // Says at once if there is no writing there.
        await appendText(filename, '');
      },
      async onEpochEnd(epoch, logs, run) {
        if (columns === null) {
          const names = [...new Set([...run.params.metrics, ...Object.keys(logs)])];
          columns = await begin(names, append || isResumed);
          isResumed = false;
        }
        const lost = Object.keys(logs).filter((name) => !columns?.includes(name));
        if (lost.length > 0 && !hasWarned) warn(run, lost);
        const row = columns.map((name) => {
          if (name === 'epoch') return String(epoch);
          return logs[name] === undefined ? 'NA' : repr(logs[name]);
        });
        await appendText(filename, line(row));
      },
      getState(): Json {
        return { hasBegun: columns !== null || isResumed };
      },
      setState(state: Json) {
        isResumed = (state as { hasBegun: boolean }).hasBegun;
      },
    } satisfies Omit<Callback, 'name'>;

    function warn(run: Run, lost: string[]): void {
      hasWarned = true;
      run.say(
        `csvLogger: '${filename}' has no column for ${lost.join(', ')}; its first line was written before`,
      );
    }
  },
);

function quoted(field: string, separator: string): string {
  const needsQuotes = field.includes(separator) || /["\r\n]/.test(field);
  return needsQuotes ? `"${field.replaceAll('"', '""')}"` : field;
}

/** The fields of one line. */
function unquoted(line: string, separator: string): string[] {
  const fields = [''];
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === separator && !isQuoted) fields.push('');
    else fields[fields.length - 1] += character;
  }
  return fields.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}
