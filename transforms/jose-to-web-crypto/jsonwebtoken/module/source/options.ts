import { KEY_OPTIONS } from './profile.js';
import type { JwtPayload } from './types.js';

/** What a value must be, and what is said where it is not. */
type Rule = readonly [isValid: (value: unknown) => boolean, message: string];

function isText(value: unknown): boolean {
  return tagOf(value) === 'String';
}

function isFlag(value: unknown): boolean {
  return tagOf(value) === 'Boolean';
}

function isNumber(value: unknown): boolean {
  return tagOf(value) === 'Number';
}

function isSpan(value: unknown): boolean {
  return Number.isInteger(value) || (isText(value) && value !== '');
}

function isTextOrList(value: unknown): boolean {
  return isText(value) || Array.isArray(value);
}

const ALGORITHMS: readonly unknown[] = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'none',
];

function isAlgorithm(value: unknown): boolean {
  return ALGORITHMS.includes(value);
}

/** Whether an object was written as `{}` or made by JSON.parse(), in this realm or another. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || tagOf(value) !== 'Object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

const SPAN = 'should be a number of seconds or string representing a timespan';

const SIGN_OPTIONS: ReadonlyMap<string, Rule> = new Map([
  ['expiresIn', [isSpan, `"expiresIn" ${SPAN}`]],
  ['notBefore', [isSpan, `"notBefore" ${SPAN}`]],
  ['audience', [isTextOrList, '"audience" must be a string or array']],
  ['algorithm', [isAlgorithm, '"algorithm" must be a valid string enum value']],
  ['header', [isPlainObject, '"header" must be an object']],
  ['encoding', [isText, '"encoding" must be a string']],
  ['issuer', [isText, '"issuer" must be a string']],
  ['subject', [isText, '"subject" must be a string']],
  ['jwtid', [isText, '"jwtid" must be a string']],
  ['noTimestamp', [isFlag, '"noTimestamp" must be a boolean']],
  ['keyid', [isText, '"keyid" must be a string']],
  ['mutatePayload', [isFlag, '"mutatePayload" must be a boolean']],
  ...KEY_OPTIONS.map((name): [string, Rule] => [name, [isFlag, `"${name}" must be a boolean`]]),
]);

const CLAIMS: ReadonlyMap<string, Rule> = new Map(
  ['iat', 'exp', 'nbf'].map((name) => [
    name,
    [isNumber, `"${name}" should be a number of seconds`],
  ]),
);

/** @throws Error for an option that is unknown, or of another kind than it must be */
function checkSignOptions(options: object): void {
  checkRules(SIGN_OPTIONS, options, 'options', (name) => {
    throw new Error(`"${name}" is not allowed in "options"`);
  });
}

/** @throws Error for a time that is no number */
function checkPayload(payload: unknown): asserts payload is JwtPayload {
  checkRules(CLAIMS, payload, 'payload');
}

function checkRules(
  rules: ReadonlyMap<string, Rule>,
  object: unknown,
  what: string,
  refuse?: (name: string) => never,
): void {
  if (!isPlainObject(object)) throw new Error(`Expected "${what}" to be a plain object.`);
  for (const [name, value] of Object.entries(object)) {
    const rule = rules.get(name);
    if (!rule) refuse?.(name);
    else if (!rule[0](value)) throw new Error(rule[1]);
  }
}

export { checkPayload, checkSignOptions };
