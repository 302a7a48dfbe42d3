import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** One import or re-export of a source file. */
export interface Import {
  /** What stands between the quotes. */
  readonly specifier: string;
  /** Erased by the compiler, so that nothing is loaded at run time. */
  readonly typeOnly: boolean;
  /** `import('…')`, loaded when the line is reached. */
  readonly lazy: boolean;
}

/** What the rules need to know of one source file. */
export interface Source {
  /** From `src/`, with `/`: `array/shape.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly hasDefaultExport: boolean;
  /** Whether there is anything besides `export … from '…'`. */
  readonly hasOwnCode: boolean;
  /** Names of globals whose members are used (`console.log` → `console`), in order, once each. */
  readonly globals: readonly string[];
}

/** All TypeScript files under `folder`, read. */
export function readSources(folder: URL): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => readSource(path, readFileSync(new URL(path, folder), 'utf8')));
}

export function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const globals = new Set<string>();
  let hasDefaultExport = false;

  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier !== undefined
    ) {
      imports.push({ specifier: textOf(node.moduleSpecifier), typeOnly: isTypeOnly(node), lazy: false });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      imports.push({ specifier: textOf(node.arguments[0]), typeOnly: false, lazy: true });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      imports.push({ specifier: textOf(node.argument.literal), typeOnly: true, lazy: false });
    } else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      globals.add(node.expression.text);
    } else if (ts.isExportAssignment(node) || isNamedDefault(node)) {
      hasDefaultExport = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);

  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    hasDefaultExport,
    hasOwnCode: file.statements.some(
      (node) => !ts.isExportDeclaration(node) || node.moduleSpecifier === undefined,
    ),
    globals: [...globals],
  };
}

function textOf(node: ts.Node | undefined): string {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : '';
}

/** `import type …`, `export type …`, or braces in which every name says `type`. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const named = node.exportClause;
    return (
      node.isTypeOnly ||
      (named !== undefined && ts.isNamedExports(named) && named.elements.every((name) => name.isTypeOnly))
    );
  }
  const clause = node.importClause;
  if (clause === undefined) return false;
  const named = clause.namedBindings;
  return (
    clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (clause.name === undefined &&
      named !== undefined &&
      ts.isNamedImports(named) &&
      named.elements.length > 0 &&
      named.elements.every((name) => name.isTypeOnly))
  );
}

/** `export default function …`, `export { x as default }`. */
function isNamedDefault(node: ts.Node): boolean {
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) ?? false)
  );
}
