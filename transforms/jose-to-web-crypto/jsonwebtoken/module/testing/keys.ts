import { createSecretKey, generateKeyPairSync } from 'node:crypto';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' });
const other = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
const ed = generateKeyPairSync('ed25519');

const publicPem = ({ publicKey }: typeof rsa): string =>
  String(publicKey.export({ type: 'spki', format: 'pem' }));
const privatePem = ({ privateKey }: typeof rsa): string =>
  String(privateKey.export({ type: 'pkcs8', format: 'pem' }));

const RSA_PUBLIC = publicPem(rsa);
const RSA_PRIVATE = privatePem(rsa);

/** Private keys, and other things that may be given to `sign`, by name. */
export const signingKeys: Readonly<Record<string, unknown>> = {
  text: 'secret',
  unicode: 'Zoë 🔑',
  bytes: Buffer.from([0, 255, 128]),
  'secret object': createSecretKey(Buffer.from('secret')),
  rsa: RSA_PRIVATE,
  'rsa PKCS#1': rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
  'rsa bytes': Buffer.from(RSA_PRIVATE),
  'rsa object': rsa.privateKey,
  'rsa described': { key: RSA_PRIVATE },
  'rsa public': RSA_PUBLIC,
  small: privatePem(small),
  p256: privatePem(p256),
  'p256 SEC 1': p256.privateKey.export({ type: 'sec1', format: 'pem' }),
  p384: privatePem(p384),
  p521: privatePem(p521),
  secp256k1: privatePem(other),
  ed25519: privatePem(ed),
  'no line breaks': RSA_PRIVATE.replaceAll('\n', '\\n'),
};

/** Public keys, and other things that may be given to `verify`, by name. */
export const verifyingKeys: Readonly<Record<string, unknown>> = {
  text: 'secret',
  'other text': 'Secret',
  unicode: 'Zoë 🔑',
  bytes: Buffer.from([0, 255, 128]),
  'secret object': createSecretKey(Buffer.from('secret')),
  rsa: RSA_PUBLIC,
  'rsa PKCS#1': rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }),
  'rsa bytes': Buffer.from(RSA_PUBLIC),
  'rsa object': rsa.publicKey,
  'rsa described': { key: RSA_PUBLIC },
  'rsa private': RSA_PRIVATE,
  'rsa private PKCS#1': rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
  'rsa private object': rsa.privateKey,
  small: publicPem(small),
  p256: publicPem(p256),
  'p256 private': privatePem(p256),
  'p256 private SEC 1': p256.privateKey.export({ type: 'sec1', format: 'pem' }),
  p384: publicPem(p384),
  p521: publicPem(p521),
  secp256k1: publicPem(other),
  ed25519: publicPem(ed),
};

/** What is no key of any kind. */
export const noKeys: Readonly<Record<string, unknown>> = {
  empty: '',
  undefined: undefined,
  null: null,
  number: 5,
  object: {},
  true: true,
};

/** Ways to write the same PEM text, and some that are none. */
export const pemForms: Readonly<Record<string, string>> = {
  CRLF: RSA_PUBLIC.replaceAll('\n', '\r\n'),
  'CR alone': RSA_PUBLIC.replaceAll('\n', '\r'),
  'one line': RSA_PUBLIC.replaceAll(/([^-])\n(?!-)/g, '$1'),
  'no line breaks': RSA_PUBLIC.replaceAll('\n', ''),
  'breaks as text': RSA_PUBLIC.replaceAll('\n', '\\n'),
  'leading space': ` ${RSA_PUBLIC}`,
  'leading line': `\nkey:\n${RSA_PUBLIC}`,
  'text before': `key: ${RSA_PUBLIC}`,
  indented: RSA_PUBLIC.replaceAll(/^/gm, '  '),
  'indented body': RSA_PUBLIC.replaceAll(/^(?=[^-])/gm, '  '),
  'spaces behind': RSA_PUBLIC.replaceAll('\n', '  \n'),
  'no end': RSA_PUBLIC.replace(/-+END.*/, ''),
  'no last break': RSA_PUBLIC.trimEnd(),
  'another end': RSA_PUBLIC.replace('END PUBLIC', 'END OTHER'),
  'text behind': `${RSA_PUBLIC}more`,
  'text behind the end': RSA_PUBLIC.replace(/-\n$/, '- more\n'),
  'blank line first': RSA_PUBLIC.replace('\n', '\n\n'),
  twice: RSA_PUBLIC + RSA_PUBLIC,
  'private first': RSA_PRIVATE + RSA_PUBLIC,
};
