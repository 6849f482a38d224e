import type { CryptoKey, JWTPayload } from './types.js';

/** What all errors of this module extend; tell them apart by `code`. */
export class JOSEError extends Error {
  static code = 'ERR_JOSE_GENERIC';
  code = 'ERR_JOSE_GENERIC';

  constructor(message?: string, options?: { cause?: unknown }) {
    super(message);
    if (options?.cause !== undefined)
      Object.defineProperty(this, 'cause', { value: options.cause, configurable: true });
    this.name = this.constructor.name;
  }
}

/** A claim is missing or has a value that was not asked for. */
export class JWTClaimValidationFailed extends JOSEError {
  static override code = 'ERR_JWT_CLAIM_VALIDATION_FAILED';
  override code = 'ERR_JWT_CLAIM_VALIDATION_FAILED';
  claim: string;
  reason: string;
  payload: JWTPayload;

  constructor(message: string, payload: JWTPayload, claim = 'unspecified', reason = 'unspecified') {
    super(message, { cause: { claim, reason, payload } });
    this.claim = claim;
    this.reason = reason;
    this.payload = payload;
  }
}

/** The token is no longer valid. */
export class JWTExpired extends JOSEError {
  static override code = 'ERR_JWT_EXPIRED';
  override code = 'ERR_JWT_EXPIRED';
  claim: string;
  reason: string;
  payload: JWTPayload;

  constructor(message: string, payload: JWTPayload, claim = 'unspecified', reason = 'unspecified') {
    super(message, { cause: { claim, reason, payload } });
    this.claim = claim;
    this.reason = reason;
    this.payload = payload;
  }
}

/** The token's algorithm is not among those allowed. */
export class JOSEAlgNotAllowed extends JOSEError {
  static override code = 'ERR_JOSE_ALG_NOT_ALLOWED';
  override code = 'ERR_JOSE_ALG_NOT_ALLOWED';
}

/** Something that this module or the runtime cannot do. */
export class JOSENotSupported extends JOSEError {
  static override code = 'ERR_JOSE_NOT_SUPPORTED';
  override code = 'ERR_JOSE_NOT_SUPPORTED';
}

export class JWEDecryptionFailed extends JOSEError {
  static override code = 'ERR_JWE_DECRYPTION_FAILED';
  override code = 'ERR_JWE_DECRYPTION_FAILED';

  constructor(message = 'decryption operation failed', options?: { cause?: unknown }) {
    super(message, options);
  }
}

export class JWEInvalid extends JOSEError {
  static override code = 'ERR_JWE_INVALID';
  override code = 'ERR_JWE_INVALID';
}

export class JWSInvalid extends JOSEError {
  static override code = 'ERR_JWS_INVALID';
  override code = 'ERR_JWS_INVALID';
}

export class JWTInvalid extends JOSEError {
  static override code = 'ERR_JWT_INVALID';
  override code = 'ERR_JWT_INVALID';
}

export class JWKInvalid extends JOSEError {
  static override code = 'ERR_JWK_INVALID';
  override code = 'ERR_JWK_INVALID';
}

export class JWKSInvalid extends JOSEError {
  static override code = 'ERR_JWKS_INVALID';
  override code = 'ERR_JWKS_INVALID';
}

/** No key of a set fits the token. */
export class JWKSNoMatchingKey extends JOSEError {
  static override code = 'ERR_JWKS_NO_MATCHING_KEY';
  override code = 'ERR_JWKS_NO_MATCHING_KEY';

  constructor(
    message = 'no applicable key found in the JSON Web Key Set',
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Several keys of a set fit the token; iterate over the error to try each of them. */
export class JWKSMultipleMatchingKeys extends JOSEError {
  static override code = 'ERR_JWKS_MULTIPLE_MATCHING_KEYS';
  override code = 'ERR_JWKS_MULTIPLE_MATCHING_KEYS';
  [Symbol.asyncIterator]: () => AsyncIterableIterator<CryptoKey> = async function* () {};

  constructor(
    message = 'multiple matching keys found in the JSON Web Key Set',
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export class JWKSTimeout extends JOSEError {
  static override code = 'ERR_JWKS_TIMEOUT';
  override code = 'ERR_JWKS_TIMEOUT';

  constructor(message = 'request timed out', options?: { cause?: unknown }) {
    super(message, options);
  }
}

/** The signature is not that of the key. */
export class JWSSignatureVerificationFailed extends JOSEError {
  static override code = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';
  override code = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';

  constructor(message = 'signature verification failed', options?: { cause?: unknown }) {
    super(message, options);
  }
}
