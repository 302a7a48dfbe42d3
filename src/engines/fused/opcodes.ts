/** The instructions that the loops use, by their names in WebAssembly's text format. */
export const opcodes = {
  loop: 0x03,
  end: 0x0b,
  br_if: 0x0d,
  'local.get': 0x20,
  'local.set': 0x21,
  'local.tee': 0x22,
  'i32.const': 0x41,
  'f32.const': 0x43,
  'i32.lt_u': 0x49,
  'i32.add': 0x6a,
  'f64.add': 0xa0,
} as const;
export type Instruction = keyof typeof opcodes;

/** Those on 128-bit vectors; their codes follow the prefix 0xfd. */
export const simdOpcodes = {
  'v128.load': 0x00,
  'v128.store': 0x0b,
  'i8x16.shuffle': 0x0d,
  'f32x4.splat': 0x13,
  'f64x2.extract_lane': 0x21,
  'f32x4.lt': 0x43,
  'v128.andnot': 0x4f,
  'v128.bitselect': 0x52,
  'f64x2.promote_low_f32x4': 0x5f,
  'f32x4.abs': 0xe0,
  'f32x4.neg': 0xe1,
  'f32x4.sqrt': 0xe3,
  'f32x4.add': 0xe4,
  'f32x4.sub': 0xe5,
  'f32x4.mul': 0xe6,
  'f32x4.div': 0xe7,
  'f32x4.min': 0xe8,
  'f32x4.max': 0xe9,
  'f64x2.add': 0xf0,
  'f64x2.mul': 0xf2,
} as const;
export type SimdInstruction = keyof typeof simdOpcodes;
