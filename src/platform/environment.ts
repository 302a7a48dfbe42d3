/** Node's `process`; undefined in browsers. */
const node: { platform: string; arch: string; env: Record<string, string | undefined> } | undefined =
  typeof process === 'undefined' ? undefined : process;

/** The system and processor family that this process was made for, as Node names them: `linux`, `x64`. */
export function system(): { platform: string; architecture: string } {
  return { platform: node?.platform ?? 'browser', architecture: node?.arch ?? 'wasm' };
}

/** An environment variable; undefined if it is not set or empty, and in browsers. */
export function environmentVariable(name: string): string | undefined {
  return node?.env[name] || undefined;
}
