export { decode } from '../decode.js';
export { JsonWebTokenError, NotBeforeError, TokenExpiredError } from '../errors.js';
export type {
  Algorithm,
  DecodeOptions,
  Jwt,
  JwtHeader,
  JwtPayload,
  PrivateKey,
  PublicKey,
  Secret,
  SignOptions,
  VerifyErrors,
  VerifyOptions,
} from '../types.js';
export { sign } from './sign.js';
export { verify } from './verify.js';
