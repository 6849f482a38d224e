import { LEGACY_PACKAGE } from './graph/names.js';
import type { Finding } from '../engine/finding.js';
import { isTypeScript, positionOf } from '../engine/syntax/parse.js';
import type { PackageView, Selection } from '../engine/transform.js';
import type { Application } from './application.js';
import type { Assessment } from './assess.js';
import { lambdaApiFinding } from './findings.js';
import { nameOf, testCallsOf } from './handlers/call-sites.js';
import { IMPORTS_LEGACY } from './manifest-change.js';
import { toFinding } from './report.js';

/** What keeps lambda-api in the package although none of its routes is on it any more. */
export function leftoverFindings(after: PackageView, isDone: boolean): Finding[] {
  if (!isDone) return [];
  return after.files.flatMap((path) => {
    const text = after.read(path) ?? '';
    const match = IMPORTS_LEGACY.exec(text);
    if (!match) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [lambdaApiFinding('lambda-api-remains', { file: path, line, column: 1 })];
  });
}

/** Tests that call migrated functions with a request and a response of their own. */
export function testFindings(app: Application, chosen: ReadonlySet<Assessment>): Finding[] {
  const functions = new Set([...chosen].flatMap((entry) => [...entry.functions]));
  return [...functions].flatMap((fn) => {
    const name = nameOf(fn);
    return testCallsOf(app.program, fn).map(({ file, node }) => {
      const parsed = app.program.file(file);
      const place = parsed ? positionOf(parsed, node.getStart()) : { line: 1, column: 1 };
      return lambdaApiFinding('test-calls-handler', { name: name ?? 'a handler', file, ...place });
    });
  });
}

/** Routes that move although they were not asked for. */
export function companyFindings(
  app: Application,
  chosen: ReadonlySet<Assessment>,
  selection: Selection,
): Finding[] {
  const asked = [...chosen].find(({ site }) => site.ids.some((id) => selection.route(id)));
  return [...chosen].flatMap(({ site }) => {
    const others = site.ids.filter((id) => !selection.route(id));
    const other = site.ids.find((id) => selection.route(id)) ?? asked?.site.ids[0] ?? '';
    return others.map((name) =>
      toFinding(app, {
        code: 'routes-migrate-together',
        file: site.use.file,
        node: site.use.call,
        details: { name, other },
      }),
    );
  });
}

/** Requests on which lambda-api fails and the migrated code does not, once for each API. */
export function defectFindings(app: Application, chosen: ReadonlySet<Assessment>): Finding[] {
  const instances = new Set([...chosen].map(({ site }) => site.use.instance));
  return [...instances].map(({ file, creation }) =>
    toFinding(app, { code: 'lambda-api-defects', file, node: creation }),
  );
}

/** What the first releases of lambda-api 0.10 do otherwise. */
export function releaseFindings(pkg: PackageView): Finding[] {
  const version = pkg.installedVersion(LEGACY_PACKAGE);
  if (version === undefined || !/^0\.10\.[0-4]$/.test(version)) return [];
  const file = pkg.dir === '' ? 'package.json' : `${pkg.dir}/package.json`;
  return [lambdaApiFinding('query-decoded-later', { version, file, line: 1, column: 1 })];
}

/** Hono's types need a newer compiler than some packages have. */
export function compilerFindings(pkg: PackageView): Finding[] {
  if (!pkg.files.some((path) => isTypeScript(path) && !path.endsWith('.d.ts'))) return [];
  const version = pkg.installedVersion('typescript') ?? namedVersion(pkg, 'typescript');
  const major = Number(/\d+/.exec(version ?? '')?.[0] ?? '5');
  if (version === undefined || major >= 5) return [];
  const file = pkg.dir === '' ? 'package.json' : `${pkg.dir}/package.json`;
  return [lambdaApiFinding('typescript-too-old', { version, file, line: 1, column: 1 })];
}

/** What package.json of the package names, or that of the workspace root. */
function namedVersion(pkg: PackageView, name: string): string | undefined {
  const root = pkg.siblings().find(({ dir }) => dir === '');
  for (const { manifest } of root ? [pkg, root] : [pkg]) {
    const version = manifest.devDependencies?.[name] ?? manifest.dependencies?.[name];
    if (version !== undefined) return version;
  }
  return undefined;
}
