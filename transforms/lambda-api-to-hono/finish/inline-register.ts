import type { Bindings } from '../../engine/syntax/bindings.js';
import { indentAt, lineEnding, quoteOf, usesSemicolons } from '../../engine/syntax/layout.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { ApiUse } from '../graph/model.js';
import type { Finishing } from './finishing.js';
import { prefixText } from './prefix.js';

/** The body of an inline registered function runs right there, on an app with the prefix. */
export function unwrapInline(finish: Finishing, use: ApiUse, fn: ts.SignatureDeclaration): void {
  const edits = finish.changes.editsOf(use.file);
  const statement = use.call.parent;
  const { text } = use.call.getSourceFile();
  const block = inlineBody(fn);
  const holder = fn.parameters[0]?.name;
  const options = use.args[1];
  if (!block || !holder || !options || !ts.isIdentifier(holder)) return;
  const receiver = edits.textOf(use.receiver.getStart(), use.receiver.end);
  const name = finish.names.get(holder) ?? holder.text;
  const end = usesSemicolons(use.call.getSourceFile(), statement) ? ';' : '';
  const prefix = prefixText(finish, use, options) ?? quoteOf(text).repeat(2);
  const declaration = `const ${name} = ${receiver}.basePath(${prefix})${end}`;
  const first = block.statements[0];
  const indent = indentAt(text, statement.getStart());
  const inner = first ? indentAt(text, first.getStart()) : indent;
  const body = edits.textOf(block.getStart() + 1, block.end - 1);
  const lines = body
    .replace(/^[ \t]*\r?\n/, '')
    .replace(/\s*$/, '')
    .split('\n');
  const moved = lines.map((line) =>
    line.startsWith(inner) ? indent + line.slice(inner.length) : line,
  );
  const rest = moved.join('\n').trimStart();
  edits.replace(
    statement.getStart(),
    statement.end,
    `${declaration}${lineEnding(text)}${indent}${rest}`,
  );
}

/**
 * Name for the app of an inline `register()` whose body can stand by itself: it takes only
 * the API, declares nothing and never returns. Undefined for any other function.
 */
export function inlineName(bindings: Bindings, fn: ts.Node): string | undefined {
  if (!ts.isFunctionLike(fn)) return undefined;
  const call = fn.parent;
  const block = inlineBody(fn);
  if (!block || !ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent))
    return undefined;
  const options = call.arguments[1];
  if (call.arguments[0] !== fn || !options || !ts.isObjectLiteralExpression(options))
    return undefined;
  const prefix = options.properties.find((property) => property.name?.getText() === 'prefix');
  if (options.properties.length !== 1 || !prefix || !ts.isPropertyAssignment(prefix))
    return undefined;
  const word = ts.isStringLiteralLike(prefix.initializer)
    ? /[A-Za-z][A-Za-z0-9]*/.exec(prefix.initializer.text)?.[0]
    : undefined;
  const name =
    word === undefined ? undefined : `${word.charAt(0).toLowerCase()}${word.slice(1)}App`;
  const rest = fn.parameters.slice(1).map((parameter) => parameter.name);
  const isAlone = rest.every((id) => ts.isIdentifier(id) && bindings.references(id).length === 0);
  return name !== undefined && isAlone && !bindings.mentions(name) ? name : undefined;
}

function inlineBody(fn: ts.SignatureDeclaration): ts.Block | undefined {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined;
  if (!ts.isBlock(fn.body) || fn.body.statements.length === 0) return undefined;
  if (hasModifier(fn, ts.SyntaxKind.AsyncKeyword)) return undefined;
  const isPlain = fn.body.statements.every((statement) => ts.isExpressionStatement(statement));
  return isPlain ? fn.body : undefined;
}
