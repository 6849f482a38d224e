import type { Bindings } from '../../engine/syntax/bindings.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';

/** The text whose bytes are the secret of an HMAC. */
export interface Secret {
  /** How the code names it where it is used. */
  readonly text: string;
  /** `const secret = new TextEncoder().encode(...)`, which becomes the text itself. */
  readonly constant: Constant | undefined;
}

interface Constant {
  readonly name: ts.Identifier;
  /** `new TextEncoder().encode(...)` */
  readonly encoded: ts.CallExpression;
  readonly text: string;
}

/** The text behind a key, where it is certain that it is one. */
export function secretOf(
  bindings: Bindings,
  key: ts.Expression,
  isTyped: boolean,
): Secret | undefined {
  const inline = encodedText(key);
  if (inline)
    return isText(bindings, inline, isTyped)
      ? { text: inline.getText(), constant: undefined }
      : undefined;
  const name = ts.isIdentifier(key) ? bindings.resolve(key) : undefined;
  const encoded = name && constantValue(name);
  const text = encoded && encodedText(encoded);
  if (!name || !text || !ts.isCallExpression(encoded) || !isText(bindings, text, isTyped))
    return undefined;
  if (isExported(bindings, name)) return undefined;
  return { text: name.text, constant: { name, encoded, text: text.getText() } };
}

/** The argument of `new TextEncoder().encode(...)`. */
function encodedText(node: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  const { expression, name } = node.expression;
  const isEncoder =
    ts.isNewExpression(expression) &&
    expression.expression.getText() === 'TextEncoder' &&
    (expression.arguments ?? []).length === 0;
  return isEncoder && name.text === 'encode' && node.arguments.length === 1
    ? node.arguments[0]
    : undefined;
}

/** Whether an expression is certain to be a text, and no PEM text, which hono would take for a key. */
function isText(bindings: Bindings, node: ts.Expression, isTyped: boolean): boolean {
  if (ts.isStringLiteralLike(node)) return node.text !== '' && !/PUBLIC|PRIVATE/.test(node.text);
  // TypeScript knows that a variable may be missing, and hono wants a text.
  if (/^process\.env(?:\.\w+|\[['"]\w+['"]\])$/.test(node.getText())) return !isTyped;
  if (ts.isNonNullExpression(node)) return isText(bindings, node.expression, false);
  const name = ts.isIdentifier(node) ? bindings.resolve(node) : undefined;
  const value = name && constantValue(name);
  return value !== undefined && isText(bindings, value, isTyped);
}

function constantValue(name: ts.Identifier): ts.Expression | undefined {
  const { parent } = name;
  if (!ts.isVariableDeclaration(parent) || parent.type) return undefined;
  return parent.parent.flags & ts.NodeFlags.Const ? parent.initializer : undefined;
}

function isExported(bindings: Bindings, name: ts.Identifier): boolean {
  return (
    hasModifier(name.parent.parent.parent, ts.SyntaxKind.ExportKeyword) ||
    bindings.references(name).some(({ parent }) => ts.isExportSpecifier(parent))
  );
}
