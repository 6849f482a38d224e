import { evaluate, type FunctionNode, unwrap } from '../../engine/syntax/evaluate.js';
import { usesSemicolons } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { ApiUse } from '../graph/model.js';
import type { Finishing } from './finishing.js';
import { inlineName, unwrapInline } from './inline-register.js';
import { prefixText } from './prefix.js';

/** `api.register(routes, { prefix: '/v1' })` becomes `routes(app.basePath('/v1'))`. */
export function unregister(finish: Finishing, use: ApiUse): void {
  const [fn, options] = use.args;
  if (!fn) return;
  const edits = finish.changes.editsOf(use.file);
  const value = evaluate(finish.app.program, use.file, fn);
  const inline = unwrap(fn);
  if (ts.isFunctionLike(inline) && inlineName(finish.app.program.bindings(use.file), inline))
    return unwrapInline(finish, use, inline);
  const takesOptions = value.kind === 'function' && keepsOptions(finish, value.file, value.node);
  const receiver = edits.textOf(use.receiver.getStart(), use.receiver.end);
  const prefix = options ? prefixText(finish, use, options) : undefined;
  const target = prefix === undefined ? receiver : `${receiver}.basePath(${prefix})`;
  const callee = unwrap(fn);
  const isInline = ts.isArrowFunction(callee) || ts.isFunctionExpression(callee);
  const fnText = edits.textOf(fn.getStart(), fn.end);
  const rest = takesOptions && options ? `, ${edits.textOf(options.getStart(), options.end)}` : '';
  const called = isInline ? `(${fnText})` : fnText;
  const guard = isInline && !usesSemicolons(use.call.getSourceFile(), use.call.parent) ? ';' : '';
  edits.replace(use.call.getStart(), use.call.end, `${guard}${called}(${target}${rest})`);
}

/** Whether a registered function reads its options; a parameter that it never reads is dropped. */
function keepsOptions(finish: Finishing, file: string, fn: FunctionNode): boolean {
  const [first, second] = fn.parameters;
  if (!first || !second) return false;
  const name = second.name;
  if (!ts.isIdentifier(name) || finish.app.program.bindings(file).references(name).length > 0) {
    retypeOptions(finish, file, second);
    return true;
  }
  if (!finish.trimmed.has(fn)) finish.changes.editsOf(file).remove(first.end, second.end);
  finish.trimmed.add(fn);
  return false;
}

/** lambda-api's `RegisterOptions` leaves with the package. */
function retypeOptions(finish: Finishing, file: string, parameter: ts.ParameterDeclaration): void {
  const visit = (node: ts.Node): void => {
    const isIt = ts.isTypeReferenceNode(node) && node.typeName.getText() === 'RegisterOptions';
    if (!isIt) return ts.forEachChild(node, visit);
    const edits = finish.changes.editsOf(file);
    if (!edits.isReplaced(node.getStart(), node.end))
      edits.replace(node.getStart(), node.end, '{ prefix?: string }');
  };
  if (parameter.type) visit(parameter.type);
}

/** A registration inside of an inline `register()` is rewritten before that call itself moves. */
export function innerFirst(a: ApiUse, b: ApiUse): number {
  return b.call.getStart() - a.call.getStart();
}
