import { JsonWebTokenError } from '../errors.js';
import { isSigned } from '../signature.js';
import { now } from '../time.js';
import type { Jwt, JwtPayload, PublicKey, Secret, VerifyOptions } from '../types.js';
import { checkClaims } from '../verify-claims.js';
import { checkPresence, checkVerifyOptions, readJwt, signedText } from '../verify-input.js';
import { algorithmsFor, checkVerifyingKey, verifyingKey } from './keys.js';

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
  checkFlag(settings.allowInvalidAsymmetricKeyTypes);
  const present = settings.clockTimestamp || now();
  const jwt = readJwt(token);
  checkPresence(jwt.signature, secretOrPublicKey);
  if (jwt.signature === '' && !settings.algorithms)
    throw new JsonWebTokenError('please specify "none" in "algorithms" to verify unsigned tokens');
  const key = verifyingKey(secretOrPublicKey);
  const { alg } = jwt.header;
  const algorithms: readonly string[] = settings.algorithms || (key ? algorithmsFor(key) : []);
  if (algorithms.indexOf(alg) === -1) throw new JsonWebTokenError('invalid algorithm');
  checkVerifyingKey(key, alg, settings);
  if (!(await isSigned(signedText(token), jwt.signature, alg, key)))
    throw new JsonWebTokenError('invalid signature');
  checkClaims(jwt.payload as JwtPayload, settings, present);
  return settings.complete === true ? jwt : jwt.payload;
}

function checkFlag(allowInvalidAsymmetricKeyTypes: unknown): void {
  if (
    allowInvalidAsymmetricKeyTypes !== undefined &&
    typeof allowInvalidAsymmetricKeyTypes !== 'boolean'
  )
    throw new JsonWebTokenError('allowInvalidAsymmetricKeyTypes must be a boolean');
}
