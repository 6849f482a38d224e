import { jwsAlgorithm } from './algorithms.js';
import { decodeBase64url, encodeBase64url } from './base64url.js';
import { JOSEAlgNotAllowed, JWSInvalid, JWSSignatureVerificationFailed } from './errors.js';
import { algOf, checkCritical, parseHeader } from './headers.js';
import { checkKeyKind } from './profile.js';
import { resolveKey } from './resolve-key.js';
import { bytesOf, isObject, strictDecoder } from './text.js';
import type { Bytes, CryptoKey, FlattenedJWSInput, VerifyOptions } from './types.js';

/** A token whose signature is that of the key. */
interface Verified {
  readonly header: Record<string, unknown>;
  readonly payload: Bytes;
  readonly isEncoded: boolean;
  /** The key, where a function found it. */
  readonly key?: CryptoKey | Uint8Array;
}

/** Verifies the signature of a compact token, and hands out what it covers. */
async function verifyCompact(
  jws: unknown,
  key: unknown,
  options: VerifyOptions = {},
): Promise<Verified> {
  const allowed = allowedAlgorithms(options.algorithms);
  const { header, parts, isEncoded } = readCompact(jws, options);
  const alg = algOf(header);
  if (allowed && !allowed.includes(alg))
    throw new JOSEAlgNotAllowed('"alg" (Algorithm) Header Parameter value not allowed');
  const given: unknown = typeof key === 'function' ? await key(header, { ...parts }) : key;
  checkKeyKind(alg, given);
  const algorithm = jwsAlgorithm(alg);
  if (isEncoded && !isAscii(parts.payload))
    throw new JWSInvalid('The payload is not a valid base64url string');
  const signature = decoded(parts.signature, 'signature');
  const cryptoKey = await resolveKey(algorithm, given, 'verify');
  const data = bytesOf(`${parts.protected}.${parts.payload}`);
  const isLong = (algorithm.signatureBytes ?? signature.length) === signature.length;
  if (!isLong || !(await isSigned(algorithm.signing, cryptoKey, signature, data)))
    throw new JWSSignatureVerificationFailed();
  const payload = isEncoded ? decoded(parts.payload, 'payload') : bytesOf(parts.payload);
  const found = given instanceof Uint8Array ? given : cryptoKey;
  return { header, payload, isEncoded, ...(typeof key === 'function' ? { key: found } : {}) };
}

/** Some runtimes throw for a signature that cannot be one. */
async function isSigned(
  signing: { readonly name: string },
  key: CryptoKey,
  signature: Bytes,
  data: Bytes,
): Promise<boolean> {
  try {
    return await crypto.subtle.verify(signing, key, signature, data);
  } catch (cause) {
    throw new JWSSignatureVerificationFailed(undefined, { cause });
  }
}

function allowedAlgorithms(algorithms: string[] | undefined): readonly string[] | undefined {
  if (algorithms === undefined) return undefined;
  if (!Array.isArray(algorithms) || algorithms.some((alg) => typeof alg !== 'string'))
    throw new TypeError('"algorithms" option must be an array of strings');
  return algorithms;
}

interface Parts extends FlattenedJWSInput {
  readonly protected: string;
  readonly payload: string;
}

interface Compact {
  readonly header: Record<string, unknown>;
  readonly parts: Parts;
  readonly isEncoded: boolean;
}

function readCompact(jws: unknown, { crit }: VerifyOptions): Compact {
  const text = jws instanceof Uint8Array ? asciiOf(jws) : jws;
  if (typeof text !== 'string') throw new JWSInvalid('Compact JWS must be a string or Uint8Array');
  const [encoded = '', payload = '', signature = '', ...more] = text.split('.');
  if (text.split('.').length !== 3 || more.length > 0) throw new JWSInvalid('Invalid Compact JWS');
  const header = parseHeader(encoded);
  if (!header) throw new JWSInvalid('JWS Protected Header is invalid');
  const isEncoded = checkCritical(header, crit);
  if (!isEncoded && !isAscii(payload))
    throw new JWSInvalid('JWS Compact Serialization payload must use only ASCII characters');
  return { header, parts: { protected: encoded, payload, signature }, isEncoded };
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

/** Bytes that are no text of UTF-8 are no token either. */
function asciiOf(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new JWSInvalid('Invalid Compact JWS', { cause });
  }
}

function decoded(text: string, label: string): Bytes {
  try {
    return decodeBase64url(text);
  } catch (cause) {
    throw new JWSInvalid(`Failed to base64url decode the ${label}`, { cause });
  }
}

/** Signs a payload as a compact token. */
async function signCompact(
  payload: Uint8Array,
  given: unknown,
  key: unknown,
  crit: VerifyOptions['crit'],
  refuseUnencoded: () => never,
): Promise<string> {
  if (!isObject(given))
    throw new JWSInvalid(
      'either setProtectedHeader or setUnprotectedHeader must be called before #sign()',
    );
  const serialized = JSON.stringify(given);
  const header: Record<string, unknown> = JSON.parse(serialized);
  if (!checkCritical(header, crit)) refuseUnencoded();
  const alg = algOf(header);
  checkKeyKind(alg, key);
  const algorithm = jwsAlgorithm(alg);
  const cryptoKey = await resolveKey(algorithm, key, 'sign');
  const data = `${encodeBase64url(bytesOf(serialized))}.${encodeBase64url(payload)}`;
  const signature = await crypto.subtle.sign(algorithm.signing, cryptoKey, bytesOf(data));
  return `${data}.${encodeBase64url(new Uint8Array(signature))}`;
}

export { signCompact, verifyCompact };
