import { encodeBase64url } from '../../../module/source/base64url.js';
import { checkPayload, checkSignOptions } from './options.js';
import { latin1Bytes, utf8Bytes, utf8Text } from './text.js';
import { now, timeAfter } from './time.js';
import type { JwtPayload, SignOptions } from './types.js';

/** Options that become claims, in the order of these. */
const CLAIM_OPTIONS = [
  ['audience', 'aud'],
  ['issuer', 'iss'],
  ['subject', 'sub'],
  ['jwtid', 'jti'],
] as const;

const OBJECT_OPTIONS = [
  'expiresIn',
  'notBefore',
  'noTimestamp',
  'audience',
  'issuer',
  'subject',
  'jwtid',
] as const;

/** What is signed as JSON, with claims of the options; a Buffer stands for its text. */
function isClaims(payload: unknown): boolean {
  return typeof payload === 'object' && !isBuffer(payload);
}

function isBuffer(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.constructor.name === 'Buffer';
}

function headerOf(payload: unknown, options: SignOptions): { alg: string } & object {
  const { algorithm, keyid, header } = options;
  const typ = isClaims(payload) ? 'JWT' : undefined;
  return { alg: algorithm || 'HS256', typ, kid: keyid, ...header };
}

/**
 * Checks what is to be signed, and the options.
 *
 * @returns what the claims are written into; undefined for a payload that has none
 */
function checkInput(payload: unknown, options: SignOptions): JwtPayload | undefined {
  if (payload === undefined) throw new Error('payload is required');
  if (!isClaims(payload)) {
    const refused = OBJECT_OPTIONS.filter((name) => options[name] !== undefined);
    if (refused.length > 0)
      throw new Error(`invalid ${refused.join(',')} option for ${typeof payload} payload`);
    checkSignOptions(options);
    return undefined;
  }
  checkPayload(payload);
  checkTwice('expiresIn', options.expiresIn, 'exp', payload.exp);
  checkTwice('notBefore', options.notBefore, 'nbf', payload.nbf);
  checkSignOptions(options);
  return options.mutatePayload ? payload : { ...payload };
}

function checkTwice(option: string, asked: unknown, claim: string, held: unknown): void {
  if (asked !== undefined && held !== undefined)
    throw new Error(
      `Bad "options.${option}" option the payload already has an "${claim}" property.`,
    );
}

/** Writes the claims that the options ask for. */
function addClaims(payload: JwtPayload, options: SignOptions): JwtPayload {
  const { expiresIn, notBefore, noTimestamp } = options;
  const issuedAt = payload.iat || now();
  if (noTimestamp) delete payload.iat;
  else payload.iat = issuedAt;
  if (notBefore !== undefined) payload.nbf = timeOf('notBefore', notBefore, issuedAt);
  if (expiresIn !== undefined) payload.exp = timeOf('expiresIn', expiresIn, issuedAt);
  const claims: Record<string, unknown> = payload;
  for (const [option, claim] of CLAIM_OPTIONS) {
    if (options[option] === undefined) continue;
    if (claims[claim] !== undefined)
      throw new Error(
        `Bad "options.${option}" option. The payload already has an "${claim}" property.`,
      );
    claims[claim] = options[option];
  }
  return payload;
}

function timeOf(option: string, span: string | number, issuedAt: number): number {
  const time = timeAfter(span, issuedAt);
  if (time === undefined)
    throw new Error(
      `"${option}" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60`,
    );
  return time;
}

/** The part of a token that is signed. */
function signedPart(header: object, payload: unknown, encoding?: string): string {
  if (!/^utf-?8$/i.test(encoding || 'utf8'))
    throw new Error(`The encoding ${encoding} is not supported`);
  const text = isBuffer(payload) ? utf8Text(payload) : payload;
  const content = typeof text === 'string' ? text : JSON.stringify(text);
  const encodedHeader = encodeBase64url(latin1Bytes(JSON.stringify(header)));
  return `${encodedHeader}.${encodeBase64url(utf8Bytes(content))}`;
}

export { addClaims, checkInput, headerOf, signedPart };
