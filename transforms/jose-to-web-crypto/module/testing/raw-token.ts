import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signWith,
} from 'node:crypto';
import type { JWK } from 'jose';

/** Every algorithm that the module has. */
export const ALGORITHMS: readonly string[] =
  'HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA'.split(' ');

/** Keys of one algorithm, made with node:crypto. */
export interface RawKeys {
  readonly alg: string;
  readonly secret?: Buffer;
  readonly privateKey?: KeyObject;
  readonly publicKey?: KeyObject;
  /** For verifying. */
  readonly jwk: JWK;
  readonly privateJwk: JWK;
}

export function makeKeys(alg: string, modulusLength = 2048): RawKeys {
  if (alg.startsWith('HS')) {
    const secret = randomBytes(64);
    const jwk = { kty: 'oct', k: secret.toString('base64url'), alg };
    return { alg, secret, jwk, privateJwk: jwk };
  }
  const curve = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[alg];
  const pair =
    curve !== undefined
      ? generateKeyPairSync('ec', { namedCurve: curve })
      : alg === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength });
  const { kty = '', ...rest } = pair.publicKey.export({ format: 'jwk' });
  const own = pair.privateKey.export({ format: 'jwk' });
  return { alg, ...pair, jwk: { kty, ...rest, alg }, privateJwk: { ...own, kty, alg } };
}

/** Signs whatever bytes stand before the signature, valid or not. */
export function signRaw(keys: RawKeys, data: string): Buffer {
  const { alg, secret, privateKey } = keys;
  const hash = `sha${alg.slice(-3)}`;
  if (secret) return createHmac(hash, secret).update(data, 'latin1').digest();
  if (!privateKey) throw new Error(`no private key for ${alg}`);
  const bytes = Buffer.from(data, 'latin1');
  if (alg === 'EdDSA') return signWith(null, bytes, privateKey);
  if (alg.startsWith('ES'))
    return signWith(hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  if (alg.startsWith('RS')) return signWith(hash, bytes, privateKey);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return signWith(hash, bytes, { key: privateKey, padding, saltLength });
}

export function encode(value: string | Buffer): string {
  return Buffer.from(value).toString('base64url');
}

/** A token with a correct signature over header and payload as they are given, encoded or not. */
export function token(keys: RawKeys, header: string | Buffer, payload: string | Buffer): string {
  const data = `${encode(header)}.${encode(payload)}`;
  return `${data}.${encode(signRaw(keys, data))}`;
}

const spare = new Map<string, RawKeys>();

/** Keys that sign none of the valid tokens; keys of RSA take long to make. */
export function spareKeys(alg: string, bits = 2048): RawKeys {
  const id = `${alg} ${bits}`;
  const held = spare.get(id) ?? makeKeys(alg, bits);
  spare.set(id, held);
  return held;
}
