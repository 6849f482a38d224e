import { parseFile } from '../engine/syntax/parse.js';
import type { PackageView, Selection, Transform, TransformOutcome } from '../engine/transform.js';
import { readApplication } from './application.js';
import { assessRoutes, unlistedProblems } from './assess.js';
import { bridgeRoutes } from './bridge.js';
import { withTexts } from './changes.js';
import { choose } from './choose.js';
import { compatPlaces, isCompatFile } from './compat-file/places.js';
import { compatTexts } from './compat-file/texts.js';
import { LEGACY_PACKAGE } from './graph/names.js';
import { manifestChange, NOTHING } from './manifest-change.js';
import {
  companyFindings,
  compilerFindings,
  defectFindings,
  leftoverFindings,
  releaseFindings,
  testFindings,
} from './notes.js';
import {
  outcome,
  routesOf,
  selectedFindings,
  syntaxFindings,
  toFinding,
  unique,
} from './report.js';
import { keepBodies } from './response-body/keep-bodies.js';
import { settle } from './settle.js';

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
  const finished = new Map([...first, ...settled]);
  const kept = keepBodies(withTexts(pkg, finished), places, selection.llrt);
  const writes = new Map<string, string | null>([...finished, ...kept]);
  const after = withTexts(pkg, new Map([...finished, ...kept]));
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
    notes.push(
      ...compilerFindings(pkg),
      ...releaseFindings(pkg),
      ...companyFindings(app, chosen, selection),
      ...defectFindings(app, chosen),
    );
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
