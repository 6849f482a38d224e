import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { compatName } from '../graph/compat-module.js';
import type { ApiUse } from '../graph/model.js';
import { type Finishing, usesOf } from './finishing.js';

/** `hono(api)` is the app itself now, and `bridge(api)` becomes `handle(app)`. */
export function dropWrappers(finish: Finishing): void {
  const seen = new Set<ts.Node>();
  for (const use of [...usesOf(finish, 'hono'), ...usesOf(finish, 'lambda-api')]) {
    const wrapper = use.method === 'bridge' ? use.call : unwrap(use.receiver);
    if (!ts.isCallExpression(wrapper) || seen.has(wrapper)) continue;
    seen.add(wrapper);
    const helper = compatName(finish.app.program, use.file, wrapper.expression);
    const api = wrapper.arguments[0];
    if (!api) continue;
    const edits = finish.changes.editsOf(use.file);
    if (helper === 'hono') {
      edits.remove(wrapper.getStart(), api.getStart());
      edits.remove(api.end, wrapper.end);
    } else if (helper === 'bridge') {
      edits.replace(
        wrapper.expression.getStart(),
        wrapper.expression.end,
        finish.changes.compat(use.file, 'handle'),
      );
    }
  }
}

/** A handler that only passes its arguments on is what `handle(app)` gives. */
export function shortenHandler(finish: Finishing, use: ApiUse): void {
  const call = use.call.parent;
  if (!ts.isCallExpression(call) || call.expression !== use.call) return;
  const fn = ts.findAncestor(call, ts.isFunctionLike);
  if (!fn || !(ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) || !passesOn(fn, call))
    return;
  const edits = finish.changes.editsOf(use.file);
  const text = edits.textOf(use.call.getStart(), use.call.end);
  edits.replace(fn.getStart(), fn.end, text);
}

/** Whether a function is nothing but `(event, context) => run(event, context)`. */
function passesOn(fn: ts.ArrowFunction | ts.FunctionExpression, call: ts.CallExpression): boolean {
  const names = fn.parameters.map(({ name, initializer }) =>
    ts.isIdentifier(name) && !initializer ? name.text : undefined,
  );
  const isSame =
    call.arguments.length <= names.length &&
    call.arguments.length >= 2 &&
    call.arguments.every((argument, i) => ts.isIdentifier(argument) && argument.text === names[i]);
  if (!isSame) return false;
  const only = ts.isBlock(fn.body) ? fn.body.statements[0] : fn.body;
  if (ts.isBlock(fn.body) && (fn.body.statements.length !== 1 || /\/[/*]/.test(fn.body.getText())))
    return false;
  const isVoid = only && ts.isExpressionStatement(only);
  const value = only && (ts.isReturnStatement(only) || isVoid) ? only.expression : only;
  const core = value && ts.isAwaitExpression(value) ? value.expression : value;
  return core === call && (!isVoid || call.arguments.length > 2);
}
