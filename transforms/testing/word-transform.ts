import type { Finding } from '../engine/finding.js';
import type { PackageView, Route, Selection, Transform } from '../engine/transform.js';

/**
 * A transform small enough to see through. A line `route METHOD /path old` is a pending
 * route, `new` instead of `old` a migrated one, `stuck` a blocked one. Migrating writes
 * `new`, adds a helper file and swaps the dependency `old` for `new` with its last use.
 */
export const wordTransform: Transform = {
  id: 'lambda-api-to-hono',
  needles: ['route '],
  routeScoped: true,
  run(pkg, selection) {
    const files = pkg.candidates.map((file) => rewriteFile(pkg, selection, file));
    const routes = files.flatMap((file) => file.routes);
    const migrates = files.flatMap((file) => file.migrates);
    const writes = new Map(
      files.filter((file) => file.changed).map(({ path, text }) => [path, text]),
    );
    const helper = `${pkg.dir === '' ? '' : `${pkg.dir}/`}src/made here/né.js`;
    if (migrates.length > 0) writes.set(helper, 'helper\n');
    const done = routes.every(
      (route) =>
        route.state === 'migrated' || (migrates.includes(route.id) && route.state === 'pending'),
    );
    return {
      routes,
      migrates,
      sites: { pending: 0, migrated: 0, blocked: 0 },
      writes,
      manifest: {
        add: migrates.length > 0 ? { new: '^2.0.0' } : {},
        remove: done && migrates.length > 0 ? ['old'] : [],
        beside: 'old',
      },
      findings: [],
    };
  },
};

interface Rewritten {
  readonly path: string;
  readonly text: string;
  readonly changed: boolean;
  readonly routes: readonly Route[];
  readonly migrates: readonly string[];
}

function rewriteFile(pkg: PackageView, selection: Selection, path: string): Rewritten {
  const routes: Route[] = [];
  const migrates: string[] = [];
  const before = pkg.read(path) ?? '';
  const lines = before.split('\n').map((line, index) => {
    const [, id = '', word = ''] = /^route (\S+ \S+) (old|new|stuck)/.exec(line) ?? [];
    if (word === '') return line;
    const state = word === 'old' ? 'pending' : word === 'new' ? 'migrated' : 'blocked';
    const findings = state === 'blocked' ? [stuck(path, index + 1)] : [];
    routes.push({ id, state, file: path, line: index + 1, findings });
    if (state !== 'pending' || !selection.route(id) || !selection.file(path)) return line;
    migrates.push(id);
    return line.replace(' old', ' new');
  });
  const text = lines.join('\n');
  return { path, text, changed: text !== before, routes, migrates };
}

function stuck(file: string, line: number): Finding {
  return {
    code: 'handler-unresolved',
    severity: 'error',
    message: 'The handler cannot be found: it is somewhere else',
    file,
    line,
    column: 1,
    help: 'Move it here.',
    docs: 'docs/findings.md#handler-unresolved',
  };
}
