import { JsonWebTokenError, NotBeforeError, TokenExpiredError } from './errors.js';
import { timeAfter } from './time.js';
import type { JwtPayload, VerifyOptions } from './types.js';

/** Checks the claims of a token that is signed. */
function checkClaims(payload: JwtPayload, options: VerifyOptions, present: number): void {
  const tolerance = options.clockTolerance || 0;
  checkTimes(payload, options, present, tolerance);
  if (options.audience) checkAudience(payload, options.audience);
  if (options.issuer) checkIssuer(payload, options.issuer);
  if (options.subject && payload.sub !== options.subject)
    throw new JsonWebTokenError(`jwt subject invalid. expected: ${options.subject}`);
  if (options.jwtid && payload.jti !== options.jwtid)
    throw new JsonWebTokenError(`jwt jwtid invalid. expected: ${options.jwtid}`);
  if (options.nonce && payload['nonce'] !== options.nonce)
    throw new JsonWebTokenError(`jwt nonce invalid. expected: ${options.nonce}`);
  if (options.maxAge) checkAge(payload, options.maxAge, present, tolerance);
}

function checkTimes(
  payload: JwtPayload,
  { ignoreNotBefore, ignoreExpiration }: VerifyOptions,
  present: number,
  tolerance: number,
): void {
  if (payload.nbf !== undefined && !ignoreNotBefore) {
    const nbf: unknown = payload.nbf;
    if (typeof nbf !== 'number') throw new JsonWebTokenError('invalid nbf value');
    if (nbf > present + tolerance) throw new NotBeforeError('jwt not active', dateOf(nbf));
  }
  if (payload.exp !== undefined && !ignoreExpiration) {
    const exp: unknown = payload.exp;
    if (typeof exp !== 'number') throw new JsonWebTokenError('invalid exp value');
    if (present >= exp + tolerance) throw new TokenExpiredError('jwt expired', dateOf(exp));
  }
}

function checkAudience({ aud }: JwtPayload, wanted: VerifyOptions['audience']): void {
  const audiences = Array.isArray(wanted) ? wanted : [wanted];
  const own: unknown[] = Array.isArray(aud) ? aud : [aud];
  const isWanted = (one: unknown): boolean =>
    audiences.some((audience) =>
      audience instanceof RegExp ? audience.test(String(one)) : audience === one,
    );
  if (!own.some(isWanted))
    throw new JsonWebTokenError(`jwt audience invalid. expected: ${audiences.join(' or ')}`);
}

function checkIssuer({ iss }: JwtPayload, wanted: VerifyOptions['issuer']): void {
  const isOther = typeof wanted === 'string' && iss !== wanted;
  const isNone = Array.isArray(wanted) && !wanted.some((issuer) => issuer === iss);
  if (isOther || isNone) throw new JsonWebTokenError(`jwt issuer invalid. expected: ${wanted}`);
}

function checkAge(
  { iat }: JwtPayload,
  maxAge: string | number,
  present: number,
  tolerance: number,
): void {
  if (typeof iat !== 'number') throw new JsonWebTokenError('iat required when maxAge is specified');
  const end = timeAfter(maxAge, iat);
  if (end === undefined)
    throw new JsonWebTokenError(
      '"maxAge" should be a number of seconds or string representing a timespan eg: "1d", "20h", 60',
    );
  if (present >= end + tolerance) throw new TokenExpiredError('maxAge exceeded', dateOf(end));
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

export { checkClaims };
