import { ByteWriter } from './byte-writer.js';
import { type Instruction, opcodes, type SimdInstruction, simdOpcodes } from './opcodes.js';

export const valueTypes = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** A parameter or variable of a function, by index. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

const blockWithoutResult = 0x40;
const simdPrefix = 0xfd;
/** log₂ of the alignment that loads and stores promise: 16 bytes. */
const alignment = 4;

/** Writes the code of one function, instruction by instruction, for WebAssembly's stack machine. */
export class FunctionBuilder {
  private readonly code = new ByteWriter();
  private readonly locals: Local[] = [];

  constructor(private readonly parameters: readonly ValueType[]) {}

  parameter(index: number): Local {
    return { index, type: this.parameters[index] };
  }

  /** A new variable, zero at first. */
  local(type: ValueType): Local {
    const local = { index: this.parameters.length + this.locals.length, type };
    this.locals.push(local);
    return local;
  }

  get({ index }: Local): this {
    this.code.byte(opcodes['local.get']).unsigned(index);
    return this;
  }

  set({ index }: Local): this {
    this.code.byte(opcodes['local.set']).unsigned(index);
    return this;
  }

  /** Stores the top of the stack and leaves it there. */
  tee({ index }: Local): this {
    this.code.byte(opcodes['local.tee']).unsigned(index);
    return this;
  }

  /** An instruction without immediate operands. */
  do(...instructions: (Instruction | SimdInstruction)[]): this {
    for (const name of instructions) {
      if (name in simdOpcodes) this.code.byte(simdPrefix).unsigned(simdOpcodes[name as SimdInstruction]);
      else this.code.byte(opcodes[name as Instruction]);
    }
    return this;
  }

  i32(value: number): this {
    this.code.byte(opcodes['i32.const']).signed(value);
    return this;
  }

  /** The same float32 in all four lanes. */
  splatConstant(value: number): this {
    this.code.byte(opcodes['f32.const']).float32(value);
    return this.do('f32x4.splat');
  }

  /** Loads four float32 from the address on the stack + `offset` bytes. */
  load(offset = 0): this {
    this.do('v128.load').code.unsigned(alignment).unsigned(offset);
    return this;
  }

  /** Stores the four float32 on the stack at the address below them + `offset` bytes. */
  store(offset = 0): this {
    this.do('v128.store').code.unsigned(alignment).unsigned(offset);
    return this;
  }

  /** Moves the upper two lanes of four float32 to the place of the lower two. */
  upperHalf(value: Local): this {
    this.get(value).get(value).do('i8x16.shuffle');
    this.code.byte(8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
    return this;
  }

  extractLaneF64(lane: 0 | 1): this {
    this.do('f64x2.extract_lane').code.byte(lane);
    return this;
  }

  /** Runs the body, and again as long as it leaves a number other than 0. */
  loopWhile(body: () => void): this {
    this.code.byte(opcodes.loop, blockWithoutResult);
    body();
    this.code.byte(opcodes.br_if).unsigned(0);
    this.code.byte(opcodes.end);
    return this;
  }

  encode(): ByteWriter {
    const encoded = new ByteWriter().unsigned(this.locals.length);
    for (const { type } of this.locals) encoded.unsigned(1).byte(valueTypes[type]);
    return encoded.append(this.code).byte(opcodes.end);
  }
}
