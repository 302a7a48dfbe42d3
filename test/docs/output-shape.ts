/**
 * What of an output must be as promised: all but its numbers, which depend on seed and machine, and with them the units of
 * time. Control sequences of a terminal and blanks at the ends of lines do not count either.
 */
export function outputShape(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1))
    .map((line) =>
      line
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
        .replaceAll(/\x1b\[[0-9;?]*[a-zA-Z]/g, '')
        .replaceAll(/-?\d[\d,]*(\.\d+)?(e[+-]?\d+)?/gi, '0')
        .replaceAll(/\b0 ?(s|ms|us|µs)\b/g, '0s')
        .trimEnd(),
    )
    .filter((line) => line !== '');
}

/** Whether `got` has the shape of `promised`, where a line `...` stands for any lines. */
export function matchesShape(got: string, promised: string): boolean {
  const match = (lines: readonly string[], wanted: readonly string[]): boolean => {
    if (wanted.length === 0) return lines.length === 0;
    const [first, ...rest] = wanted;
    if (first === '...' || first === '…')
      return lines.some((_, i) => match(lines.slice(i), rest)) || match([], rest);
    return lines.length > 0 && lines[0] === first && match(lines.slice(1), rest);
  };
  return match(outputShape(got), outputShape(promised));
}
