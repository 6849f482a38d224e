import { SourceMap } from 'node:module';
import { bindingsOf, type Bindings } from '../../engine/syntax/bindings.js';
import { parseFile, type ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { packageOf } from './package-of.js';
import type { Bundle } from './input.js';

/** Where a node of a bundle comes from. */
export interface SourcePlace {
  /** Relative to the workspace root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** A parsed bundle that knows where each of its nodes comes from. */
export interface BundleView {
  readonly bundle: Bundle;
  readonly ast: ts.SourceFile;
  readonly bindings: Bindings;
  readonly file: ParsedFile;
  /** Where a node stands in the sources; undefined for what the bundler added. */
  placeOf(node: ts.Node): SourcePlace | undefined;
  /** The file that a top-level statement comes from; undefined for what the bundler added. */
  fileOf(statement: ts.Statement): string | undefined;
  /** The package that a top-level statement comes from: `''` for the code of the workspace itself. */
  packageOf(statement: ts.Statement): string | undefined;
}

/** Parses a bundle. */
export function viewBundle(bundle: Bundle): BundleView {
  const parsed = parseFile(`${bundle.entry}#bundle.mjs`, bundle.code);
  const { ast } = parsed;
  const map = new SourceMap(JSON.parse(bundle.map));
  const placeAt = (node: ts.Node): SourcePlace | undefined => {
    const { line, character } = ast.getLineAndCharacterOfPosition(node.getStart(ast));
    const entry = map.findEntry(line, character);
    if (!('originalSource' in entry)) return undefined;
    const { originalSource, originalLine, originalColumn } = entry;
    // Sources of a map are URLs: `[id].js` is `%5Bid%5D.js` there.
    const file = decodeURIComponent(originalSource);
    return { file, line: originalLine + 1, column: originalColumn + 1 };
  };
  const fileOf = (statement: ts.Statement): string | undefined =>
    wrappedFile(statement) ?? placeAt(statement)?.file;
  return {
    bundle,
    ast,
    file: parsed,
    bindings: bindingsOf(ast),
    placeOf: placeAt,
    fileOf,
    packageOf: (statement) => {
      const from = fileOf(statement);
      return from === undefined ? undefined : packageOf(from);
    },
  };
}

/** The file of a module in a wrapper: `__commonJS({ "src/x.js"(exports, module) {} })`. */
function wrappedFile(statement: ts.Statement): string | undefined {
  const name = wrappedModule(statement)?.name;
  return name && ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** The body of a module that is loaded when it is first asked for, one that was CommonJS. */
export function wrapperBody(statement: ts.Node): ts.Block | undefined {
  const property = wrappedModule(statement);
  if (!property) return undefined;
  if (ts.isMethodDeclaration(property)) return property.body;
  const value = ts.isPropertyAssignment(property) ? property.initializer : undefined;
  return value && ts.isArrowFunction(value) && ts.isBlock(value.body) ? value.body : undefined;
}

function wrappedModule(statement: ts.Node): ts.ObjectLiteralElementLike | undefined {
  if (!ts.isVariableStatement(statement)) return undefined;
  const call = statement.declarationList.declarations[0]?.initializer;
  if (!call || !ts.isCallExpression(call) || !isWrapper(call)) return undefined;
  const [modules] = call.arguments;
  return modules && ts.isObjectLiteralExpression(modules) ? modules.properties[0] : undefined;
}

/** Whether a call puts a module into a function that runs when it is first asked for. */
export function isWrapper({ expression }: ts.CallExpression): boolean {
  return ts.isIdentifier(expression) && /^__(?:commonJS|esm)(?:Min)?$/.test(expression.text);
}

/** The top-level statement that a node is in. */
export function statementOf(node: ts.Node): ts.Statement {
  let at = node;
  while (at.parent && !ts.isSourceFile(at.parent)) at = at.parent;
  // A child of a source file that has code in it is a statement.
  return at as ts.Statement;
}

/** The statement of a module that a node is in: also one inside the wrapper of a module. */
export function unitOf(node: ts.Node): ts.Statement {
  const statement = statementOf(node);
  const body = wrapperBody(statement);
  if (!body) return statement;
  return body.statements.find(({ pos, end }) => pos <= node.pos && node.end <= end) ?? statement;
}
