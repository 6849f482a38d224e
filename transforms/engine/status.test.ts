import { describe, expect, it } from 'vitest';
import { makeFolder } from '../testing/folders.js';
import { wordTransform } from '../testing/word-transform.js';
import { countRoutes, createStatus } from './status.js';
import type { Transform } from './transform.js';
import { openWorkspace } from './workspace.js';

/** The word transform, whose sites are its routes. */
const counting: Transform = {
  ...wordTransform,
  run(pkg, selection) {
    const outcome = wordTransform.run(pkg, selection);
    return { ...outcome, sites: countRoutes(outcome.routes) };
  },
};

describe('createStatus', () => {
  it('counts the sites of a transform that are its routes only where they were asked for', () => {
    const root = makeFolder({
      'package.json': '{}',
      'a.js': 'route GET /a old\nroute GET /b old\nroute GET /c new\n',
    });
    const sites = (transform: Transform): object | undefined =>
      createStatus(openWorkspace({ cwd: root }), { routes: ['GET /a'] }, [transform]).packages[0]
        ?.transforms[0];
    expect(sites(counting)).toMatchObject({ pending: 1, migrated: 0, blocked: 0 });
    const other: Transform = {
      ...wordTransform,
      run: (pkg, selection) => ({
        ...wordTransform.run(pkg, selection),
        sites: { pending: 7, migrated: 0, blocked: 0 },
      }),
    };
    expect(sites(other)).toMatchObject({ pending: 7 });
  });
});
