/** The system and processor family that this process was made for, as Node names them: `linux`, `x64`. */
export function system(): { platform: string; architecture: string } {
  return { platform: process.platform, architecture: process.arch };
}

/** An environment variable; undefined if it is not set or empty. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}
