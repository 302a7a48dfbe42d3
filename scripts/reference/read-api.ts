import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** An option of something, as its doc comment tells it. */
export interface ApiOption {
  readonly name: string;
  readonly required: boolean;
  /** As the doc comment spells it, or as the parameter is written; undefined where there is none. */
  readonly default: string | undefined;
  readonly text: string;
  /** For a method: its parameters, `x, y, options`. */
  readonly parameters: string | undefined;
  readonly example: string | undefined;
}

/** Something exported. */
export interface ApiEntry {
  readonly name: string;
  /** The first sentence of its doc comment. */
  readonly summary: string;
  /** The names of a function's parameters, as they are written: `x`, `alpha = 1`. */
  readonly parameters: readonly string[];
  /** The options that the factory of a layer, loss, … takes; those that all of its kind take are left out. */
  readonly options: readonly ApiOption[];
  /** The code of its doc comment's `@example`. */
  readonly example: string | undefined;
}

/** What `src/index.ts` exports, read from the sources and their doc comments. */
export interface Api {
  /** The values: functions, classes, namespaces. */
  readonly values: readonly ApiEntry[];
  readonly types: readonly ApiEntry[];
  /** What a namespace such as `layers` holds. */
  namespace(name: string): readonly ApiEntry[];
  /** The members of an exported interface or class, in the order of the source. */
  members(type: string): readonly ApiOption[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const index = `${root}src/index.ts`;
/** Options that every layer, loss or metric takes: told once. */
const common = new Set(['name', 'trainable', 'inputShape', 'activityRegularizer', 'reduction']);

export function readApi(): Api {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram([index], options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!;
  const reader = new Reader(checker);
  const exported = reader.exports(module);
  const isValue = (symbol: ts.Symbol) =>
    (symbol.flags & ts.SymbolFlags.Value) !== 0 && !reader.typesOnly.has(symbol);
  const find = (name: string) => {
    const found = exported.get(name);
    if (found === undefined) throw new Error(`src/index.ts exports no '${name}'.`);
    return found;
  };
  const entries = (symbols: ReadonlyMap<string, ts.Symbol>) =>
    [...symbols].map(([name, symbol]) => reader.entry(name, symbol));
  return {
    values: entries(filter(exported, isValue)),
    types: entries(filter(exported, (symbol) => !isValue(symbol))),
    namespace: (name) => entries(filter(reader.exports(find(name)), isValue)),
    members: (type) => reader.members(checker.getDeclaredTypeOfSymbol(find(type))),
  };
}

function filter<V>(map: ReadonlyMap<string, V>, keep: (value: V) => boolean): Map<string, V> {
  return new Map([...map].filter(([, value]) => keep(value)));
}

class Reader {
  constructor(readonly checker: ts.TypeChecker) {}

  /** Classes that are exported as types alone. */
  readonly typesOnly: Set<ts.Symbol> = new Set();

  /** By the names that they are exported under. */
  exports(module: ts.Symbol): Map<string, ts.Symbol> {
    const original = (symbol: ts.Symbol) => {
      if ((symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
      const found = this.checker.getAliasedSymbol(symbol);
      if (symbol.declarations?.some(ts.isTypeOnlyExportDeclaration)) this.typesOnly.add(found);
      return found;
    };
    return new Map(this.checker.getExportsOfModule(module).map((each) => [each.name, original(each)]));
  }

  entry(name: string, symbol: ts.Symbol): ApiEntry {
    return {
      name,
      summary: firstSentence(this.#text(symbol)),
      parameters: this.#parameters(symbol),
      options: this.#options(symbol),
      example: this.#tag(symbol, 'example'),
    };
  }

  members(type: ts.Type): ApiOption[] {
    return type
      .getProperties()
      .filter(({ valueDeclaration }) => !isHidden(valueDeclaration))
      .map((member) => {
        const value = this.#tag(member, 'default');
        const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(member));
        const [signature] = type.getCallSignatures();
        const isMethod = (member.flags & ts.SymbolFlags.Method) !== 0;
        return {
          name: member.name,
          required: (member.flags & ts.SymbolFlags.Optional) === 0,
          default: value === undefined ? undefined : oneLine(value),
          text: oneLine(this.#text(member)),
          parameters: isMethod ? signature?.parameters.map((each) => each.name).join(', ') : undefined,
          example: this.#tag(member, 'example'),
        };
      });
  }

  #tag(symbol: ts.Symbol, name: string): string | undefined {
    const tag = symbol.getJsDocTags(this.checker).find((each) => each.name === name);
    return tag && ts.displayPartsToString(tag.text);
  }

  #text(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
  }

  /** Of `LayerFactory<Options>` and the like; or of the first parameter, if that is an object of options. */
  #options(symbol: ts.Symbol): ApiOption[] {
    const declared = symbol.valueDeclaration;
    if (declared === undefined) return [];
    const type = this.checker.getTypeOfSymbol(symbol);
    const [argument] =
      type.aliasTypeArguments ?? this.checker.getTypeArguments(type as ts.TypeReference) ?? [];
    const parameter = type.getCallSignatures()[0]?.parameters[0];
    const own = parameter?.name === 'options' ? this.checker.getTypeOfSymbol(parameter) : undefined;
    const options = argument ?? own;
    if (options === undefined || ts.isFunctionDeclaration(declared)) return [];
    return this.members(this.checker.getNonNullableType(options)).filter(({ name }) => !common.has(name));
  }

  #parameters(symbol: ts.Symbol): string[] {
    const [signature] = this.checker
      .getTypeOfSymbol(symbol)
      .getCallSignatures()
      .filter(() => symbol.valueDeclaration !== undefined);
    return (signature?.parameters ?? []).map(({ name, valueDeclaration }) => {
      if (valueDeclaration === undefined || !ts.isParameter(valueDeclaration)) return name;
      if (!ts.isIdentifier(valueDeclaration.name)) return oneLine(valueDeclaration.name.getText());
      const { initializer } = valueDeclaration;
      const value = initializer?.getText() ?? '{}';
      if (value === '{}') return name;
      return value.length > 12 ? `${name}?` : `${name} = ${value}`;
    });
  }
}

function isHidden(declaration: ts.Declaration | undefined): boolean {
  if (declaration === undefined) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Static;
  const isPrivate = ts.isPropertyDeclaration(declaration) && ts.isPrivateIdentifier(declaration.name);
  return isPrivate || (ts.getCombinedModifierFlags(declaration) & hidden) !== 0;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Without formulas, which stand indented on lines of their own. */
function firstSentence(text: string): string {
  const paragraph = text.split(/\n\s*\n| {4}/)[0];
  const line = oneLine(paragraph);
  return /^(?:`[^`]*`|[^`])*?[.!?](?=\s+[A-Z(]|$)/.exec(line)?.[0] ?? line;
}
