import { ByteWriter } from './byte-writer.js';
import { type FunctionBuilder, type ValueType, valueTypes } from './function-builder.js';

/** A function that a module exports. */
export interface ExportedFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Its code and further locals. */
  readonly body: FunctionBuilder;
}

/**
 * Writes a WebAssembly module that imports `env.memory` and exports functions.
 * @param shared Whether the memory is shared between threads. The import takes such memories of any size.
 */
export function encodeModule(
  functions: readonly ExportedFunction[],
  shared: boolean,
): Uint8Array<ArrayBuffer> {
  const module = new ByteWriter().byte(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  const section = (id: number, content: ByteWriter) => module.byte(id).sized(content);
  const list = (items: readonly ((writer: ByteWriter) => void)[]) => {
    const content = new ByteWriter().unsigned(items.length);
    for (const write of items) write(content);
    return content;
  };
  const typeList = (types: readonly ValueType[]) =>
    list(types.map((type) => (writer: ByteWriter) => writer.byte(valueTypes[type])));

  section(
    sections.types,
    list(
      functions.map(
        ({ parameters, results }) =>
          (writer) =>
            writer.byte(functionType).append(typeList(parameters)).append(typeList(results)),
      ),
    ),
  );
  section(
    sections.imports,
    list([
      (writer) => {
        writer.name('env').name('memory').byte(memoryKind);
        if (shared) writer.byte(sharedWithMaximum).unsigned(0).unsigned(allPages);
        else writer.byte(noMaximum).unsigned(0);
      },
    ]),
  );
  section(sections.functions, list(functions.map((_, i) => (writer) => writer.unsigned(i))));
  section(
    sections.exports,
    list(
      functions.map(
        ({ name }, i) =>
          (writer) =>
            writer.name(name).byte(functionKind).unsigned(i),
      ),
    ),
  );
  section(
    sections.code,
    list(
      functions.map(
        ({ body }) =>
          (writer) =>
            writer.sized(body.encode()),
      ),
    ),
  );
  return module.toBytes();
}

const sections = { types: 1, imports: 2, functions: 3, exports: 7, code: 10 } as const;
const functionType = 0x60;
const functionKind = 0x00;
const memoryKind = 0x02;
const noMaximum = 0x00;
const sharedWithMaximum = 0x03;
/** 4 GiB in pages of 64 KiB: the most there can be, so that every memory is within the import's limits. */
const allPages = 65_536;
