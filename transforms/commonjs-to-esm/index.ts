import { syntaxErrorIn } from '../engine/syntax/parse.js';
import type { PackageView, Selection, Transform, TransformOutcome } from '../engine/transform.js';
import type { Decision } from './decide/decision.js';
import { consumersLeft } from './decide/neighbours.js';
import { decide } from './decide/decide.js';
import { commonJsFinding } from './findings.js';
import { readGraph, type PackageGraph } from './graph/package-graph.js';
import { manifestChange, nestedManifests } from './manifest/changes.js';
import { findingsOf } from './report.js';
import { rewriteFile } from './rewrite/rewrite-file.js';
import { rewriteKept } from './rewrite/renamed.js';

/** Rewrites the CommonJS files of a package to ES modules, all of them together. */
export const commonJsToEsm: Transform = {
  id: 'commonjs-to-esm',
  needles: ['require', 'exports', 'export =', '__dirname', '__filename'],
  routeScoped: false,
  run,
};

const NO_CHANGE = { add: {}, remove: [] };

function run(pkg: PackageView, selection: Selection): TransformOutcome {
  const graph = readGraph(pkg);
  const decision = withConsumers(decide(graph, selection.survey), selection);
  const pending = decision.converted.size;
  const stay = new Set(decision.problems.map(({ path }) => path)).size;
  const total = [...graph.modules.values()].filter(({ format }) => format === 'esm').length;
  if (pending + stay + graph.broken.length === 0 || isDone(graph))
    return outcome({ pending: 0, migrated: total, blocked: 0 }, decision, false, []);
  if (decision.refusal !== undefined)
    return outcome({ pending: 0, migrated: 0, blocked: pending + stay }, decision, false);
  const isPartial = [...graph.modules.keys()].some((path) => !selection.file(path));
  const sites = { pending, migrated: total, blocked: 0 };
  if (!isPartial) return outcome(sites, decision, selection.survey !== true);
  const place = {
    file: pkg.dir === '' ? 'package.json' : `${pkg.dir}/package.json`,
    line: 1,
    column: 1,
  };
  return outcome(sites, decision, false, [commonJsFinding('whole-packages-only', place)]);
}

/** Another package that still requires this one gets what it gets now only as long as this one stays. */
function withConsumers(decision: Decision, selection: Selection): Decision {
  if (decision.refusal !== undefined || decision.shapes.size === 0) return decision;
  const consumers = consumersLeft(decision.graph.pkg, selection);
  const [first] = consumers;
  return first ? { ...decision, consumers, refusal: `${first.path} requires it` } : decision;
}

/** Whether no file of the package is CommonJS, but by its own name. */
function isDone(graph: PackageGraph): boolean {
  if (graph.broken.length > 0) return false;
  return [...graph.modules.values()].every(
    ({ format, path, requires, exportEquals }) =>
      /\.c[jt]s$/.test(path) || (format === 'esm' && requires.length === 0 && !exportEquals),
  );
}

function outcome(
  sites: TransformOutcome['sites'],
  decision: Decision,
  isWritten: boolean,
  findings = findingsOf(decision),
): TransformOutcome {
  return {
    routes: [],
    migrates: [],
    sites,
    writes: isWritten ? writesOf(decision) : new Map(),
    manifest: isWritten && decision.shapes.size > 0 ? manifestChange(decision) : NO_CHANGE,
    findings,
  };
}

function writesOf(decision: Decision): Map<string, string | null> {
  const { graph, converted, kept } = decision;
  const writes = new Map<string, string | null>();
  for (const module of graph.modules.values()) {
    const { path, file } = module;
    const renamed = kept.get(path);
    if (renamed !== undefined) {
      const text = rewriteKept(decision, module);
      if (renamed !== path) writes.set(path, null);
      if (renamed !== path || text !== file.text) writes.set(renamed, text);
    } else if (converted.has(path) || module.format === 'esm') {
      const text = rewriteFile(decision, module);
      assertParses(path, text);
      if (text !== file.text) writes.set(path, text);
    }
  }
  for (const [path, text] of nestedManifests(decision)) writes.set(path, text);
  return writes;
}

/** A rewrite that does not parse would be worse than none: nothing is written then. */
function assertParses(path: string, text: string): void {
  const error = syntaxErrorIn(path, text);
  if (error)
    throw new Error(
      `The rewritten ${path} would not parse (${error.message} near ${JSON.stringify(text.slice(error.position - 40, error.position + 20))}).`,
    );
}
