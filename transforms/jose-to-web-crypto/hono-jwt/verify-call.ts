import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Replacement } from './replacement.js';
import { secretOf } from './secret.js';

/**
 * `const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer: 'me' })` as
 * `const payload = await verify(token, secret, { alg: 'HS256', iss: 'me', iat: false })`, where the
 * errors are not looked at.
 */
export function readVerify(bindings: Bindings, use: ts.Identifier): Replacement | undefined {
  const call = use.parent;
  if (!ts.isCallExpression(call) || call.expression !== use) return undefined;
  const [token, key, options, ...more] = call.arguments;
  if (!token || ts.isSpreadElement(token) || !key || !options || more.length > 0) return undefined;
  const settings = settingsOf(options);
  const secret = settings && secretOf(bindings, key, false);
  const result = payloadOf(call);
  if (!secret || !settings || !result || !areErrorsIgnored(bindings, call)) return undefined;
  return {
    use,
    name: 'verify',
    secret,
    edits: (local) => {
      const text = `${local}(${token.getText()}, ${secret.text}, ${settings})`;
      return [[call, text], ...result];
    },
  };
}

/** The options in the words of hono; undefined where it has none for them. */
function settingsOf(options: ts.Expression): string | undefined {
  if (!ts.isObjectLiteralExpression(options)) return undefined;
  const members = new Map<string, ts.Expression>();
  for (const one of options.properties) {
    if (!ts.isPropertyAssignment(one)) return undefined;
    members.set(one.name.getText(), one.initializer);
  }
  const { algorithms, issuer, audience, ...others } = Object.fromEntries(members);
  const alg = algorithms && oneAlgorithm(algorithms);
  if (alg === undefined || Object.keys(others).length > 0) return undefined;
  const isCertain = (node: ts.Expression): boolean => ts.isStringLiteral(node) && node.text !== '';
  if (issuer && !isCertain(issuer)) return undefined;
  const isList = audience && ts.isArrayLiteralExpression(audience);
  const audiences = isList ? audience.elements : audience ? [audience] : [];
  if (!audiences.every(isCertain) || (isList && audiences.length === 0)) return undefined;
  return [
    `{ alg: '${alg}'`,
    ...(issuer ? [`iss: ${issuer.getText()}`] : []),
    ...(audience ? [`aud: ${audience.getText()}`] : []),
    // jose does not mind a token that was issued a moment ahead.
    'iat: false }',
  ].join(', ');
}

function oneAlgorithm(node: ts.Expression): string | undefined {
  if (!ts.isArrayLiteralExpression(node) || node.elements.length !== 1) return undefined;
  const [alg] = node.elements;
  return alg && ts.isStringLiteral(alg) && /^HS(?:256|384|512)$/.test(alg.text)
    ? alg.text
    : undefined;
}

/** Edits that take the payload as the result; undefined where anything else of it is used. */
function payloadOf(call: ts.CallExpression): (readonly [ts.Node, string])[] | undefined {
  const waited = call.parent;
  if (!ts.isAwaitExpression(waited)) return undefined;
  const { parent } = waited;
  if (ts.isExpressionStatement(parent)) return [];
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name))
    return undefined;
  const [element, ...more] = parent.name.elements;
  if (!element || more.length > 0 || element.dotDotDotToken || element.initializer)
    return undefined;
  if ((element.propertyName ?? element.name).getText() !== 'payload') return undefined;
  return parent.type ? undefined : [[parent.name, element.name.getText()]];
}

/** Whether the call stands in a `try` of its function whose `catch` does not look at the error. */
function areErrorsIgnored(bindings: Bindings, call: ts.Node): boolean {
  for (let at = call; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (!ts.isTryStatement(parent) || parent.tryBlock !== at || !parent.catchClause) continue;
    const { variableDeclaration } = parent.catchClause;
    if (!variableDeclaration) return true;
    const { name } = variableDeclaration;
    return ts.isIdentifier(name) && bindings.references(name).length === 0;
  }
  return false;
}
