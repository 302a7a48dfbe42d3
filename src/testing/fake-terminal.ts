import type { Output } from '../platform/terminal.js';

/** A terminal for tests: keeps what was written and what a person would see. Lines that are too long wrap. */
export class FakeTerminal implements Output {
  written: string[] = [];
  /** Lines of the screen; the last one holds the cursor. */
  #lines = [''];
  #column = 0;

  constructor(
    readonly isTTY = true,
    readonly columns = 100,
    readonly colours = false,
  ) {}

  write(text: string): void {
    this.written.push(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are driven by control characters.
    for (const [piece] of text.matchAll(/\x1b\[K|\x1b\[[0-9;]*m|[\r\n]|[^\r\n\x1b]/gu)) this.#take(piece);
  }

  /** The screen from its first line, without empty space at line ends. */
  get screen(): string {
    return this.#lines.map((line) => line.trimEnd()).join('\n');
  }

  #take(piece: string): void {
    const last = this.#lines.length - 1;
    if (piece === '\r') this.#column = 0;
    else if (piece === '\n') {
      this.#lines.push('');
      this.#column = 0;
    } else if (piece === '\x1b[K') this.#lines[last] = this.#lines[last].slice(0, this.#column);
    else if (piece.startsWith('\x1b')) return;
    else if (this.isTTY && this.#column === this.columns) {
      this.#lines.push(piece);
      this.#column = 1;
    } else {
      const line = this.#lines[last].padEnd(this.#column);
      this.#lines[last] = line.slice(0, this.#column) + piece + line.slice(this.#column + 1);
      this.#column++;
    }
  }
}
