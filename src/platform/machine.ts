import os from 'node:os';

/** What of this machine matters to training. */
export interface Machine {
  /** Name and version of what runs JavaScript: `Node 20.19.0`. */
  readonly runtime: string;
  /** Operating system and processor family: `linux x64`. */
  readonly system: string;
  /** The processor's own name; empty if it tells none. */
  readonly processor: string;
  /** Cores that this process may use, which can be fewer than there are. */
  readonly cores: number;
  /** Memory that this process may use: the machine's, or less where a container sets a limit. */
  readonly memoryBytes: number;
}

export function describeMachine(): Machine {
  const total = os.totalmem();
  const limit = process.constrainedMemory();
  return {
    runtime: `Node ${process.versions.node}`,
    system: `${process.platform} ${process.arch}`,
    processor: os.cpus()[0]?.model.trim() ?? '',
    cores: os.availableParallelism(),
    // "No limit" is told as 0, undefined or a number beyond all memory, depending on the system.
    memoryBytes: limit > 0 && limit < total ? limit : total,
  };
}
