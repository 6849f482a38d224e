import type { JWTVerifyOptions } from 'jose';
import { keyTrials } from './key-trials.js';
import { encode, type RawKeys, signRaw, spareKeys, token } from './raw-token.js';
import { CLAIMS, NOW, PAYLOAD, type Trial } from './trial.js';

const BOM = '\uFEFF';
const BROKEN = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);

/** Valid tokens and everything that can be wrong with them, for one algorithm. */
export function trialsOf(alg: string, keys: RawKeys): readonly Trial[] {
  return [
    ...validTrials(alg, keys),
    ...headerTrials(alg, keys),
    ...encodingTrials(alg, keys),
    ...signatureTrials(alg, keys),
    ...claimTrials(alg, keys),
    ...keyTrials(alg, keys),
  ].map((trial) => ({ ...trial, name: `${alg} ${trial.name}` }));
}

function validTrials(alg: string, keys: RawKeys): readonly Trial[] {
  const key = keys.jwk;
  const options = { issuer: 'me', audience: ['you', 'others'], subject: 'it', algorithms: [alg] };
  const jwt = token(keys, JSON.stringify({ alg }), PAYLOAD);
  const typed = token(keys, JSON.stringify({ typ: 'at+jwt', alg, kid: 'k' }), PAYLOAD);
  const { alg: _, ...open } = keys.jwk;
  return [
    { name: 'plain', jwt, key, isValid: true },
    { name: 'with options', jwt, key, options, isValid: true },
    { name: 'typed', jwt: typed, key, options: { typ: 'application/at+jwt' }, isValid: true },
    { name: 'with a key for any algorithm', jwt, key: open, options, isValid: true },
  ];
}

function headerTrials(alg: string, keys: RawKeys): readonly Trial[] {
  const others = [
    'none',
    'None',
    'nOnE',
    '',
    alg.toLowerCase(),
    `${alg} `,
    'HS256',
    'RS256',
    'PS256',
    'ES256',
    'EdDSA',
  ];
  const headers: readonly (readonly [string, string | Buffer])[] = [
    ...others
      .filter((other) => other !== alg)
      .map((other) => [`alg ${other}`, JSON.stringify({ alg: other })] as const),
    ['no alg', '{}'],
    ['alg as number', '{"alg":256}'],
    ['alg as list', JSON.stringify({ alg: [alg] })],
    ['alg in the prototype', JSON.stringify({ __proto__: { alg } })],
    ['unknown extension', JSON.stringify({ alg, crit: ['x'], x: 1 })],
    ['extension alg', JSON.stringify({ alg, crit: ['alg'] })],
    ['empty crit', JSON.stringify({ alg, crit: [] })],
    ['crit as text', JSON.stringify({ alg, crit: 'exp' })],
    ['crit with empty name', JSON.stringify({ alg, crit: [''] })],
    ['b64 missing', JSON.stringify({ alg, crit: ['b64'] })],
    ['b64 as text', JSON.stringify({ alg, crit: ['b64'], b64: 'true' })],
    ['b64 false', JSON.stringify({ alg, crit: ['b64'], b64: false })],
    ['a list', JSON.stringify([{ alg }])],
    ['a text', JSON.stringify(alg)],
    ['null', 'null'],
    ['no JSON', `{alg:"${alg}"}`],
    ['cut off', `{"alg":"${alg}"`],
    ['more behind', `{"alg":"${alg}"}x`],
    ['byte order mark', `${BOM}{"alg":"${alg}"}`],
    [
      'no UTF-8',
      Buffer.concat([Buffer.from(`{"alg":"${alg}","x":"`), Buffer.from([0xff]), Buffer.from('"}')]),
    ],
    ['empty', ''],
  ];
  return headers.map(([name, header]) => ({
    name: `header: ${name}`,
    jwt: token(keys, header, PAYLOAD),
    key: keys.jwk,
    isValid: false,
  }));
}

function encodingTrials(alg: string, keys: RawKeys): readonly Trial[] {
  const header = encode(JSON.stringify({ alg }));
  const payload = encode(PAYLOAD);
  const signed = (one: string, two: string): string => {
    const data = `${one}.${two}`;
    return `${data}.${encode(signRaw(keys, data))}`;
  };
  const jwt = signed(header, payload);
  const [, , signature = ''] = jwt.split('.');
  const edits: readonly (readonly [string, (part: string) => string])[] = [
    ['padded', (part) => `${part}=`],
    ['padded twice', (part) => `${part}==`],
    ['space behind', (part) => `${part} `],
    ['space in front', (part) => ` ${part}`],
    ['line break inside', (part) => `${part.slice(0, 3)}\n${part.slice(3)}`],
    ['line break behind', (part) => `${part}\n`],
    ['standard alphabet', (part) => `${part.slice(0, 2)}+/${part.slice(4)}`],
    ['character outside', (part) => `${part.slice(0, 2)}!${part.slice(3)}`],
    ['inserted character', (part) => `${part.slice(0, 2)}?${part.slice(2)}`],
    ['nul behind', (part) => `${part}\0`],
    [
      'one digit more',
      (part) =>
        part.length % 4 === 0 ? `${part}A` : `${part}${'A'.repeat(5 - (part.length % 4))}`,
    ],
    ['other tail bits', otherTail],
    ['empty', () => ''],
  ];
  const trials: Trial[] = [];
  const add = (name: string, text: string): void => {
    trials.push({ name: `encoding: ${name}`, jwt: text, key: keys.jwk, isValid: false });
  };
  for (const [name, edit] of edits) {
    const isOther = (part: string): boolean => edit(part) !== part;
    if (isOther(header)) add(`header ${name}`, signed(edit(header), payload));
    if (isOther(payload) && name !== 'standard alphabet')
      add(`payload ${name}`, signed(header, edit(payload)));
    if (isOther(signature)) add(`signature ${name}`, `${header}.${payload}.${edit(signature)}`);
  }
  add('a fourth part', `${jwt}.`);
  add('a part in front', `.${jwt}`);
  add('two parts', `${header}.${payload}`);
  add('five parts', `${jwt}.a.b`);
  add('space behind', `${jwt} `);
  add('quoted', `"${jwt}"`);
  add('Bearer in front', `Bearer ${jwt}`);
  add('empty', '');
  return trials;
}

