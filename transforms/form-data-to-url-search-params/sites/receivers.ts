import { functionCalls } from '../../engine/syntax/function-uses.js';
import { evaluate, unwrap } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { functionAround } from '../functions.js';

/**
 * What a form is read from: `hono` is Hono's request, which keeps the body for more
 * readers; `fetch` a Request or Response; `remote` the answer of a server; `other` something that is known to be neither.
 */
export type ReceiverKind = 'hono' | 'fetch' | 'remote' | 'other' | 'unknown';

const FETCH_TYPES = /^(?:Request|Response|NextRequest|Body)\b/;
const FETCH_NAMES = /^(?:req|request|res|response)$/i;
const DEPTH = 8;

/** Tells from the syntax what kind of object an expression stands for. */
export function receiverKind(
  program: SourceProgram,
  file: string,
  expression: ts.Expression,
  depth = 0,
): ReceiverKind {
  const node = unwrap(expression);
  if (depth > DEPTH) return 'unknown';
  const next = (inner: ts.Expression): ReceiverKind =>
    receiverKind(program, file, inner, depth + 1);
  if (ts.isPropertyAccessExpression(node)) return ofProperty(program, file, node);
  if (ts.isNewExpression(node)) return ofNew(node, program, file);
  if (ts.isAwaitExpression(node)) return next(node.expression);
  if (ts.isCallExpression(node)) return ofCall(node, next);
  if (ts.isIdentifier(node)) return ofIdentifier(program, file, node, depth);
  return 'unknown';
}

function ofProperty(
  program: SourceProgram,
  file: string,
  node: ts.PropertyAccessExpression,
): ReceiverKind {
  if (isOwnObject(program, file, node)) return 'other';
  if (node.name.text === 'req') return 'hono';
  return node.name.text === 'request' || node.name.text === 'raw' ? 'fetch' : 'unknown';
}

function ofNew(node: ts.NewExpression, program: SourceProgram, file: string): ReceiverKind {
  const name = node.expression.getText();
  if (FETCH_TYPES.test(name)) return 'fetch';
  return isOwnObject(program, file, node) ? 'other' : 'unknown';
}

/** Whether something is an object of this package, or of another one, with methods of its own. */
function isOwnObject(program: SourceProgram, file: string, node: ts.Expression): boolean {
  const made = ts.isNewExpression(node) ? evaluate(program, file, node.expression) : undefined;
  const value = made ?? evaluate(program, file, node);
  if (value.kind === 'class' || value.kind === 'instance')
    return (value.node.heritageClauses ?? []).length === 0;
  return value.kind === 'object' || value.kind === 'package' || value.kind === 'module';
}

/** `x.clone()` gives what `x` is, `fetch(...)` and `app.request(...)` an answer. */
function ofCall(
  node: ts.CallExpression,
  next: (inner: ts.Expression) => ReceiverKind,
): ReceiverKind {
  const callee = node.expression;
  if (ts.isIdentifier(callee)) return callee.text === 'fetch' ? 'remote' : 'unknown';
  if (!ts.isPropertyAccessExpression(callee)) return 'unknown';
  if (callee.name.text === 'clone') return next(callee.expression);
  return callee.name.text === 'fetch' || callee.name.text === 'request' ? 'remote' : 'unknown';
}

function ofIdentifier(
  program: SourceProgram,
  file: string,
  node: ts.Identifier,
  depth: number,
): ReceiverKind {
  const declaration = program.bindings(file).resolve(node);
  const parent = declaration?.parent;
  if (!declaration || !parent) return 'unknown';
  if (isOwnObject(program, file, node)) return 'other';
  if (ts.isBindingElement(parent)) return ofPatternName(parent);
  if (ts.isVariableDeclaration(parent)) {
    const typed = ofType(parent.type);
    if (typed) return typed;
    if (!parent.initializer) return FETCH_NAMES.test(node.text) ? 'fetch' : 'unknown';
    return receiverKind(program, file, parent.initializer, depth + 1);
  }
  if (ts.isParameter(parent)) return ofParameter(program, file, parent, node.text, depth);
  return 'unknown';
}

/** `const { req } = c` and `({ request }) => ...`. */
function ofPatternName(element: ts.BindingElement): ReceiverKind {
  const name = (element.propertyName ?? element.name).getText();
  if (name === 'req') return 'hono';
  return name === 'request' || name === 'raw' ? 'fetch' : 'unknown';
}

function ofParameter(
  program: SourceProgram,
  file: string,
  parameter: ts.ParameterDeclaration,
  name: string,
  depth: number,
): ReceiverKind {
  const typed = ofType(parameter.type);
  if (typed) return typed;
  const fn = functionAround(parameter.name);
  const index = fn?.parameters.indexOf(parameter) ?? -1;
  const sites = fn ? functionCalls(program, file, fn) : [];
  const kinds = sites.map((call) => {
    const argument = call.arguments[index];
    return argument
      ? receiverKind(program, call.getSourceFile().fileName, argument, depth + 1)
      : 'unknown';
  });
  const [first] = kinds;
  if (first !== undefined && kinds.every((kind) => kind === first)) return first;
  if (kinds.includes('hono') && kinds.every((kind) => kind === 'hono' || kind === 'fetch'))
    return 'hono';
  return kinds.length === 0 && FETCH_NAMES.test(name) ? 'fetch' : 'unknown';
}

function ofType(type: ts.TypeNode | undefined): ReceiverKind | undefined {
  if (!type) return undefined;
  const text = type.getText();
  if (/^HonoRequest\b|^Context(?:<.*>)?\['req'\]/s.test(text)) return 'hono';
  if (FETCH_TYPES.test(text)) return 'fetch';
  return text === 'any' || text === 'unknown' ? undefined : 'unknown';
}
