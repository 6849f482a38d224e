import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Replacement } from './replacement.js';
import { secretOf } from './secret.js';

/**
 * `new SignJWT({ ... }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject('me').sign(key)`
 * as `sign({ ..., sub: 'me' }, secret, 'HS256')`, where every byte of the token is the same.
 */
export function readSign(
  bindings: Bindings,
  use: ts.Identifier,
  isTyped: boolean,
): Replacement | undefined {
  const created = use.parent;
  if (!ts.isNewExpression(created) || created.expression !== use) return undefined;
  const [payload, ...more] = created.arguments ?? [];
  if (more.length > 0 || !payload || !ts.isObjectLiteralExpression(payload)) return undefined;
  const calls = chainOf(created);
  const last = calls.at(-1);
  const header = calls.filter(({ name }) => name === 'setProtectedHeader');
  const alg = header.length === 1 ? algorithmOf(header[0]?.call.arguments) : undefined;
  if (last?.name !== 'sign' || last.call.arguments.length !== 1 || alg === undefined)
    return undefined;
  const claims = claimsOf(calls.slice(0, -1), payload);
  const [key] = last.call.arguments;
  const secret = key && claims && secretOf(bindings, key, isTyped);
  if (!secret || !claims) return undefined;
  const object = withClaims(payload, claims);
  return {
    use,
    name: 'sign',
    secret,
    edits: (local) => [[last.call, `${local}(${object}, ${secret.text}, '${alg}')`]],
  };
}

interface Link {
  readonly name: string;
  readonly call: ts.CallExpression;
}

/** The methods that are called on a builder, one after the other. */
function chainOf(start: ts.Expression): Link[] {
  const links: Link[] = [];
  for (let at: ts.Expression = start; ;) {
    const access = at.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== at) return links;
    const call = access.parent;
    if (!ts.isCallExpression(call) || call.expression !== access) return links;
    links.push({ name: access.name.text, call });
    at = call;
  }
}

/** `{ alg: 'HS256', typ: 'JWT' }` in this order: hono writes no other header. */
function algorithmOf(given: readonly ts.Expression[] = []): string | undefined {
  const [header] = given;
  if (!header || given.length !== 1 || !ts.isObjectLiteralExpression(header)) return undefined;
  const entries = header.properties.map((one) =>
    ts.isPropertyAssignment(one) && ts.isStringLiteralLike(one.initializer)
      ? `${one.name.getText()}:${one.initializer.text}`
      : '',
  );
  const [, alg] = /^alg:(HS(?:256|384|512)),typ:JWT$/.exec(entries.join()) ?? [];
  return alg;
}

const CLAIMS: Readonly<Record<string, string>> = {
  setIssuer: 'iss',
  setSubject: 'sub',
  setAudience: 'aud',
  setJti: 'jti',
  setIssuedAt: 'iat',
  setNotBefore: 'nbf',
  setExpirationTime: 'exp',
};

/** What the methods add to the payload, as members of an object; undefined where that is not certain. */
function claimsOf(
  links: readonly Link[],
  payload: ts.ObjectLiteralExpression,
): string[] | undefined {
  const held = new Set(payload.properties.map((one) => one.name?.getText() ?? '...'));
  const members: string[] = [];
  for (const { name, call } of links) {
    if (name === 'setProtectedHeader') continue;
    const claim = CLAIMS[name];
    const value = claim === undefined ? undefined : valueOf(name, call.arguments);
    if (claim === undefined || value === undefined || held.has(claim)) return undefined;
    held.add(claim);
    members.push(`${claim}: ${value}`);
  }
  return members;
}

const NOW = 'Math.floor(Date.now() / 1000)';

function valueOf(name: string, given: readonly ts.Expression[]): string | undefined {
  const [value, ...more] = given;
  if (more.length > 0) return undefined;
  if (!value) return name === 'setIssuedAt' ? NOW : undefined;
  const isTime = /^set(?:IssuedAt|NotBefore|ExpirationTime)$/.test(name);
  if (isTime && ts.isNumericLiteral(value)) return value.getText();
  if (isTime) {
    const seconds = name === 'setIssuedAt' ? undefined : secondsIn(value);
    return seconds === undefined ? undefined : `${NOW} + ${seconds}`;
  }
  const isList = name === 'setAudience' && ts.isArrayLiteralExpression(value);
  const isCertain = isList ? value.elements.every(ts.isStringLiteral) : ts.isStringLiteral(value);
  return isCertain ? value.getText() : undefined;
}

const SPAN =
  /^(\d+|\d+\.\d+) ?(?:(s|secs?|seconds?)|(m|mins?|minutes?)|(h|hrs?|hours?)|(d|days?)|(w|weeks?)|(y|yrs?|years?))$/i;
/** Seconds of the units, in the order of the groups. */
const SECONDS = [1, 60, 3600, 86_400, 604_800, 31_557_600];

/** Seconds of a time span such as `2h`, as jose reads it. */
function secondsIn(node: ts.Expression): number | undefined {
  const [, count, ...units] = SPAN.exec(ts.isStringLiteralLike(node) ? node.text : '') ?? [];
  const size = SECONDS[units.findIndex((unit) => unit !== undefined)];
  return count === undefined || size === undefined ? undefined : Math.round(Number(count) * size);
}

/** Text of the payload with more members. */
function withClaims(payload: ts.ObjectLiteralExpression, claims: readonly string[]): string {
  if (claims.length === 0) return payload.getText();
  const last = payload.properties.at(-1);
  if (!last) return `{ ${claims.join(', ')} }`;
  const text = payload.getText();
  const [indent] = /\n[ \t]*(?=\S[^\n]*$)/.exec(
    text.slice(0, last.getStart() - payload.getStart() + 1),
  ) ?? [' '];
  const end = last.end - payload.getStart();
  const rest = text.slice(end).replace(/^\s*,/, '');
  const comma = /^\s*,/.test(text.slice(end)) ? ',' : '';
  return `${text.slice(0, end)},${claims.map((claim) => `${indent}${claim}`).join(',')}${comma}${rest}`;
}
