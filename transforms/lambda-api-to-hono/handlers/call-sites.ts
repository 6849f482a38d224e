import { ts } from '../../engine/syntax/typescript.js';
import { evaluate, type FunctionNode } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import type { HandlerFunction } from './context.js';

const TEST_FILE = /(^|\/)(__tests__|__mocks__|tests?)\/|\.(test|spec)\.[cm]?[jt]sx?$/;

/** Whether a file holds tests rather than code that runs in the Lambda. */
export function isTestFile(path: string): boolean {
  return TEST_FILE.test(path);
}

/** Name by which a function is called, undefined for anonymous ones. */
export function nameOf(fn: { readonly node: FunctionNode }): string | undefined {
  const node = fn.node;
  if (node.name && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)))
    return node.name.text;
  const parent = node.parent;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left))
    return parent.left.name.text;
  return undefined;
}

/** Calls of a function in the package, tests left out. */
export function callSites(program: SourceProgram, fn: HandlerFunction): ts.CallExpression[] {
  const name = nameOf(fn);
  if (name === undefined) return [];
  const sites: ts.CallExpression[] = [];
  for (const [file, id] of mentions(program, name)) {
    const callee =
      ts.isPropertyAccessExpression(id.parent) && id.parent.name === id ? id.parent : id;
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) continue;
    const value = evaluate(program, file, callee);
    if (value.kind === 'function' && value.node === fn.node) sites.push(call);
  }
  return sites;
}

/** Every use of a function by name in the package, tests left out. */
export function mentionsOf(program: SourceProgram, fn: HandlerFunction): ts.Identifier[] {
  const name = nameOf(fn);
  if (name === undefined) return [];
  const found: ts.Identifier[] = [];
  for (const [file, id] of mentions(program, name)) {
    const expression =
      ts.isPropertyAccessExpression(id.parent) && id.parent.name === id ? id.parent : id;
    const value = evaluate(program, file, expression);
    if (value.kind === 'function' && value.node === fn.node) found.push(id);
  }
  return found;
}

/** Calls of a function in tests of the package, the first in each file. */
export function testCallsOf(
  program: SourceProgram,
  fn: HandlerFunction,
): { readonly file: string; readonly node: ts.Node }[] {
  const name = nameOf(fn);
  if (name === undefined) return [];
  const found = new Map<string, ts.Node>();
  for (const [file, id] of mentions(program, name, true)) {
    const callee =
      ts.isPropertyAccessExpression(id.parent) && id.parent.name === id ? id.parent : id;
    if (found.has(file) || !ts.isCallExpression(callee.parent)) continue;
    if (callee.parent.expression !== callee) continue;
    const value = evaluate(program, file, callee);
    if (value.kind === 'function' && value.node === fn.node) found.set(file, callee);
  }
  return [...found].map(([file, node]) => ({ file, node }));
}

/** Every identifier with a name in the package's files: either in tests, or in all others. */
function* mentions(
  program: SourceProgram,
  name: string,
  inTests = false,
): Iterable<readonly [string, ts.Identifier]> {
  for (const path of program.pkg.files) {
    if (isTestFile(path) !== inTests || !(program.pkg.read(path) ?? '').includes(name)) continue;
    if (!program.file(path)) continue;
    for (const id of program.bindings(path).identifiers(name)) yield [path, id];
  }
}
