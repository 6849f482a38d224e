import { encodeBase64url } from '../../../module/source/base64url.js';
import type { Key } from './keys.js';
import { ALGORITHM } from './profile.js';
import { decodeBase64, utf8Bytes } from './text.js';
import type { Bytes } from './types.js';

/** How Web Crypto is asked for an algorithm. */
interface Signing {
  readonly name: string;
  readonly hash: string;
  readonly namedCurve: string;
  readonly saltLength: number;
}

const NAMES: Readonly<Record<string, string>> = {
  hs: 'HMAC',
  rs: 'RSASSA-PKCS1-v1_5',
  ps: 'RSA-PSS',
  es: 'ECDSA',
};

/**
 * What an algorithm is in Web Crypto; undefined for `none`.
 *
 * @throws TypeError for any other name
 */
function signingOf(alg: string): Signing | undefined {
  const [match, letters, bits] = alg.match(ALGORITHM) ?? [];
  if (match === undefined)
    throw new TypeError(
      `"${alg}" is not a valid algorithm.\n  Supported algorithms are:\n  "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" and "none".`,
    );
  const name = NAMES[letters?.toLowerCase() ?? ''];
  if (name === undefined) return undefined;
  const namedCurve = `P-${bits === '512' ? '521' : bits}`;
  return { name, hash: `SHA-${bits}`, namedCurve, saltLength: Number(bits) / 8 };
}

/** The signature of a text, in base64url. */
async function signatureOf(text: string, alg: string, key: Key | undefined): Promise<string> {
  const signing = signingOf(alg);
  if (!signing) return '';
  const cryptoKey = await importKey(signing, key, 'sign');
  const signature = await crypto.subtle.sign(signing, cryptoKey, utf8Bytes(text));
  return encodeBase64url(new Uint8Array(signature));
}

/** Whether a signature in base64url is that of a text. */
async function isSigned(
  text: string,
  signature: string,
  alg: string,
  key: Key | undefined,
): Promise<boolean> {
  const signing = signingOf(alg);
  if (!signing) return signature === '';
  if (signing.name === 'HMAC') return isSame(signature, await signatureOf(text, alg, key));
  const bytes = decodeBase64(signature);
  if (signing.name === 'ECDSA') checkLength(alg, signing, bytes);
  try {
    const cryptoKey = await importKey(signing, key, 'verify');
    return await crypto.subtle.verify(signing, cryptoKey, bytes, utf8Bytes(text));
  } catch {
    // Some runtimes throw for a signature that cannot be one.
    return false;
  }
}

/** Compares texts without telling by the time it takes where they differ. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function checkLength(alg: string, { saltLength }: Signing, { length }: Bytes): void {
  const wanted = saltLength === 64 ? 132 : saltLength * 2;
  if (length !== wanted)
    throw new TypeError(`"${alg}" signatures must be "${wanted}" bytes, saw "${length}"`);
}

function importKey(
  signing: Signing,
  key: Key | undefined,
  usage: 'sign' | 'verify',
): ReturnType<typeof crypto.subtle.importKey> {
  if (!key) throw new TypeError('A key is needed');
  const { type, bytes } = key;
  const format = type === 'secret' ? 'raw' : type === 'public' ? 'spki' : 'pkcs8';
  return crypto.subtle.importKey(format, bytes, signing, false, [usage]);
}

export { isSigned, signatureOf };
