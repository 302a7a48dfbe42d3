import { MinibatchError } from '../../errors.js';
import type { Binding, Buffers } from '../engine.js';
import type { NativeBinding } from './binding.js';
import { createSession, type NativeSession, type SessionOptions } from './session.js';

/** How many sessions are kept. Each holds a prepared graph and the memory of its largest run. */
export interface Limits {
  /**
   * Sessions that no binding uses, kept because the same model may come again.
   * @default 16
   */
  idle?: number;
  /**
   * Sessions in all. Beyond, the one that ran longest ago is closed, and opened again when one of its bindings runs: so
   * models that were dropped but not yet collected, and users who never release anything, cost no memory without bound.
   * @default 64
   */
  open?: number;
}

/** One model with one set of options, and the session that it has at the moment. */
interface Entry {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly options: SessionOptions;
  session: NativeSession | undefined;
  /** Bindings that users have. */
  readonly slots: Set<Slot>;
  /** The clock's value when it was last used. */
  usedAt: number;
}

/** What a binding holds outside the garbage-collected heap. It knows nothing of the binding, which may be collected. */
interface Slot {
  readonly entry: Entry;
  native: NativeBinding | undefined;
  dead: boolean;
}

/** A model that may or may not have a session at the moment. */
export interface SharedSession {
  bind(buffers: Buffers): Binding;
  /** Releases every binding made here. */
  release(): void;
}

/**
 * Sessions by what they run: programs with equal bytes and equal options share one. Sessions come and go within limits
 * without anybody noticing more than a millisecond.
 */
export class Sessions {
  readonly #idle: number;
  readonly #open: number;
  readonly #entries = new Map<string, Entry>();
  readonly #collected = new FinalizationRegistry<Slot>((slot) => this.#close(slot));
  #clock = 0;

  constructor({ idle = 16, open = 64 }: Limits = {}) {
    this.#idle = idle;
    this.#open = open;
  }

