import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type JoseLike, loadRendered } from './testing/load-rendered.js';

interface Wycheproof {
  readonly testGroups: readonly {
    readonly public?: JWK;
    readonly private: JWK;
    readonly tests: readonly {
      readonly tcId: number;
      readonly jws: string;
      readonly result: 'valid' | 'invalid';
    }[];
  }[];
}

interface RfcExamples {
  readonly vectors: readonly {
    readonly id: string;
    readonly key: JWK;
    readonly jws: string;
    readonly result: 'valid' | 'invalid';
  }[];
}

const VECTORS = new URL('../../../fixtures/jws-vectors/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, VECTORS), 'utf8');
const wycheproof: Wycheproof = JSON.parse(read('wycheproof.json'));
const rfc: RfcExamples = JSON.parse(read('rfc.json'));

/** See the README of the vectors. */
const SAME_AS_A_VALID_ONE = [367, 370];
const NOT_AS_THE_KEY_SAYS = [346, 347, 350, 351];
const NO_BASE64URL = [372, 373];

const accepts = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

describe.each(['jose-5', 'jose-6'] as const)('the module for %s', (profile) => {
  let library: JoseLike;
  beforeAll(async () => {
    library = await loadRendered(profile);
  });

  it.each(['as they are', 'imported'])('judges Wycheproof with keys %s', async (form) => {
    const wrong: Record<string, number[]> = { valid: [], invalid: [] };
    for (const { public: shared, private: own, tests } of wycheproof.testGroups)
      for (const { tcId, jws, result } of tests) {
        const jwk = shared ?? own;
        const verify = async (): Promise<unknown> => {
          const key = form === 'imported' ? await library.importJWK(jwk, algOf(jwk, jws)) : jwk;
          return library.compactVerify(jws, key);
        };
        if ((await accepts(verify())) !== (result === 'valid')) wrong[result]?.push(tcId);
      }
    expect(wrong).toEqual({
      invalid: SAME_AS_A_VALID_ONE,
      valid: [...NOT_AS_THE_KEY_SAYS, ...NO_BASE64URL],
    });
  });

  const algOf = (jwk: JWK, jws: string): string =>
    jwk.alg ?? library.decodeProtectedHeader(jws).alg ?? '';

  it('judges the examples of the RFCs', async () => {
    for (const { id, jws, key, result } of rfc.vectors)
      expect([id, await accepts(library.compactVerify(jws, key))]).toEqual([
        id,
        result === 'valid',
      ]);
  });
});