/** The same bytes, written with other bits where the last digit stands for no byte. */
function otherTail(part: string): string {
  if (part.length % 4 === 0) return part;
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + digits.charAt(digits.indexOf(part.slice(-1)) + 1);
}

function signatureTrials(alg: string, keys: RawKeys): readonly Trial[] {
  const data = `${encode(JSON.stringify({ alg }))}.${encode(PAYLOAD)}`;
  const signature = signRaw(keys, data);
  const flipped = Buffer.from(signature);
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  const other = signRaw(spareKeys(alg), data);
  const half = signature.length / 2;
  const variants: readonly (readonly [string, Buffer])[] = [
    ['empty', Buffer.alloc(0)],
    ['one byte', Buffer.of(0)],
    ['of zeros', Buffer.alloc(signature.length)],
    ['of ones', Buffer.alloc(signature.length, 255)],
    ['cut off', signature.subarray(0, -1)],
    ['cut off in front', signature.subarray(1)],
    ['half', signature.subarray(0, Math.floor(half))],
    ['with a byte more', Buffer.concat([signature, Buffer.of(0)])],
    ['with a zero in front', Buffer.concat([Buffer.of(0), signature])],
    ['twice', Buffer.concat([signature, signature])],
    ['halves exchanged', Buffer.concat([signature.subarray(half), signature.subarray(0, half)])],
    ['last bit flipped', flipped],
    ['of another key', other],
    ['of other data', signRaw(keys, `${data}x`)],
    ['as ASN.1', derOf(signature)],
  ];
  return variants.map(([name, bytes]) => ({
    name: `signature: ${name}`,
    jwt: `${data}.${encode(bytes)}`,
    key: keys.jwk,
    isValid: false,
  }));
}

/** Two numbers as ASN.1, the form that OpenSSL gives ECDSA signatures. */
function derOf(signature: Buffer): Buffer {
  const half = Math.floor(signature.length / 2);
  const number = (bytes: Buffer): Buffer => {
    const padded = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(2, padded.length & 255), padded]);
  };
  const body = Buffer.concat([
    number(signature.subarray(0, half)),
    number(signature.subarray(half)),
  ]);
  return Buffer.concat([Buffer.of(48, body.length & 255), body]);
}

function claimTrials(alg: string, keys: RawKeys): readonly Trial[] {
  const header = JSON.stringify({ alg });
  const of = (name: string, payload: string | Buffer, options?: JWTVerifyOptions): Trial => ({
    name: `claims: ${name}`,
    jwt: token(keys, header, payload),
    key: keys.jwk,
    isValid: false,
    ...(options ? { options } : {}),
  });
  const claims = (change: object, options?: JWTVerifyOptions): Trial =>
    of(JSON.stringify(change), JSON.stringify({ ...CLAIMS, ...change }), options);
  return [
    claims({ exp: NOW - 1 }),
    claims({ exp: 0 }),
    claims({ exp: String(NOW + 60) }),
    claims({ exp: null }),
    claims({ nbf: NOW + 60 }),
    claims({ nbf: String(NOW) }),
    claims({ iat: 'now' }),
    claims({ iat: NOW - 600 }, { maxTokenAge: '5 minutes' }),
    claims({ iat: NOW + 600 }, { maxTokenAge: 60 }),
    claims({ iat: undefined }, { maxTokenAge: 60 }),
    claims({ iss: 'they' }, { issuer: 'me' }),
    claims({ iss: ['me'] }, { issuer: 'me' }),
    claims({ iss: undefined }, { issuer: ['me', 'us'] }),
    claims({ aud: 'they' }, { audience: 'you' }),
    claims({ aud: ['they'] }, { audience: ['you'] }),
    claims({ aud: { you: 1 } }, { audience: 'you' }),
    claims({ sub: 'that' }, { subject: 'it' }),
    claims({}, { requiredClaims: ['role'] }),
    claims({}, { requiredClaims: ['toString'] }),
    claims({}, { typ: 'jwt' }),
    claims({}, { algorithms: [] }),
    claims({}, { algorithms: ['none'] }),
    of('endless exp', PAYLOAD.replace(/"exp":\d+/, '"exp":1e400')),
    of('a list', `[${PAYLOAD}]`),
    of('a text', '"claims"'),
    of('a number', '1'),
    of('null', 'null'),
    of('empty', ''),
    of('cut off', PAYLOAD.slice(0, -1)),
    of('more behind', `${PAYLOAD}x`),
    of('byte order mark', BOM + PAYLOAD),
    of('no UTF-8', BROKEN),
  ];
}
