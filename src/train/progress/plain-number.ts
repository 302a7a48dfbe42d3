/** `1.9 ms`, `12 s`, `1 h 5 min`. */
export function duration(ms: number): string {
  const short = (value: number) => String(Number(value.toPrecision(2)));
  if (ms < 0.995) return `${short(ms * 1000)} µs`;
  if (ms < 999.5) return `${ms < 99.5 ? short(ms) : Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 100) return `${seconds < 10 ? short(ms / 1000) : seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `16,800`. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}
