import type { JWK } from 'jose';
import { type RawKeys, spareKeys, token } from './raw-token.js';
import { PAYLOAD, type Trial } from './trial.js';

/** Keys that must not verify a token. */
export function keyTrials(alg: string, keys: RawKeys): readonly Trial[] {
  const jwt = token(keys, JSON.stringify({ alg }), PAYLOAD);
  const of = (name: string, key: JWK | Uint8Array, text = jwt): Trial => ({
    name: `key: ${name}`,
    jwt: text,
    key,
    isValid: false,
  });
  const trials = [
    of('for encryption', { ...keys.jwk, use: 'enc' }),
    of('for signing only', { ...keys.jwk, key_ops: ['sign'] }),
    of('for nothing', { ...keys.jwk, key_ops: [] }),
    of('of another algorithm', { ...keys.jwk, alg: alg === 'ES256' ? 'ES384' : 'ES256' }),
    of('without a type', { ...keys.jwk, kty: '' }),
    of('another one', spareKeys(alg).jwk),
  ];
  if (keys.secret) {
    const empty = { ...keys, secret: Buffer.alloc(0) };
    const forged = token(empty, JSON.stringify({ alg }), PAYLOAD);
    trials.push(
      of('empty', new Uint8Array(), forged),
      of('empty JWK', { kty: 'oct', k: '' }, forged),
    );
    return [...trials, ...pemTrials(alg)];
  }
  trials.push(of('private', keys.privateJwk), of('of text', Buffer.from(JSON.stringify(keys.jwk))));
  if (keys.jwk.kty === 'RSA') trials.push(...weakRsaTrials(alg));
  return trials;
}

/** Public keys as secrets: whoever knows them could sign. */
function pemTrials(alg: string): readonly Trial[] {
  return ['RS256', 'ES256'].flatMap((other) => {
    const pem = spareKeys(other).publicKey?.export({ type: 'spki', format: 'pem' }) ?? '';
    const secret = Buffer.from(pem);
    const jwt = token({ ...spareKeys(alg), secret }, JSON.stringify({ alg }), PAYLOAD);
    return [
      { name: `key: public PEM of ${other}`, jwt, key: new Uint8Array(secret), isValid: false },
    ];
  });
}

function weakRsaTrials(alg: string): readonly Trial[] {
  const short = spareKeys(alg, 1536);
  const jwt = token(short, JSON.stringify({ alg }), PAYLOAD);
  return [
    { name: 'key: of 1536 bits', jwt, key: short.jwk, isValid: false },
    ...['AQ', 'Ag', 'AA'].map((e) => ({
      name: `key: exponent ${e}`,
      jwt,
      key: { ...spareKeys(alg).jwk, e },
      isValid: false,
    })),
  ];
}
