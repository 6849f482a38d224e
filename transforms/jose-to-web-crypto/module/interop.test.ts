import * as jose4 from 'jose4';
import * as jose5 from 'jose5';
import * as jose6 from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type JoseLike, loadRendered } from './testing/load-rendered.js';
import { ALGORITHMS, makeKeys, type RawKeys } from './testing/raw-token.js';

/** The calls that this test makes; the releases of jose differ in the types of their keys. */
interface Library {
  readonly name: string;
  readonly library: object;
}

type Form = 'PEM' | 'JWK' | 'set' | 'bytes';

/** Signs and verifies with whatever has jose's names. */
function calls({ library }: Library): JoseLike {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names, other types of keys
  return library as JoseLike;
}

async function keyOf(
  library: JoseLike,
  keys: RawKeys,
  form: Form,
  use: 'sign' | 'verify',
): Promise<jose6.CryptoKey | Uint8Array> {
  const { alg, secret, privateKey, publicKey, jwk, privateJwk } = keys;
  if (form === 'bytes') return new Uint8Array(secret ?? []);
  if (form === 'PEM') {
    if (use === 'verify')
      return library.importSPKI(String(publicKey?.export({ type: 'spki', format: 'pem' })), alg);
    return library.importPKCS8(String(privateKey?.export({ type: 'pkcs8', format: 'pem' })), alg);
  }
  return library.importJWK({ ...(use === 'sign' ? privateJwk : jwk) }, alg);
}

describe('tokens of one are understood by the others', () => {
  const libraries: Library[] = [
    { name: 'jose 4', library: jose4 },
    { name: 'jose 5', library: jose5 },
    { name: 'jose 6', library: jose6 },
  ];
  beforeAll(async () => {
    libraries.push({ name: 'module for jose 5', library: await loadRendered('jose-5') });
    libraries.push({ name: 'module for jose 6', library: await loadRendered('jose-6') });
  });

  it.each(ALGORITHMS)('%s', async (alg) => {
    const keys = makeKeys(alg);
    const forms: Form[] = keys.secret ? ['bytes', 'JWK'] : ['PEM', 'JWK', 'set'];
    for (const from of libraries)
      for (const to of libraries)
        for (const form of forms) {
          const [signer, verifier] = [calls(from), calls(to)];
          const jwt = await new signer.SignJWT({ name: 'Zoë', 'urn:x': [1] })
            .setProtectedHeader({ alg, kid: '1' })
            .setIssuedAt()
            .setIssuer('me')
            .setAudience(['you'])
            .setExpirationTime('2h')
            .sign(await keyOf(signer, keys, form, 'sign'));
          const options = { issuer: 'me', audience: 'you', algorithms: [alg] };
          const set = {
            keys: [
              { ...keys.jwk, kid: '1' },
              { ...keys.jwk, kid: '2' },
            ],
          };
          const { payload, protectedHeader } =
            form === 'set'
              ? await verifier.jwtVerify(jwt, verifier.createLocalJWKSet(set), options)
              : await verifier.jwtVerify(jwt, await keyOf(verifier, keys, form, 'verify'), options);
          expect([from.name, to.name, form, payload, protectedHeader]).toEqual([
            from.name,
            to.name,
            form,
            expect.objectContaining({ name: 'Zoë', 'urn:x': [1], iss: 'me', aud: ['you'] }),
            { alg, kid: '1' },
          ]);
        }
  });
});
