import { JsonWebTokenError } from '../errors.js';
import { isSigned } from '../signature.js';
import { now } from '../time.js';
import type { Jwt, JwtPayload, PublicKey, Secret, VerifyOptions } from '../types.js';
import { checkClaims } from '../verify-claims.js';
import { checkPresence, checkVerifyOptions, readJwt, signedText } from '../verify-input.js';
import { algorithmsFor, keyFor } from './keys.js';

/** Verifies a token, and gives what it says. */
export async function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey,
  options: VerifyOptions & { complete: true },
): Promise<Jwt>;
export async function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey,
  options?: VerifyOptions & { complete?: false },
): Promise<JwtPayload | string>;
export async function verify(
  token: string,
  secretOrPublicKey: Secret | PublicKey,
  options?: VerifyOptions,
): Promise<Jwt | JwtPayload | string>;
export async function verify(
  token: string,
  secretOrPublicKey: unknown,
  options?: VerifyOptions,
): Promise<Jwt | JwtPayload | string> {
  const settings = { ...options };
  checkVerifyOptions(settings);
  const present = settings.clockTimestamp || now();
  const jwt = readJwt(token);
  checkPresence(jwt.signature, secretOrPublicKey);
  const { alg } = jwt.header;
  const fitting = jwt.signature === '' ? ['none'] : algorithmsFor(secretOrPublicKey);
  const algorithms: readonly string[] = settings.algorithms || fitting;
  if (algorithms.indexOf(alg) === -1) throw new JsonWebTokenError('invalid algorithm');
  const key = keyFor(secretOrPublicKey, alg, 'verify');
  if (!(await isSigned(signedText(token), jwt.signature, alg, key)))
    throw new JsonWebTokenError('invalid signature');
  checkClaims(jwt.payload as JwtPayload, settings, present);
  return settings.complete === true ? jwt : jwt.payload;
}
