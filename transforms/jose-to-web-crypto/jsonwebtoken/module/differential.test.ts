import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderTokenModule, tokenNames } from './render.js';
import type { TokenProfile } from './source-files.js';
import { signingKeys } from './testing/keys.js';
import { loadTokenModule, type TokenLibrary } from './testing/load-rendered.js';
import {
  decodeTrials,
  keyTrials,
  NOW,
  signTrials,
  verifyTrials,
  type Trial,
} from './testing/trials.js';

const require = createRequire(import.meta.url);
const LIBRARIES: Readonly<Record<TokenProfile, string>> = {
  'jsonwebtoken-8': 'jsonwebtoken8',
  'jsonwebtoken-9': 'jsonwebtoken',
};
const ERRORS = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'] as const;

/** Release 8 signs with keys that do not fit, and takes a description of a key for some algorithms only. */
const MISFITS = /key (?:p\d|secp).*, [RPE]S|rsa described/;

interface Outcome {
  readonly result?: unknown;
  readonly thrown?: string;
  readonly message?: string;
  readonly json?: string;
  readonly isA?: readonly string[];
}

/**
 * Whether two outcomes are the same. Errors that do not come from jsonwebtoken, but from Node.js
 * where it was given what it cannot use, are only compared as such.
 */
function isSame(was: Outcome, is: Outcome, isLoose: boolean): boolean {
  const isForeign = was.thrown === 'TypeError' || isLoose;
  if (isForeign && was.thrown !== undefined && was.isA?.length === 0)
    return is.thrown !== undefined;
  return JSON.stringify(was) === JSON.stringify(is);
}

/** A token without its signature, where that is another one each time. */
function repeatable(token: string): string {
  const [header = '', payload] = token.split('.');
  const { alg }: { alg: string } = JSON.parse(Buffer.from(header, 'base64url').toString());
  return /^[PE]S/.test(alg) ? `${header}.${payload}` : token;
}

/** What a call gives, or throws, as far as a program can tell. */
async function outcome(
  library: TokenLibrary,
  name: 'sign' | 'verify' | 'decode',
  args: readonly unknown[],
): Promise<Outcome> {
  const [first, ...others] = args;
  try {
    const result = await library[name](first, others[0], others[1]);
    return { result: name === 'sign' ? repeatable(String(result)) : result };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { message } = error;
    const isA = ERRORS.filter((one) => error instanceof library[one]);
    return { thrown: error.name, message, json: JSON.stringify(error), isA };
  }
}

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});
afterAll(() => {
  vi.useRealTimers();
});

describe.each<TokenProfile>(['jsonwebtoken-8', 'jsonwebtoken-9'])('%s', (profile) => {
  const before: TokenLibrary = require(LIBRARIES[profile]);
  let after: TokenLibrary;
  beforeAll(async () => {
    after = await loadTokenModule(profile);
  });

  /** Makes every call with both, and lists those whose outcomes differ. */
  async function differences(
    name: 'sign' | 'verify' | 'decode',
    trials: readonly Trial[],
  ): Promise<unknown[]> {
    const found: unknown[] = [];
    const is8 = profile === 'jsonwebtoken-8';
    for (const trial of trials.filter(({ name }) => !(is8 && MISFITS.test(name)))) {
      const was = await outcome(before, name, trial.arguments);
      const is = await outcome(after, name, trial.arguments);
      if (!isSame(was, is, is8 && trial.isAboutKey === true))
        found.push({ trial: trial.name, was, is });
    }
    return found;
  }

  it(`signs as before (${signTrials.length} calls)`, async () => {
    expect(await differences('sign', signTrials)).toEqual([]);
  });

  it(`verifies as before (${verifyTrials.length} calls)`, async () => {
    expect(await differences('verify', verifyTrials)).toEqual([]);
  });

  it(`decodes as before (${decodeTrials.length} calls)`, async () => {
    expect(await differences('decode', decodeTrials)).toEqual([]);
  });

  it.each([
    ['HS256', 'text'],
    ['RS256', 'rsa'],
    ['RS512', 'rsa PKCS#1'],
    ['PS384', 'rsa'],
    ['ES256', 'p256'],
    ['ES384', 'p384'],
    ['ES512', 'p521'],
  ])('takes tokens of %s from one another', async (alg, name) => {
    const key = signingKeys[name];
    for (const library of [before, after]) {
      const token = String(await library.sign({ a: 1 }, key, { algorithm: alg }));
      expect(await differences('verify', keyTrials(alg, token))).toEqual([]);
    }
  });
});

it.each<TokenProfile>(['jsonwebtoken-8', 'jsonwebtoken-9'])(
  '%s needs nothing but Web Crypto',
  (profile) => {
    const names = new Set(tokenNames(profile).keys());
    const text = renderTokenModule({ profile, names, language: 'typescript', format: 'esm' });
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(code).not.toMatch(
      /\bimport\b|\brequire\b|\bBuffer\b(?!')|\batob\b|\bbtoa\b|\bprocess\b/,
    );
  },
);
