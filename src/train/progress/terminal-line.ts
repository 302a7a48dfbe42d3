import type { Output } from '../../platform/terminal.js';

/** Who may redraw an output's last line at present, and what stands there. One for each output, whoever writes to it. */
interface LastLine {
  owner: TerminalLine | null;
  drawn: string;
}

const lastLines = new WeakMap<Output, LastLine>();

/**
 * One writer's access to the last line of an output. Only one writer at a time may redraw it; the others print whole lines,
 * which appear above it. On an output that is no terminal nothing is ever redrawn.
 */
export class TerminalLine {
  readonly #output: Output;
  readonly #last: LastLine;

  constructor(output: Output) {
    this.#output = output;
    this.#last = lastLines.get(output) ?? { owner: null, drawn: '' };
    lastLines.set(output, this.#last);
  }

  /** Shows `text` in place of what this writer drew before, cut to the width; nothing if the line is another's. */
  draw(text: string): void {
    if (!this.#output.isTTY) return;
    this.#last.owner ??= this;
    if (this.#last.owner !== this) return;
    // A character in the last column can already wrap the line.
    const drawn = cut(text, (this.#output.columns || 80) - 1);
    if (drawn === this.#last.drawn) return;
    this.#last.drawn = drawn;
    this.#output.write(`\r${drawn}\x1b[K`);
  }

  /** Prints a whole line above what is drawn, by this writer or another. */
  print(text: string): void {
    const { drawn } = this.#last;
    this.#output.write(drawn === '' ? `${text}\n` : `\r\x1b[K${text}\n${drawn}`);
  }

  /** Prints a whole line in place of what this writer drew, and frees the line. */
  finish(text: string): void {
    if (this.#last.owner === this && this.#last.drawn !== '') {
      this.#last.drawn = '';
      this.#output.write(`\r${text}\x1b[K\n`);
    } else {
      this.print(text);
    }
    this.free();
  }

  /** Frees the line. What is still drawn on it stays, and the next text starts below. */
  free(): void {
    if (this.#last.owner !== this) return;
    if (this.#last.drawn !== '') this.#output.write('\n');
    this.#last.drawn = '';
    this.#last.owner = null;
  }
}

/** The first `width` visible characters; colours take no room, and are switched off at the cut. */
export function cut(text: string, width: number): string {
  let seen = 0;
  let kept = '';
  for (const piece of text.matchAll(colourOrCharacter)) {
    const isColour = piece[0].length > 1 && piece[0].startsWith('\x1b');
    if (!isColour && ++seen > width) return text.includes('\x1b') ? `${kept}\x1b[0m` : kept;
    kept += piece[0];
  }
  return kept;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character.
const colourOrCharacter = /\x1b\[[0-9;]*m|./gsu;
