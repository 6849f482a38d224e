import { createHmac } from 'node:crypto';
import { noKeys, pemForms, signingKeys, verifyingKeys } from './keys.js';

/** Arguments of one call, with a name for messages. */
export interface Trial {
  readonly name: string;
  readonly arguments: readonly unknown[];
  /** Whether it is about what the key is, and whether it fits. */
  readonly isAboutKey?: true;
}

/** The second that all trials take place in. */
export const NOW = 1_800_000_000;

const ALGORITHMS = ['HS', 'RS', 'PS', 'ES'].flatMap((kind) =>
  ['256', '384', '512'].map((bits) => kind + bits),
);

const payloads: readonly unknown[] = [
  {},
  { sub: 'me', roles: ['a'], name: 'Zoë' },
  { iat: NOW - 60, exp: NOW + 60, nbf: NOW - 60, aud: 'you' },
  { exp: 'soon' },
  { iat: Number.NaN, iss: null, sub: undefined, jti: '1' },
  Object.assign(Object.create(null), { a: 1 }),
  'text',
  '{"a":1}',
  '',
  Buffer.from('bytes ü'),
  [1],
  null,
  undefined,
  7,
  true,
  new Date(0),
];

const signOptions: readonly unknown[] = [
  undefined,
  null,
  { expiresIn: '1h', audience: ['you'], issuer: 'me', subject: 'it', jwtid: '7', notBefore: 5 },
  ...[
    '60',
    '2 days',
    '1.5h',
    '-5 m',
    '1y',
    '10 WEEKS',
    '.5s',
    'soon',
    '',
    '1 month',
    ' 1h',
    60,
    -60,
    0,
    1.5,
    true,
  ].flatMap((span) => [{ expiresIn: span }, { notBefore: span }]),
  ...[true, false, 'yes'].flatMap((flag) => [
    { noTimestamp: flag },
    { mutatePayload: flag },
    { allowInsecureKeySizes: flag },
  ]),
  ...['a', '', 5, ['a', 'b'], undefined].flatMap((value) => [
    { audience: value },
    { issuer: value },
    { subject: value },
    { jwtid: value },
    { keyid: value },
    { header: value },
    { encoding: value === 'a' ? 'utf8' : value },
  ]),
  { header: { kid: 'ž', typ: 'at+jwt', alg: 'HS512', x: 1 } },
  { header: { typ: undefined } },
  { algorithm: 'HS257' },
  { algorithm: '' },
  { unknown: 1 },
  [],
];

/** Calls of `sign` whose token is the same whenever they are made. */
export const signTrials: readonly Trial[] = [
  ...payloads.flatMap((payload, index) =>
    signOptions.map((options) => ({
      name: `payload ${index}, ${JSON.stringify(options)}`,
      arguments: [payload, 'secret', options],
    })),
  ),
  ...Object.entries({ ...signingKeys, ...noKeys }).flatMap(([name, key]) =>
    [undefined, 'none', ...ALGORITHMS].map((algorithm) => ({
      name: `key ${name}, ${algorithm}`,
      arguments: [{ a: 1 }, key, algorithm === undefined ? {} : { algorithm }],
      isAboutKey: true as const,
    })),
  ),
  {
    name: 'a small key',
    arguments: [{}, signingKeys['small'], { algorithm: 'RS256', allowInsecureKeySizes: true }],
  },
];

