import { addClaims, checkInput, headerOf, signedPart } from '../sign-claims.js';
import { signatureOf } from '../signature.js';
import type { PrivateKey, Secret, SignOptions } from '../types.js';
import { checkKind, signingKey } from './keys.js';

/** Signs a payload as a token. */
export async function sign(
  payload: string | Uint8Array | object,
  secretOrPrivateKey: Secret | PrivateKey,
  options?: SignOptions,
): Promise<string>;
export async function sign(
  payload: string | Uint8Array | object,
  secretOrPrivateKey: null | undefined,
  options: SignOptions & { algorithm: 'none' },
): Promise<string>;
export async function sign(
  payload: unknown,
  secretOrPrivateKey: unknown,
  options?: SignOptions,
): Promise<string> {
  const settings = options || {};
  const header = headerOf(payload, settings);
  if (!secretOrPrivateKey && settings.algorithm !== 'none')
    throw new Error('secretOrPrivateKey must have a value');
  const key = signingKey(secretOrPrivateKey, header.alg, settings);
  const claims = checkInput(payload, settings);
  if (!settings.allowInvalidAsymmetricKeyTypes) checkKind(header.alg, key);
  const text = signedPart(
    header,
    claims ? addClaims(claims, settings) : payload,
    settings.encoding,
  );
  return `${text}.${await signatureOf(text, header.alg, key)}`;
}