  /** How many sessions are open, and how many of them have bindings. */
  get counts(): { open: number; bound: number } {
    const open = [...this.#entries.values()].filter(({ session }) => session !== undefined);
    return { open: open.length, bound: open.filter(({ slots }) => slots.size > 0).length };
  }

  /**
   * A model's session, new or shared.
   *
   * @throws MinibatchError with ONNX Runtime's message if it does not take the model.
   */
  open(bytes: Uint8Array, options: SessionOptions): SharedSession {
    const entry = this.#entry(bytes, options);
    this.#use(entry);
    this.#trim(entry);
    const slots = new Set<WeakRef<Slot>>();
    let released = false;
    return {
      bind: (buffers) => {
        if (released) throw new MinibatchError('bind: expected a program in use, got one that was released.');
        const binding = this.#bind(this.#entry(bytes, options), buffers);
        for (const old of slots) if (old.deref() === undefined) slots.delete(old);
        slots.add(new WeakRef(binding.slot));
        return binding;
      },
      release: () => {
        released = true;
        for (const slot of slots) {
          const live = slot.deref();
          if (live !== undefined) this.#close(live);
        }
      },
    };
  }

  /** Closes every session. Those that are needed again open again. */
  closeAll(): void {
    for (const entry of [...this.#entries.values()]) this.#closeSession(entry);
  }

  #bind(entry: Entry, buffers: Buffers): SharedBinding {
    const native = this.#use(entry).bind(buffers.inputs, buffers.outputs);
    const slot: Slot = { entry, native, dead: false };
    entry.slots.add(slot);
    this.#trim(entry);
    const binding = new SharedBinding(slot, {
      used: () => {
        entry.usedAt = ++this.#clock;
      },
      reopen: () => {
        slot.native = this.#use(entry).bind(buffers.inputs, buffers.outputs);
        this.#trim(entry);
        return slot.native;
      },
      close: () => this.#close(slot),
    });
    this.#collected.register(binding, slot);
    return binding;
  }

  #entry(bytes: Uint8Array, options: SessionOptions): Entry {
    const { threads = 1, spinning = false, profile = '' } = options;
    let key = `${hash(bytes)} ${bytes.length} ${threads} ${spinning} ${profile}`;
    for (;;) {
      const known = this.#entries.get(key);
      if (known === undefined) break;
      if (equal(known.bytes, bytes)) return known;
      key += "'";
    }
    const entry: Entry = { key, bytes, options, session: undefined, slots: new Set(), usedAt: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  /** The entry's session, opened if it has none. */
  #use(entry: Entry): NativeSession {
    entry.usedAt = ++this.#clock;
    try {
      entry.session ??= createSession(entry.bytes, entry.options);
    } catch (error) {
      if (entry.slots.size === 0) this.#entries.delete(entry.key);
      throw error;
    }
    return entry.session;
  }

  /** Closes sessions beyond the limits, those used longest ago first. */
  #trim(keep?: Entry): void {
    const open = [...this.#entries.values()]
      .filter((entry) => entry.session !== undefined)
      .sort((a, b) => a.usedAt - b.usedAt);
    const idle = open.filter(({ slots }) => slots.size === 0);
    const extra = idle.slice(0, Math.max(0, idle.length - this.#idle));
    let surplus = open.length - extra.length - this.#open;
    for (const entry of open) {
      if (surplus <= 0) break;
      const busy = [...entry.slots].some(({ native }) => native?.running);
      if (busy || extra.includes(entry)) continue;
      extra.push(entry);
      surplus--;
    }
    for (const entry of extra) if (entry !== keep) this.#closeSession(entry);
  }

  #closeSession(entry: Entry): void {
    for (const slot of entry.slots) {
      slot.native?.release();
      slot.native = undefined;
    }
    entry.session?.release();
    entry.session = undefined;
    this.#forget(entry);
  }

  #close(slot: Slot): void {
    if (slot.dead) return;
    slot.dead = true;
    slot.native?.release();
    slot.native = undefined;
    slot.entry.slots.delete(slot);
    this.#forget(slot.entry);
    this.#trim();
  }

  /** An entry that has neither session nor bindings need not be known. Who holds its bytes can make it again. */
  #forget(entry: Entry): void {
    if (entry.session === undefined && entry.slots.size === 0) this.#entries.delete(entry.key);
  }
}

/** What a binding asks of the sessions. */
interface Keeper {
  used(): void;
  reopen(): NativeBinding;
  close(): void;
}

/** A binding that outlives its session: where that was closed, the next run opens it again. */
class SharedBinding implements Binding {
  constructor(
    readonly slot: Slot,
    readonly keeper: Keeper,
  ) {}

  run(): void {
    (this.slot.native ?? this.#reopen()).run();
    this.keeper.used();
  }

  runAsync(): Promise<void> {
    try {
      this.keeper.used();
      const run = (this.slot.native ?? this.#reopen()).runAsync();
      // Holds this object, and so the bound memory, until the run is over.
      return run.finally(() => this.keeper.used());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  terminate(): void {
    this.slot.native?.terminate();
  }

  release(): void {
    this.keeper.close();
  }

  #reopen(): NativeBinding {
    if (this.slot.dead) {
      throw new MinibatchError('run: expected a binding in use, got one that was released.');
    }
    return this.keeper.reopen();
  }
}

/** FNV-1a over 32-bit words, then over the bytes that are left. Equal hashes are compared byte by byte. */
function hash(bytes: Uint8Array): number {
  const whole = bytes.length - (bytes.length % 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let result = 0x811c9dc5;
  for (let i = 0; i < whole; i += 4) result = Math.imul(result ^ view.getUint32(i, true), 0x01000193);
  for (let i = whole; i < bytes.length; i++) result = Math.imul(result ^ bytes[i], 0x01000193);
  return result >>> 0;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
}
