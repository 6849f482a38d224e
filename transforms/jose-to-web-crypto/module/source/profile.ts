// The files of this folder are put together with those of one profile; they are checked with this one.
export { isAsked } from './profile-6/asked.js';
export { ClaimsBuilder } from './profile-6/claims-builder.js';
export { decodeLoosely } from './profile-6/decode-loosely.js';
export { jwkMark } from './profile-6/jwk-mark.js';
export { checkKeyKind } from './profile-6/key-kind.js';
export { importOther, type KeyInput } from './profile-6/other-keys.js';
export { exportJWK } from './profile-6/export-key.js';
export { thumbprintInputError, type ThumbprintInput } from './profile-6/thumbprint-input.js';