/** A token with any header and payload, signed by an HMAC with the secret `secret`. */
function raw(header: string, payload: string, bits = '256'): string {
  const text = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${text}.${createHmac(`sha${bits}`, 'secret').update(text).digest('base64url')}`;
}

const JWT = '{"alg":"HS256","typ":"JWT"}';
const GOOD = raw(JWT, '{"sub":"me"}');

const claims: readonly unknown[] = [
  {},
  { exp: NOW },
  { exp: NOW + 1 },
  { exp: NOW - 10 },
  { exp: '1' },
  { exp: null },
  { nbf: NOW },
  { nbf: NOW + 1 },
  { nbf: 'x' },
  { iat: NOW - 100 },
  { iat: 'x' },
  { aud: 'you', iss: 'me', sub: 'it', jti: '7', nonce: 'n' },
  { aud: ['you', 'others'], iss: 'other' },
  { aud: 5 },
];

const verifyOptions: readonly unknown[] = [
  undefined,
  null,
  { complete: true },
  { complete: 1 },
  { ignoreExpiration: true },
  { ignoreNotBefore: true },
  { clockTolerance: 10 },
  { clockTolerance: '10' },
  { clockTimestamp: NOW - 50 },
  { clockTimestamp: 'x' },
  { clockTimestamp: 0 },
  { allowInvalidAsymmetricKeyTypes: 1 },
  ...['you', /^y/, ['no', 'you'], [/o/, 'no'], 'no', '', []].map((audience) => ({ audience })),
  ...['me', ['me', 'you'], 'no', [], '', /me/].map((issuer) => ({ issuer })),
  ...['it', 'no', ''].map((subject) => ({ subject })),
  ...['7', 'no'].map((jwtid) => ({ jwtid })),
  ...['n', 'no', '', ' ', 5].map((nonce) => ({ nonce })),
  ...['1m', '200s', 100, 101, '5', 'soon', true].map((maxAge) => ({ maxAge })),
  { maxAge: 90, clockTolerance: 20 },
  ...[['HS256'], ['HS512'], [], ['none'], 'HS256', ['RS256', 'HS256']].map((algorithms) => ({
    algorithms,
  })),
];

const strangeTokens: readonly unknown[] = [
  '',
  undefined,
  null,
  5,
  {},
  'a',
  'a.b',
  'a.b.c',
  'a.b.c.d',
  ` ${GOOD}`,
  `${GOOD}\n`,
  `${GOOD}=`,
  `${GOOD}A`,
  GOOD.slice(0, -1),
  GOOD.slice(0, -1) + (GOOD.endsWith('A') ? 'B' : 'A'),
  GOOD.replace('.', '.A'),
  GOOD.slice(0, GOOD.lastIndexOf('.') + 1),
  GOOD.replace(/\.[^.]+$/, '. '),
  raw('{"alg":"none"}', '{}').replace(/[^.]+$/, ''),
  raw('{"alg":"HS256"}', '{"a":1}'),
  raw('{"alg":"HS256"}', 'text'),
  raw('{"alg":"HS256"}', '"text"'),
  raw('{"alg":"HS256"}', '[1]'),
  raw(JWT, 'text'),
  raw(JWT, '"{\\"a\\":1}"'),
  raw(JWT, '5'),
  raw(JWT, '[]'),
  raw(JWT, '\uFEFF{}'),
  raw('{"alg":"hs256","typ":"JWT"}', '{}'),
  raw('{"alg":"HS384","typ":"JWT"}', '{}', '384'),
  raw('{"alg":"HS512","typ":"JWT"}', '{}', '512'),
  raw('{"alg":"HS512","typ":"JWT"}', '{}'),
  raw('{"alg":"EdDSA","typ":"JWT"}', '{}'),
  raw('{"typ":"JWT"}', '{}'),
  raw('{"alg":"HS256","kid":"ü"}', '{}'),
  raw('[]', '{}'),
  raw('5', '{}'),
  raw('null', '{}'),
  raw('{', '{}'),
];

/** Calls of `verify` with tokens of an HMAC, and with what is no token. */
export const verifyTrials: readonly Trial[] = [
  ...claims.flatMap((claim) =>
    verifyOptions.map((options) => ({
      name: `${JSON.stringify(claim)}, ${JSON.stringify(options)}`,
      arguments: [raw(JWT, JSON.stringify(claim)), 'secret', options],
    })),
  ),
  ...strangeTokens.flatMap((token) =>
    ['secret', undefined, pemForms['twice']].flatMap((key) =>
      [undefined, { algorithms: ['HS256', 'none', 'EdDSA'] }, { complete: true }].map(
        (options) => ({
          name: `token ${String(token)}, ${key?.slice(0, 30)}, ${JSON.stringify(options)}`,
          arguments: [token, key, options],
        }),
      ),
    ),
  ),
  ...Object.entries({ ...verifyingKeys, ...noKeys }).map(([name, key]) => ({
    name: `key ${name}`,
    arguments: [GOOD, key],
    isAboutKey: true as const,
  })),
];

/** Calls of `decode`. */
export const decodeTrials: readonly Trial[] = strangeTokens.flatMap((token) =>
  [undefined, null, { complete: true }, { json: true }].map((options) => ({
    name: `token ${String(token)}, ${JSON.stringify(options)}`,
    arguments: [token, options],
  })),
);

/** What verifies tokens of an algorithm: keys and lists of algorithms, those that do not fit included. */
export function keyTrials(alg: string, token: string): readonly Trial[] {
  const damaged = token.slice(0, -6) + (token.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA');
  const lists = [undefined, [alg], ['HS256', 'RS256', 'PS256', 'ES256', 'ES384', 'ES512']];
  return Object.entries({ ...verifyingKeys, ...(alg === 'RS256' ? pemForms : {}) }).flatMap(
    ([name, key]) =>
      [token, damaged, token.slice(0, -2)].flatMap((one, index) =>
        lists.map((algorithms) => ({
          name: `${alg} with ${name}, ${algorithms?.join()}, token ${index}`,
          arguments: [one, key, algorithms && { algorithms }],
          isAboutKey: true as const,
        })),
      ),
  );
}
