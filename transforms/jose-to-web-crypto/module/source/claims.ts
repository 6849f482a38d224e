import { JWTClaimValidationFailed, JWTExpired, JWTInvalid } from './errors.js';
import { isAsked } from './profile.js';
import { has, isObject, strictDecoder } from './text.js';
import { epoch, finite, secondsOf } from './time.js';
import type { JWTClaimVerificationOptions, JWTPayload } from './types.js';

const NO_CLAIMS = 'JWT Claims Set must be a top-level JSON object';

/** Parses the claims of a token and checks them against the options. */
function validateClaims(
  header: Record<string, unknown>,
  bytes: Uint8Array,
  options: JWTClaimVerificationOptions = {},
): JWTPayload {
  const claims = parseClaims(bytes);
  checkType(header, claims, options.typ);
  checkPresence(claims, options);
  checkValues(claims, options);
  checkTimes(claims, options);
  return claims;
}

function parseClaims(bytes: Uint8Array): JWTPayload {
  let claims: unknown;
  try {
    claims = JSON.parse(strictDecoder.decode(bytes));
  } catch (cause) {
    throw new JWTInvalid(NO_CLAIMS, { cause });
  }
  if (!isObject(claims)) throw new JWTInvalid(NO_CLAIMS);
  return claims;
}

function checkType(
  header: Record<string, unknown>,
  claims: JWTPayload,
  typ: string | undefined,
): void {
  if (typ === undefined) return;
  if (typeof header['typ'] === 'string' && mediaType(header['typ']) === mediaType(typ)) return;
  throw new JWTClaimValidationFailed(
    'unexpected "typ" JWT header value',
    claims,
    'typ',
    'check_failed',
  );
}

function mediaType(typ: string): string {
  return typ.includes('/') ? typ.toLowerCase() : `application/${typ.toLowerCase()}`;
}

function checkPresence(claims: JWTPayload, options: JWTClaimVerificationOptions): void {
  const { requiredClaims = [], issuer, subject, audience, maxTokenAge } = options;
  const required: string[] = [];
  for (const claim of requiredClaims) required.unshift(claim);
  if (maxTokenAge !== undefined) required.unshift('iat');
  if (audience !== undefined) required.unshift('aud');
  if (subject !== undefined) required.unshift('sub');
  if (issuer !== undefined) required.unshift('iss');
  for (const claim of required)
    if (!has(claims, claim))
      throw new JWTClaimValidationFailed(
        `missing required "${claim}" claim`,
        claims,
        claim,
        'missing',
      );
}

function checkValues(claims: JWTPayload, options: JWTClaimVerificationOptions): void {
  const { issuer, subject, audience } = options;
  if (isAsked(issuer) && !listOf(issuer).some((name) => name === claims.iss))
    throw unexpected(claims, 'iss');
  if (isAsked(subject) && claims.sub !== subject) throw unexpected(claims, 'sub');
  if (!isAsked(audience)) return;
  const { aud } = claims;
  const named = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud : [];
  if (!listOf(audience).some((name) => named.includes(name))) throw unexpected(claims, 'aud');
}

function listOf(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}

function unexpected(claims: JWTPayload, claim: string): JWTClaimValidationFailed {
  const message = `unexpected "${claim}" claim value`;
  return new JWTClaimValidationFailed(message, claims, claim, 'check_failed');
}

function checkTimes(claims: JWTPayload, options: JWTClaimVerificationOptions): void {
  const { maxTokenAge, currentDate = new Date() } = options;
  const tolerance = toleranceOf(options.clockTolerance);
  const now = finite('currentDate option', epoch(currentDate));
  const iat = timeClaim(claims, 'iat', maxTokenAge !== undefined);
  const nbf = timeClaim(claims, 'nbf');
  if (nbf !== undefined && nbf > now + tolerance) throw untimely(claims, 'nbf');
  const exp = timeClaim(claims, 'exp');
  if (exp !== undefined && exp <= now - tolerance)
    throw new JWTExpired('"exp" claim timestamp check failed', claims, 'exp', 'check_failed');
  if (maxTokenAge === undefined || iat === undefined) return;
  const age = now - iat;
  if (age - tolerance > ageOf(maxTokenAge))
    throw new JWTExpired(
      '"iat" claim timestamp check failed (too far in the past)',
      claims,
      'iat',
      'check_failed',
    );
  if (age < -tolerance) throw untimely(claims, 'iat', ' (it should be in the past)');
}

function untimely(claims: JWTPayload, claim: string, detail = ''): JWTClaimValidationFailed {
  const message = `"${claim}" claim timestamp check failed${detail}`;
  return new JWTClaimValidationFailed(message, claims, claim, 'check_failed');
}

function timeClaim(
  claims: JWTPayload,
  claim: 'exp' | 'iat' | 'nbf',
  isRequired = false,
): number | undefined {
  const value = claims[claim];
  if (value === undefined && !isRequired) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new JWTClaimValidationFailed(
      `"${claim}" claim must be a number`,
      claims,
      claim,
      'invalid',
    );
  return value;
}

function toleranceOf(option: number | string | undefined): number {
  if (option !== undefined && typeof option !== 'string' && typeof option !== 'number')
    throw new TypeError('Invalid clockTolerance option type');
  const seconds = typeof option === 'string' ? secondsOf(option) : (option ?? 0);
  if (finite('clockTolerance option', seconds) < 0)
    throw new TypeError('Invalid clockTolerance option input');
  return seconds;
}

function ageOf(option: number | string): number {
  const seconds = typeof option === 'number' ? option : secondsOf(option);
  if (finite('maxTokenAge option', seconds) < 0)
    throw new TypeError('Invalid maxTokenAge option input');
  return seconds;
}

export { validateClaims };
