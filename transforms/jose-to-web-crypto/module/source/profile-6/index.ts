export { base64url } from '../base64url-export.js';
export { CompactSign, compactVerify } from '../compact.js';
export { decodeJwt, decodeProtectedHeader } from '../decode.js';
export { EmbeddedJWK } from '../embedded.js';
export {
  JOSEAlgNotAllowed,
  JOSEError,
  JOSENotSupported,
  JWEDecryptionFailed,
  JWEInvalid,
  JWKInvalid,
  JWKSInvalid,
  JWKSMultipleMatchingKeys,
  JWKSNoMatchingKey,
  JWKSTimeout,
  JWSInvalid,
  JWSSignatureVerificationFailed,
  JWTClaimValidationFailed,
  JWTExpired,
  JWTInvalid,
} from '../errors.js';
export { createLocalJWKSet, type LocalJWKSet } from '../jwks.js';
export { jwtVerify } from '../jwt-verify.js';
export {
  createRemoteJWKSet,
  customFetch,
  type ExportedJWKSCache,
  type FetchImplementation,
  jwksCache,
  type JWKSCacheInput,
  type RemoteJWKSet,
  type RemoteJWKSetOptions,
} from '../remote-jwks.js';
export { calculateJwkThumbprint, calculateJwkThumbprintUri } from '../thumbprint.js';
export type {
  CompactJWSHeaderParameters,
  CompactVerifyGetKey,
  CompactVerifyResult,
  CritOption,
  CryptoKey,
  FlattenedJWSInput,
  GenericGetKeyFunction,
  JoseHeaderParameters,
  JSONWebKeySet,
  JWK,
  JWSHeaderParameters,
  JWTClaimVerificationOptions,
  JWTHeaderParameters,
  JWTPayload,
  JWTVerifyGetKey,
  JWTVerifyOptions,
  JWTVerifyResult,
  ProtectedHeaderParameters,
  ResolvedKey,
  SignOptions,
  VerifyOptions,
} from '../types.js';
export { UnsecuredJWT, type UnsecuredResult } from '../unsecured.js';
export { exportJWK, exportPKCS8, exportSPKI } from './export-key.js';
export {
  generateKeyPair,
  type GenerateKeyPairOptions,
  type GenerateKeyPairResult,
  generateSecret,
  type GenerateSecretOptions,
} from './generate-key.js';
export { importJWK } from './import-jwk.js';
export { importPKCS8, importSPKI, importX509, type KeyImportOptions } from './import-key.js';
export type { KeyInput, KeyObject } from './other-keys.js';
export { SignJWT } from './sign-jwt.js';
