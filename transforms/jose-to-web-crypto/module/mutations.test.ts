import * as jose from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type JoseLike, loadRendered } from './testing/load-rendered.js';
import { trialsOf } from './testing/mutations.js';
import { ALGORITHMS, makeKeys } from './testing/raw-token.js';
import type { Trial } from './testing/trial.js';

/** Names of the trials that a library judges wrongly. */
async function wrong(library: JoseLike, trials: readonly Trial[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name, jwt, key, options, isValid } of trials) {
    const isAccepted = await library.jwtVerify(jwt, key, options).then(
      () => true,
      () => false,
    );
    if (isAccepted !== isValid) names.push(name);
  }
  return names;
}

describe.each(['jose-5', 'jose-6'] as const)('the module for %s', (profile) => {
  let library: JoseLike;
  beforeAll(async () => {
    library = await loadRendered(profile);
  });

  it.each(ALGORITHMS)('accepts valid tokens of %s and no others', async (alg) => {
    const trials = trialsOf(alg, makeKeys(alg));
    expect(trials.length).toBeGreaterThan(100);
    expect(await wrong(library, trials)).toEqual([]);
  });
});

it('is stricter than jose itself, which the same tokens show', async () => {
  const found = await wrong(jose, trialsOf('ES256', makeKeys('ES256')));
  expect(found).toContain('ES256 encoding: signature line break behind');
  expect(found.filter((name) => /plain|options|typed|any algorithm/.test(name))).toEqual([]);
});
