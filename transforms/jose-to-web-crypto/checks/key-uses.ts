import type { Bindings } from '../../engine/syntax/bindings.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { shortText, type Problem } from '../problem.js';
import { exchangeOf } from '../sharing/exchange.js';
import type { JoseFile } from '../survey.js';
import { nodeCryptoName } from './node-crypto.js';

const MEMBERS = new Set(['asymmetricKeyType', 'asymmetricKeyDetails', 'symmetricKeySize']);
const MENTION = /\b(?:asymmetricKey(?:Type|Details)|symmetricKeySize)\b|['"](?:node:)?crypto['"]/;
/** Functions of node:crypto and the position of their key. */
const KEY_POSITION: Readonly<Record<string, number>> = {
  sign: 2,
  verify: 2,
  publicEncrypt: 0,
  privateDecrypt: 0,
  privateEncrypt: 0,
  publicDecrypt: 0,
};

/** Where a key that jose 4 or 5 made may come, by a field, a result or an argument, and has to be a KeyObject. */
export function keyUseProblems(program: SourceProgram, files: readonly JoseFile[]): Problem[] {
  const makesKeys = exchangeOf(
    files.flatMap(({ names }) => [...names]),
    'jose-5',
  ).keys;
  if (!makesKeys) return [];
  return program.pkg.files.flatMap((path) => {
    const file = MENTION.test(program.pkg.read(path) ?? '') ? program.file(path) : undefined;
    const node = file && findUse(file.ast, program.bindings(path));
    return node
      ? [{ code: 'jose-key-leaves', file: path, node, details: { code: shortText(node) } }]
      : [];
  });
}

function findUse(node: ts.Node, bindings: Bindings): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(node) && MEMBERS.has(node.name.text)) return node;
  const key = ts.isCallExpression(node) ? keyOf(node, bindings) : undefined;
  if (key && mayBeKey(key, bindings)) return node;
  return ts.forEachChild(node, (child) => findUse(child, bindings));
}

/** The argument of a function of node:crypto that is a key. */
function keyOf(call: ts.CallExpression, bindings: Bindings): ts.Expression | undefined {
  const { expression } = call;
  const name = nodeCryptoName(bindings, expression);
  if (name !== undefined) return call.arguments[KEY_POSITION[name] ?? -1];
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const isSigner = /\bcreate(?:Sign|Verify)\s*\(/.test(expression.expression.getText());
  return isSigner && /^(?:sign|verify)$/.test(expression.name.text) ? call.arguments[0] : undefined;
}

function isOtherMaker(callee: ts.Expression, bindings: Bindings): boolean {
  if (nodeCryptoName(bindings, callee) !== undefined) return true;
  return /(?:^|\.)(?:readFile\w*|toString|from)$/.test(callee.getText());
}

/** Fields, results and parameters may be keys of jose; texts, what is read of files and the environment are not. */
function mayBeKey(node: ts.Expression, bindings: Bindings): boolean {
  if (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node))
    return mayBeKey(node.expression, bindings);
  if (ts.isPropertyAccessExpression(node)) return node.getText().startsWith('this.');
  if (ts.isCallExpression(node)) return !isOtherMaker(node.expression, bindings);
  if (!ts.isIdentifier(node)) return false;
  const holder = bindings.resolve(node)?.parent;
  if (!holder) return false;
  if (ts.isVariableDeclaration(holder) && holder.initializer)
    return mayBeKey(holder.initializer, bindings);
  const pattern = ts.isBindingElement(holder) ? holder.parent.parent : undefined;
  if (pattern && ts.isVariableDeclaration(pattern) && pattern.initializer)
    return mayBeKey(pattern.initializer, bindings);
  return pattern !== undefined || ts.isParameter(holder) || ts.isImportSpecifier(holder);
}
