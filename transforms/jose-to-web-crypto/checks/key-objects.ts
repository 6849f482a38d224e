import type { Bindings } from '../../engine/syntax/bindings.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { shortText, type Problem } from '../problem.js';
import { isNodeCrypto, nodeCryptoName } from './node-crypto.js';

const MAKERS = new Set([
  'createSecretKey',
  'createPublicKey',
  'createPrivateKey',
  'generateKeySync',
  'generateKeyPairSync',
  'generateKey',
  'generateKeyPair',
  'KeyObject',
  'X509Certificate',
]);
const MENTION =
  /\b(?:create(?:Secret|Public|Private)Key|KeyObject|generateKey(?:Pair)?(?:Sync)?|publicKey)\b/;

/** What makes a certificate one that gives a key. */
const PUBLIC_KEY = /\bpublicKey\b/;

/** A key of node:crypto that may come to jose. */
export interface KeyObjectUse {
  readonly problem: Problem;
  /** Whether it may come to jose in other files than its own. */
  readonly travels: boolean;
}

/** Keys of node:crypto that may come to jose, in all files of the package. */
export function keyObjectUses(program: SourceProgram): KeyObjectUse[] {
  return program.pkg.files.flatMap((path) => {
    const text = program.pkg.read(path) ?? '';
    if (!MENTION.test(text) || !isNodeCrypto(text)) return [];
    const file = program.file(path);
    if (!file) return [];
    const bindings = program.bindings(path);
    const found: KeyObjectUse[] = [];
    const visit = (node: ts.Node): void => {
      const name = nodeCryptoName(bindings, node);
      const makes =
        name !== undefined &&
        MAKERS.has(name) &&
        (name !== 'X509Certificate' || PUBLIC_KEY.test(text));
      const reach = makes ? reachOf(bindings, node) : 'inside';
      if (reach === 'inside') return ts.forEachChild(node, visit);
      const code = shortText(ts.isCallExpression(node.parent) ? node.parent : node);
      const problem = { code: 'jose-key-object', file: path, node, details: { code } } as const;
      found.push({ problem, travels: reach === 'travels' });
    };
    visit(file.ast);
    return found;
  });
}

/** `inside`: only node:crypto gets the key; `file`: jose in the same file as well; `travels`: anything may. */
type KeyReach = 'inside' | 'file' | 'travels';

function reachOf(bindings: Bindings, maker: ts.Node): KeyReach {
  const call = maker.parent;
  if (ts.isImportSpecifier(call) || ts.isBindingElement(call)) return 'inside';
  if (ts.isNewExpression(call) && call.expression === maker) return reachOfKey(bindings, call);
  if (!ts.isCallExpression(call) || call.expression !== maker) return 'travels';
  return givesText(call) ? 'inside' : reachOfKey(bindings, call);
}

/** `generateKeyPairSync('rsa', { publicKeyEncoding, privateKeyEncoding })` */
function givesText({ arguments: [, options] }: ts.CallExpression): boolean {
  if (!options || !ts.isObjectLiteralExpression(options)) return false;
  const names = options.properties.map(({ name }) => name?.getText());
  return names.includes('publicKeyEncoding') && names.includes('privateKeyEncoding');
}

function reachOfKey(bindings: Bindings, use: ts.Node): KeyReach {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === use) {
    if (/^(?:publicKey|privateKey)$/.test(parent.name.text)) return reachOfKey(bindings, parent);
    return parent.name.text === 'export' ? 'inside' : 'travels';
  }
  if (ts.isCallExpression(parent)) return reachOfCall(bindings, parent);
  if (ts.isPropertyAssignment(parent) && ts.isCallExpression(parent.parent.parent))
    return isCryptoCall(bindings, parent.parent.parent) ? 'inside' : 'travels';
  const name = ts.isVariableDeclaration(parent) ? parent.name : undefined;
  if (!name || isExported(parent)) return 'travels';
  const locals = ts.isIdentifier(name) ? [name] : localsOf(name);
  const reaches = locals
    .flatMap((local) => (local ? bindings.references(local) : [undefined]))
    .map((reference) => (reference ? reachOfKey(bindings, reference) : 'travels'));
  if (reaches.includes('travels')) return 'travels';
  return reaches.includes('file') ? 'file' : 'inside';
}

function reachOfCall(bindings: Bindings, call: ts.CallExpression): KeyReach {
  if (isCryptoCall(bindings, call)) return 'inside';
  const { expression } = call;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  const declaration = ts.isIdentifier(expression) ? bindings.resolve(expression) : undefined;
  const isJoseCall = ts.isIdentifier(name) && TAKES_KEY.test(name.text);
  const isOwn = declaration !== undefined && ts.isFunctionDeclaration(declaration.parent);
  return isJoseCall && !isOwn ? 'file' : 'travels';
}

/** Functions and methods of jose that take a key. */
const TAKES_KEY =
  /^(?:sign|encrypt|jwtVerify|jwtDecrypt|(?:compact|flattened|general)(?:Verify|Decrypt)|export(?:JWK|SPKI|PKCS8))$/;

function localsOf(pattern: ts.BindingPattern): (ts.Identifier | undefined)[] {
  return pattern.elements.map((element) =>
    ts.isBindingElement(element) && ts.isIdentifier(element.name) ? element.name : undefined,
  );
}

function isExported(declaration: ts.Node): boolean {
  return hasModifier(declaration.parent.parent, ts.SyntaxKind.ExportKeyword);
}

const SIGNING = new Set(['sign', 'verify']);

function isCryptoCall(bindings: Bindings, { expression }: ts.CallExpression): boolean {
  if (nodeCryptoName(bindings, expression) !== undefined) return true;
  // `createSign('RSA-SHA256').update(text).sign(key)`
  if (!ts.isPropertyAccessExpression(expression) || !SIGNING.has(expression.name.text))
    return false;
  let start: ts.Expression = expression.expression;
  while (ts.isCallExpression(start) && ts.isPropertyAccessExpression(start.expression)) {
    if (nodeCryptoName(bindings, start.expression) !== undefined) return true;
    start = start.expression.expression;
  }
  return ts.isCallExpression(start) && nodeCryptoName(bindings, start.expression) !== undefined;
}
