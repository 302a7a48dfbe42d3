/** Where lines for a person go: a terminal, or a log that is read later. */
export interface Output {
  /** Whether a line can be redrawn in place. */
  readonly isTTY: boolean;
  /** Width in characters; 0 if unknown. Read at every use: a window can be resized. */
  readonly columns: number;
  /** Whether colours are wanted. */
  readonly colours: boolean;
  write(text: string): void;
}

/** The process's standard output; in a browser, the console. Always the same object, so that writers can agree on it. */
export function standardOutput(): Output {
  return output;
}

const output: Output = typeof process === 'object' && process.stdout ? processOutput() : consoleOutput();

function processOutput(): Output {
  return {
    get isTTY() {
      return process.stdout.isTTY === true && process.env.TERM !== 'dumb';
    },
    get columns() {
      return process.stdout.columns ?? 0;
    },
    get colours() {
      // https://no-color.org: set and not empty, whatever the value.
      return this.isTTY && !process.env.NO_COLOR;
    },
    write(text) {
      process.stdout.write(text);
    },
  };
}

/** The console prints whole lines: text waits for the end of its line. */
function consoleOutput(): Output {
  let line = '';
  return {
    isTTY: false,
    columns: 0,
    colours: false,
    write(text) {
      const lines = (line + text).split('\n');
      line = lines.pop() ?? '';
      for (const whole of lines) console.log(whole);
    },
  };
}
