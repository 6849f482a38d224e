import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { JoseFile } from '../survey.js';

/** Members that are the same on a Buffer and on a Uint8Array, and give no bytes in turn. */
const BYTE_MEMBERS = new Set(['length', 'byteLength', 'at']);

/** Whether a use does the same with a Uint8Array as with a Buffer. */
export function takesBytes(use: ts.Node, jose: JoseFile, bindings: Bindings): boolean {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === use)
    return BYTE_MEMBERS.has(parent.name.text);
  if (ts.isElementAccessExpression(parent)) return parent.expression === use;
  if (ts.isExpressionStatement(parent) || ts.isTypeQueryNode(parent)) return true;
  if (ts.isNewExpression(parent))
    return isGlobal(parent.expression, ['Uint8Array', 'DataView'], bindings);
  if (!ts.isCallExpression(parent) || parent.expression === use) return false;
  const { expression } = parent;
  if (isOfJose(expression, jose, bindings)) return true;
  return (
    ts.isPropertyAccessExpression(expression) &&
    isByteMethod(expression.name.text, expression.expression, jose, bindings)
  );
}

function isByteMethod(
  name: string,
  object: ts.Expression,
  jose: JoseFile,
  bindings: Bindings,
): boolean {
  const made = madeBy(object, bindings);
  switch (name) {
    case 'from':
    case 'concat':
      return isGlobal(object, ['Buffer', 'Uint8Array', 'Array'], bindings);
    case 'decode':
      return made !== undefined && isGlobal(made, ['TextDecoder'], bindings);
    case 'sign':
      return isSubtle(object, bindings) || (made !== undefined && isOfJose(made, jose, bindings));
    case 'digest':
    case 'encrypt':
    case 'importKey':
    case 'verify':
      return isSubtle(object, bindings);
    default:
      return false;
  }
}

/** Whether an expression is a function or class that the file takes of jose. */
function isOfJose(node: ts.Expression, { sites }: JoseFile, bindings: Bindings): boolean {
  const uses = sites.flatMap(({ names }) => names);
  if (!ts.isIdentifier(node)) return uses.some((use) => use.node === node);
  const declared = bindings.resolve(node);
  return declared !== undefined && uses.some(({ local }) => local === declared);
}

/** The class of the object at the start of a chain: `SignJWT` of `new SignJWT({}).setIssuer('a')`. */
function madeBy(node: ts.Expression, bindings: Bindings): ts.Expression | undefined {
  if (ts.isNewExpression(node)) return node.expression;
  if (ts.isParenthesizedExpression(node)) return madeBy(node.expression, bindings);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return madeBy(node.expression.expression, bindings);
  const holder = ts.isIdentifier(node) ? bindings.resolve(node)?.parent : undefined;
  const isConstant =
    holder &&
    ts.isVariableDeclaration(holder) &&
    (ts.getCombinedNodeFlags(holder) & ts.NodeFlags.Const) !== 0;
  return isConstant && holder.initializer ? madeBy(holder.initializer, bindings) : undefined;
}

function isSubtle(node: ts.Expression, bindings: Bindings): boolean {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'subtle') {
    const { expression } = node;
    const isOfGlobal =
      ts.isPropertyAccessExpression(expression) &&
      expression.name.text === 'crypto' &&
      isGlobal(expression.expression, ['globalThis'], bindings);
    return isOfGlobal || isGlobal(expression, ['crypto', 'webcrypto'], bindings);
  }
  const pattern = ts.isIdentifier(node) ? bindings.resolve(node)?.parent : undefined;
  if (!pattern || !ts.isBindingElement(pattern)) return false;
  const { initializer } = pattern.parent.parent as ts.VariableDeclaration;
  return initializer !== undefined && isGlobal(initializer, ['crypto', 'webcrypto'], bindings);
}

const PLATFORM = /^['"](?:node:)?(?:buffer|crypto|util)['"]$/;

/** Whether a name means what the platform gives, as a global or by an import. */
function isGlobal(node: ts.Expression, names: readonly string[], bindings: Bindings): boolean {
  if (!ts.isIdentifier(node) || !names.includes(node.text)) return false;
  let at: ts.Node | undefined = bindings.resolve(node);
  if (!at) return true;
  while (at && !ts.isStatement(at)) at = at.parent;
  return (
    at !== undefined && ts.isImportDeclaration(at) && PLATFORM.test(at.moduleSpecifier.getText())
  );
}
