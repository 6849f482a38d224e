import type { ts } from '../engine/syntax/typescript.js';
import { isTypeScript, parseFile, positionOf } from '../engine/syntax/parse.js';
import type { Finding } from '../engine/finding.js';
import type {
  ManifestChange,
  PackageView,
  Route,
  Selection,
  Transform,
  TransformOutcome,
} from '../engine/transform.js';
import {
  isProblem,
  middlewareKind,
  readApplication,
  rootFunction,
  type Application,
} from './application.js';
import { assessRoutes, finallyUses, unlistedProblems, type Assessment } from './assess.js';
import { bridgeRoutes } from './bridge.js';
import { Changes, withTexts } from './changes.js';
import { choose } from './choose.js';
import { collapseTwins } from './collapse.js';
import { compatPlaces, type CompatPlaces, isCompatFile } from './compat-file/places.js';
import { compatTexts } from './compat-file/texts.js';
import { HONO_RANGE } from './manifest-change.js';
import { lambdaApiFinding } from './findings.js';
import { finishInstance, obstaclesOf } from './finish.js';
import { LEGACY_PACKAGE } from './graph/names.js';
import { nameOf, testCallsOf } from './handlers/call-sites.js';
import type { Problem } from './handlers/context.js';

const NOTHING: ManifestChange = { add: {}, remove: [] };

/** Rewrites lambda-api routes to Hono, route by route. */
export const lambdaApiToHono: Transform = {
  id: 'lambda-api-to-hono',
  needles: [LEGACY_PACKAGE],
  routeScoped: true,
  run,
};

function run(pkg: PackageView, selection: Selection): TransformOutcome {
  const app = readApplication(pkg);
  if (!app) return outcome([], [], new Map(), NOTHING, []);
  const assessments = assessRoutes(app);
  const routes = assessments.flatMap((entry) => routesOf(app, entry));
  const chosen = choose(assessments, selection);
  const migrates = [...chosen].flatMap(({ site }) => site.ids);
  const unread = syntaxFindings(app);
  const unlisted = selection.byRoute ? [] : unlistedProblems(app);
  const findings = [
    ...unread,
    ...selectedFindings(app, assessments, selection),
    ...unique(unlisted.map((found) => toFinding(app, found))),
  ];
  const wantsFinish = selection.survey !== true && (chosen.size > 0 || !selection.byRoute);
  if (!wantsFinish) return outcome(routes, migrates, new Map(), NOTHING, findings);

  const places = compatPlaces(app);
  const first = bridgeRoutes(app, assessments, chosen).apply(places);
  const settled = settle(withTexts(pkg, first), places);
  const writes = new Map<string, string | null>([...first, ...settled]);
  const after = withTexts(pkg, new Map([...first, ...settled]));
  for (const [path, text] of compatTexts(after, pkg)) writes.set(path, text);
  for (const [path, text] of writes) if (text === pkg.read(path)) writes.delete(path);
  assertParses(writes);
  const manifest = writes.size > 0 ? manifestChange(pkg, after) : NOTHING;
  const isSeen = app.graph.escapes.length === 0 && unlisted.length === 0;
  const isDone =
    isSeen && assessments.every((entry) => entry.state === 'migrated' || chosen.has(entry));
  const notes = [
    ...leftoverFindings(after, isDone && writes.size > 0),
    ...testFindings(app, chosen),
  ];
  if (chosen.size > 0)
    notes.push(...compilerFindings(pkg), ...companyFindings(app, chosen, selection));
  return outcome(routes, migrates, writes, manifest, [...findings, ...unique(notes)]);
}

/** A rewrite that does not parse would be worse than none: nothing is written then. */
function assertParses(writes: ReadonlyMap<string, string | null>): void {
  for (const [path, text] of writes) {
    if (text === null || isCompatFile(path)) continue;
    const error = parseFile(path, text).syntaxError;
    if (error)
      throw new Error(
        `The rewritten ${path} would not parse (${error.message} near ${JSON.stringify(text.slice(error.position - 40, error.position + 20))}).`,
      );
  }
}

/** Removes what the migrated routes no longer need, and lambda-api itself after the last of them. */
function settle(pkg: PackageView, places: CompatPlaces): Map<string, string> {
  const app = readApplication(pkg);
  if (!app) return new Map();
  const changes = new Changes(app.program);
  const assessments = assessRoutes(app);
  const finished = app.graph.instances.filter(
    (instance) =>
      instance.framework === 'lambda-api' &&
      assessments.some(({ site }) => site.use.instance === instance) &&
      assessments.every(
        ({ site, state }) => site.use.instance !== instance || state === 'migrated',
      ) &&
      !app.graph.escapes.some((escape) => escape.instance === instance) &&
      obstaclesOf(app, instance).length === 0,
  );
  collapseTwins(app, changes, neededFunctions(app, assessments, new Set(finished)));
  for (const instance of finished) finishInstance(app, changes, instance);
  return changes.apply(places);
}

