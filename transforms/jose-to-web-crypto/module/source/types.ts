import type { KeyInput } from './profile.js';

/** A key of Web Crypto. */
export type CryptoKey = Extract<
  Awaited<ReturnType<typeof crypto.subtle.generateKey>>,
  { type: string }
>;

/** Bytes as Web Crypto takes them. */
export type Bytes = Uint8Array & Parameters<typeof crypto.subtle.digest>[1];

/** JSON Web Key. */
export interface JWK {
  kty?: string;
  alg?: string;
  use?: string;
  key_ops?: string[];
  ext?: boolean;
  kid?: string;
  crv?: string;
  x?: string;
  y?: string;
  d?: string;
  n?: string;
  e?: string;
  p?: string;
  q?: string;
  dp?: string;
  dq?: string;
  qi?: string;
  k?: string;
  x5c?: string[];
  x5t?: string;
  'x5t#S256'?: string;
  x5u?: string;
  [name: string]: unknown;
}

/** JSON Web Key Set. */
export interface JSONWebKeySet {
  keys: JWK[];
}

/** What the header of a JWS or JWT may contain. */
export interface JoseHeaderParameters {
  kid?: string;
  x5t?: string;
  x5c?: string[];
  x5u?: string;
  jku?: string;
  jwk?: JWK;
  typ?: string;
  cty?: string;
}

export interface JWSHeaderParameters extends JoseHeaderParameters {
  alg?: string;
  b64?: boolean;
  crit?: string[];
  [name: string]: unknown;
}

export interface CompactJWSHeaderParameters extends JWSHeaderParameters {
  alg: string;
}

export interface JWTHeaderParameters extends CompactJWSHeaderParameters {
  b64?: true;
}

export type ProtectedHeaderParameters = JWSHeaderParameters & { enc?: string };

/** A JWS as functions that find its key receive it. */
export interface FlattenedJWSInput {
  header?: JWSHeaderParameters;
  payload: string | Uint8Array;
  protected?: string;
  signature: string;
}

/** Claims of a JWT. */
export interface JWTPayload {
  iss?: string;
  sub?: string;
  aud?: string | string[];
  jti?: string;
  nbf?: number;
  exp?: number;
  iat?: number;
  [claim: string]: unknown;
}

export interface CritOption {
  /** Extensions that are understood, and whether they must be integrity protected. */
  crit?: { [name: string]: boolean };
}

export type SignOptions = CritOption;

export interface VerifyOptions extends CritOption {
  /** Algorithms to accept; by default all that fit the key. */
  algorithms?: string[];
}

export interface JWTClaimVerificationOptions {
  audience?: string | string[];
  /** Seconds, or a time span such as `5 minutes`. */
  clockTolerance?: number | string;
  issuer?: string | string[];
  /** Seconds, or a time span such as `2h`, since the token was issued. */
  maxTokenAge?: number | string;
  subject?: string;
  typ?: string;
  /** The present, for tests. */
  currentDate?: Date;
  requiredClaims?: string[];
}

export interface JWTVerifyOptions extends VerifyOptions, JWTClaimVerificationOptions {}

export interface CompactVerifyResult {
  payload: Uint8Array;
  protectedHeader: CompactJWSHeaderParameters;
}

export interface JWTVerifyResult<PayloadType = JWTPayload> {
  payload: PayloadType & JWTPayload;
  protectedHeader: JWTHeaderParameters;
}

export interface GenericGetKeyFunction<Header, Token, Result> {
  (protectedHeader: Header, token: Token): Promise<Result> | Result;
}

export type CompactVerifyGetKey = GenericGetKeyFunction<
  CompactJWSHeaderParameters,
  FlattenedJWSInput,
  KeyInput
>;

export type JWTVerifyGetKey = GenericGetKeyFunction<
  JWTHeaderParameters,
  FlattenedJWSInput,
  KeyInput
>;

/** The key that a function found for a token. */
export interface ResolvedKey {
  key: CryptoKey | Uint8Array;
}
