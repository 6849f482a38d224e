import type { JsonWebTokenError, NotBeforeError, TokenExpiredError } from './errors.js';

/** Bytes as Web Crypto takes them. */
type Bytes = Uint8Array & Parameters<typeof crypto.subtle.digest>[1];

export type Algorithm =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'none';

/** A key as `node:crypto` has it. */
interface KeyObject {
  readonly type: string;
  export(options?: { type: 'spki' | 'pkcs8'; format: 'der' }): unknown;
}

/** A key in PEM format, with what jsonwebtoken may be told about it. */
interface KeyDescription {
  key: string | Uint8Array | object;
  format?: string;
  passphrase?: string | Uint8Array;
}

/** The secret of an HMAC, or a key in PEM format. */
export type Secret = string | Uint8Array | KeyObject | KeyDescription;

export type PublicKey = Secret;

export type PrivateKey = Secret;

export interface SignOptions {
  /** By default HS256. */
  algorithm?: Algorithm;
  keyid?: string;
  /** Seconds, or a time span such as `2h`. A string of digits alone means milliseconds. */
  expiresIn?: string | number;
  /** Seconds, or a time span such as `2h`. A string of digits alone means milliseconds. */
  notBefore?: string | number;
  audience?: string | string[];
  subject?: string;
  issuer?: string;
  jwtid?: string;
  /** Writes the claims into the payload that was given. */
  mutatePayload?: boolean;
  noTimestamp?: boolean;
  header?: JwtHeader;
  encoding?: string;
  allowInsecureKeySizes?: boolean;
  allowInvalidAsymmetricKeyTypes?: boolean;
}

export interface VerifyOptions {
  /** Algorithms to accept; by default those that fit the key. */
  algorithms?: Algorithm[];
  audience?: string | RegExp | (string | RegExp)[];
  /** The present in seconds, for tests. */
  clockTimestamp?: number;
  /** Seconds. */
  clockTolerance?: number;
  /** Gives `{ header, payload, signature }` instead of the payload. */
  complete?: boolean;
  issuer?: string | string[];
  ignoreExpiration?: boolean;
  ignoreNotBefore?: boolean;
  jwtid?: string;
  nonce?: string;
  subject?: string;
  /** Seconds, or a time span such as `2h`, since the token was issued. */
  maxAge?: string | number;
  allowInvalidAsymmetricKeyTypes?: boolean;
}

export interface DecodeOptions {
  /** Gives `{ header, payload, signature }` instead of the payload. */
  complete?: boolean;
  /** Parses the payload even if the header does not say that it is JSON. */
  json?: boolean;
}

export interface JwtHeader {
  alg: string;
  typ?: string;
  cty?: string;
  crit?: string[];
  kid?: string;
  jku?: string;
  x5u?: string | string[];
  'x5t#S256'?: string;
  x5t?: string;
  x5c?: string | string[];
}

/** Claims of a token. */
export interface JwtPayload {
  // oxlint-disable-next-line typescript/no-explicit-any -- the type that jsonwebtoken gives to other claims
  [claim: string]: any;
  iss?: string;
  sub?: string;
  aud?: string | string[];
  exp?: number;
  nbf?: number;
  iat?: number;
  jti?: string;
}

export interface Jwt {
  header: JwtHeader;
  payload: JwtPayload | string;
  signature: string;
}

export type VerifyErrors = JsonWebTokenError | NotBeforeError | TokenExpiredError;

export type { Bytes, KeyDescription, KeyObject };