/** Functions that what is left on lambda-api calls in their old form. */
function neededFunctions(
  app: Application,
  assessments: readonly Assessment[],
  finished: ReadonlySet<unknown>,
): Set<ts.Node> {
  const needed = new Set<ts.Node>();
  const add = (
    file: string,
    node: ts.Expression,
    kind: 'handler' | 'middleware' | 'error' | 'finally',
  ): void => {
    const root = rootFunction(app, file, node, kind);
    if (isProblem(root)) return;
    for (const fn of app.registry.reach(root).functions) needed.add(fn.node);
  };
  for (const { site, state } of assessments)
    if (state !== 'migrated')
      site.functions.forEach((fn, index) =>
        add(site.use.file, fn, index === site.functions.length - 1 ? 'handler' : 'middleware'),
      );
  for (const { use, functions } of app.middleware)
    if (use.framework === 'lambda-api' && !finished.has(use.instance))
      for (const fn of functions) add(use.file, fn, middlewareKind(app, use.file, fn));
  for (const instance of app.graph.instances)
    if (!finished.has(instance))
      for (const use of finallyUses(app, instance))
        if (use.args[0]) add(use.file, use.args[0], 'finally');
  return needed;
}

function routesOf(app: Application, { site, state, problems }: Assessment): Route[] {
  const file = app.program.file(site.use.file);
  if (!file) return [];
  const { line } = positionOf(file, site.use.call.getStart(file.ast));
  const findings = problems.map((found) => toFinding(app, found));
  return site.ids.map((id) => ({
    id,
    state,
    file: site.use.file,
    line,
    findings: unique(findings),
  }));
}

function selectedFindings(
  app: Application,
  assessments: readonly Assessment[],
  selection: Selection,
): Finding[] {
  const problems = assessments
    .filter(
      ({ site, state }) => state !== 'migrated' && isSelected(site.ids, site.use.file, selection),
    )
    .flatMap((entry) => entry.problems);
  return unique(problems.map((found) => toFinding(app, found)));
}

function isSelected(ids: readonly string[], file: string, selection: Selection): boolean {
  return selection.file(file) && ids.some((id) => selection.route(id));
}

function toFinding(app: Application, { code, file, node, details }: Problem): Finding {
  const parsed = app.program.file(file);
  const place = parsed ? positionOf(parsed, node.getStart(parsed.ast)) : { line: 1, column: 1 };
  return lambdaApiFinding(code, { ...details, file, ...place });
}

function syntaxFindings(app: Application | undefined): Finding[] {
  return (app?.program.broken ?? []).map((file) => {
    const { message: reason, position } = file.syntaxError ?? { message: '', position: 0 };
    return lambdaApiFinding('syntax-error', {
      file: file.path,
      ...positionOf(file, position),
      reason,
    });
  });
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings)
    seen.set(
      `${finding.code} ${finding.file} ${finding.line} ${finding.column} ${finding.message}`,
      finding,
    );
  return [...seen.values()];
}

/** hono comes with the first route; lambda-api leaves when nothing names it any more. */
function manifestChange(pkg: PackageView, after: PackageView): ManifestChange {
  const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = pkg.manifest;
  const hasHono = 'hono' in dependencies || 'hono' in peerDependencies;
  const isLeft = after.files.some((path) => importsLegacy(after.read(path) ?? ''));
  const has = LEGACY_PACKAGE in dependencies || LEGACY_PACKAGE in devDependencies;
  return {
    add: hasHono ? {} : { hono: HONO_RANGE },
    remove: has && !isLeft ? [LEGACY_PACKAGE] : [],
  };
}

/** Whether a text imports or mocks lambda-api; other mentions of the name do not need the package. */
function importsLegacy(text: string): boolean {
  return IMPORTS_LEGACY.test(text);
}

const IMPORTS_LEGACY =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*|\bmock\(\s*|\bmodule\s+)['"`]lambda-api(?:\/[^'"`]*)?['"`]/;

/** What keeps lambda-api in the package although none of its routes is on it any more. */
function leftoverFindings(after: PackageView, isDone: boolean): Finding[] {
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
function testFindings(app: Application, chosen: ReadonlySet<Assessment>): Finding[] {
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
function companyFindings(
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

/** Hono's types need a newer compiler than some packages have. */
function compilerFindings(pkg: PackageView): Finding[] {
  if (!pkg.files.some((path) => isTypeScript(path) && !path.endsWith('.d.ts'))) return [];
  const { dependencies = {}, devDependencies = {} } = pkg.manifest;
  const version =
    pkg.installedVersion('typescript') ??
    devDependencies['typescript'] ??
    dependencies['typescript'];
  const major = Number(/\d+/.exec(version ?? '')?.[0] ?? '5');
  if (version === undefined || major >= 5) return [];
  const file = pkg.dir === '' ? 'package.json' : `${pkg.dir}/package.json`;
  return [lambdaApiFinding('typescript-too-old', { version, file, line: 1, column: 1 })];
}

function outcome(
  routes: readonly Route[],
  migrates: readonly string[],
  writes: ReadonlyMap<string, string | null>,
  manifest: ManifestChange,
  findings: readonly Finding[],
): TransformOutcome {
  const count = (state: Route['state']): number =>
    routes.filter((route) => route.state === state).length;
  const sites = {
    pending: count('pending'),
    migrated: count('migrated'),
    blocked: count('blocked'),
  };
  return { routes, migrates, sites, writes, manifest, findings };
}
