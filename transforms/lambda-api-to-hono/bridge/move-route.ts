import type { EditSet } from '../../engine/syntax/edits.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { indentAt, lineEnding, quoteOf } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isProblem, rootFunction } from '../application.js';
import type { ApiUse } from '../graph/model.js';
import type { RouteSite } from '../graph/routes.js';
import type { FunctionKind } from '../handlers/context.js';
import { twinReference } from '../handlers/mentions.js';
import type { Bridging } from './bridging.js';
import { kindAt } from '../registered-functions.js';
import { dropCast } from './casts.js';
import { isInlineOf } from './inline-function.js';

/** `api.get(path, handler)` becomes a placeholder, with the Hono registration right behind it. */
export function moveRoute(bridge: Bridging, site: RouteSite): void {
  const { use } = site;
  const first = site.functions[0];
  const statement = use.call.parent;
  const file = bridge.app.program.file(use.file);
  if (!first || !file) return;
  const edits = bridge.changes.editsOf(use.file);
  const start = statement.getStart(file.ast);
  const placeholder = placeholderOf(use, first, bridge.changes.compat(use.file, 'migrated'));
  honoCall(bridge, use, site, edits);
  site.functions.forEach((fn, index) =>
    convertArgument(bridge, use.file, fn, kindAt(site, index), edits),
  );
  edits.insert(start, placeholder + lineEnding(file.text) + indentAt(file.text, start));
}

function honoCall(bridge: Bridging, use: ApiUse, site: RouteSite, edits: EditSet): void {
  const access = use.call.expression;
  if (!ts.isPropertyAccessExpression(access)) return;
  const isPathless =
    use.args[0] === site.functions[0] ||
    (use.method === 'METHOD' && use.args[1] === site.functions[0]);
  edits.replace(
    use.receiver.getStart(),
    use.receiver.end,
    `${bridge.changes.compat(use.file, 'hono')}(${use.receiver.getText()})`,
  );
  dropTypeArguments(use.call, edits);
  const first = use.call.arguments[0];
  const quote = quoteOf(use.call.getSourceFile().text);
  const list = (methods: readonly string[]): string => {
    const names = methods.map((name) => quote + name + quote);
    return names.length === 1 ? `${names[0]}` : `[${names.join(', ')}]`;
  };
  if (use.method === 'METHOD' && first) {
    edits.replace(access.name.getStart(), access.name.end, 'on');
    // Several methods of one registration do not inherit a wildcard route of one of them: as one name they do not either.
    const methods = inheritsWildcard(bridge, site) ? [site.methods.join(',')] : site.methods;
    edits.replace(first.getStart(), first.end, list(methods));
  } else if (use.method === 'any' || use.method === 'head') {
    edits.replace(access.name.getStart(), access.name.end, 'on');
    if (first) edits.insert(first.getStart(), `${list(site.methods)}, `);
  }
  const fn = site.functions[0];
  if (isPathless && fn) edits.insert(fn.getStart(), `${quote}/*${quote}, `);
}

/** `api.get<UserRequest, Response>(...)` names types of lambda-api. */
function dropTypeArguments({ expression, typeArguments }: ts.CallExpression, edits: EditSet): void {
  if (!typeArguments) return;
  const close = expression.getSourceFile().text.indexOf('>', typeArguments.end);
  edits.remove(expression.end, close + 1);
}

function inheritsWildcard(bridge: Bridging, site: RouteSite): boolean {
  return bridge.app.routes.some(
    (other) =>
      other.use.order < site.use.order &&
      other.segments?.at(-1) === '*' &&
      other.methods.some((method) => site.methods.includes(method)),
  );
}

/** A function given to a registration: rewritten when it stands there itself, called by its twin's name otherwise. */
function convertArgument(
  bridge: Bridging,
  file: string,
  expression: ts.Expression,
  kind: FunctionKind,
  edits: EditSet,
): void {
  const root = rootFunction(bridge.app, file, expression, kind);
  if (isProblem(root)) return;
  dropCast(expression, edits);
  if (isInlineOf(bridge.app, root) && unwrap(expression) === root.node) {
    const conversion = bridge.app.registry.conversion(root);
    bridge.changes.needsOf(file, conversion);
    edits.merge(conversion.edits);
  } else if (bridge.app.registry.hasTwin(root)) {
    const { at, text } = twinReference(bridge.app.program, file, unwrap(expression));
    edits.insert(at, text);
  }
}

/** The registration without its functions, from the texts of its parts: comments between them stay with the moved route. */
function placeholderOf(use: ApiUse, first: ts.Expression, migrated: string): string {
  const access = use.call.expression;
  const callee = ts.isPropertyAccessExpression(access)
    ? `${oneLine(use.receiver)}${access.questionDotToken ? '?.' : '.'}${access.name.text}`
    : oneLine(access);
  const given = use.args.slice(0, use.args.indexOf(first)).map(oneLine);
  const semicolon = use.call.parent.getText().endsWith(';') ? ';' : '';
  return `${callee}(${[...given, migrated].join(', ')})${semicolon}`;
}

/** A line comment ends with its line, and a line end in a template is part of the text. */
function oneLine(node: ts.Node): string {
  const text = node.getText();
  return /\/\/|`/.test(text) ? text : text.replace(/\s*\n\s*/g, ' ');
}
