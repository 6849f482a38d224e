import { unwrap } from '../../engine/syntax/evaluate.js';
import { indentAt, indentUnit, lineEnding } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { type Application, isProblem, rootFunction } from '../application.js';
import { middlewareKind } from '../factories.js';
import { finallyUses } from '../registered-functions.js';
import type { ApiInstance, ApiUse } from '../graph/model.js';
import { type MiddlewareSite, pathList } from '../graph/routes.js';
import type { FunctionKind } from '../handlers/context.js';
import { twinReference } from '../handlers/mentions.js';
import type { Bridging } from './bridging.js';
import { withoutCast } from './casts.js';
import { isInlineOf } from './inline-function.js';
import { hasTwinStatement } from './twin-statement.js';

/** Registers the Hono form of middleware right behind the lambda-api one. */
export function twinMiddleware(bridge: Bridging, site: MiddlewareSite): void {
  const { use, functions } = site;
  const errors = functions.filter(
    (fn) => middlewareKind(bridge.app.program, use.file, fn) === 'error',
  );
  const lines: string[] = [];
  if (errors.length < functions.length) lines.push(...useLines(bridge, site, errors));
  for (const fn of errors) lines.push(helperCall(bridge, use, 'errorMiddleware', fn, 'error'));
  insertBehind(bridge, use, lines);
}

function useLines(
  bridge: Bridging,
  site: MiddlewareSite,
  errors: readonly ts.Expression[],
): string[] {
  const { use } = site;
  const list = site.functions.filter(
    (fn) => !errors.includes(fn) && isCallable(bridge.app, use.file, fn),
  );
  const texts = list.map((fn) => argumentText(bridge, use.file, fn, 'middleware'));
  const [first] = use.args;
  const hasPath = first !== undefined && first !== site.functions[0];
  const receiver = `${bridge.changes.compat(use.file, 'hono')}(${use.receiver.getText()})`;
  if (!hasPath || !first) return [`${receiver}.use(${texts.join(', ')})`];
  const paths = pathList(bridge.app.program, use.file, first);
  if (!paths) return [`${receiver}.use(${[first.getText(), ...texts].join(', ')})`];
  const isNamed = list.every((fn) => !ts.isFunctionLike(unwrap(fn)));
  const elements = ts.isArrayLiteralExpression(unwrap(first)) ? paths.elements : undefined;
  if (elements && (isNamed || elements.length === 1))
    return elements.map((path) => `${receiver}.use(${[path.getText(), ...texts].join(', ')})`);
  // Hono takes one path at a time; the function is written once all the same.
  const { text } = use.call.getSourceFile();
  const indent = indentAt(text, use.call.parent.getStart());
  const inner = `${lineEnding(text)}${indent}${indentUnit(text)}`;
  const loop = `for (const path of ${first.getText()})`;
  return [`${loop}${inner}${receiver}.use(path, ${texts.join(', ')})`];
}

/** Registers the Hono form of what `finally()` was given, once. */
export function twinFinally(bridge: Bridging, instance: ApiInstance): void {
  for (const use of finallyUses(bridge.app, instance)) {
    const fn = use.args[0];
    if (fn && !hasTwinStatement(bridge.app, use))
      insertBehind(bridge, use, [helperCall(bridge, use, 'onFinish', fn, 'finally')]);
  }
}

function helperCall(
  bridge: Bridging,
  use: ApiUse,
  helper: string,
  fn: ts.Expression,
  kind: FunctionKind,
): string {
  const hono = `${bridge.changes.compat(use.file, 'hono')}(${use.receiver.getText()})`;
  return `${bridge.changes.compat(use.file, helper)}(${hono}, ${argumentText(bridge, use.file, fn, kind)})`;
}

function argumentText(
  bridge: Bridging,
  file: string,
  expression: ts.Expression,
  kind: FunctionKind,
): string {
  const root = rootFunction(bridge.app, file, expression, kind);
  if (isProblem(root)) return expression.getText();
  if (isInlineOf(bridge.app, root) && unwrap(expression) === root.node) {
    const conversion = bridge.app.registry.conversion(root);
    bridge.changes.needsOf(file, conversion);
    return conversion.edits.textOf(root.node.getStart(), root.node.end);
  }
  const given = withoutCast(expression);
  const text = given.getText();
  if (!bridge.app.registry.hasTwin(root)) return text;
  const { at, text: suffix } = twinReference(bridge.app.program, file, unwrap(given));
  const offset = at - given.getStart();
  return text.slice(0, offset) + suffix + text.slice(offset);
}

function insertBehind(bridge: Bridging, use: ApiUse, lines: readonly string[]): void {
  const file = bridge.app.program.file(use.file);
  const statement = use.call.parent;
  if (!file || lines.length === 0) return;
  const indent = indentAt(file.text, statement.getStart(file.ast));
  const end = file.text.charAt(statement.end - 1) === ';' ? ';' : '';
  const newline = lineEnding(file.text);
  const text = lines.map((line) => `${newline}${indent}${line}${end}`).join('');
  bridge.changes.editsOf(use.file).insert(statement.end, text);
}

/** lambda-api ignores what is not a function in `use()`. */
function isCallable(app: Application, file: string, expression: ts.Expression): boolean {
  return !isProblem(rootFunction(app, file, expression, 'middleware'));
}
