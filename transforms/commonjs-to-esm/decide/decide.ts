import { LoadOrder } from '../effects/load-order.js';
import { demandOn } from '../graph/demands.js';
import { crossRequires } from '../graph/cross-requires.js';
import { type Link, type PackageGraph } from '../graph/package-graph.js';
import { hasRequireCondition, manifestPaths } from '../manifest/paths.js';
import type { ModuleFile } from '../model/facts.js';
import { chooseShape, type Role } from './choose-shape.js';
import { isConfigFile } from './config-files.js';
import { readCycles, type PlacedProblem } from './cycle-problems.js';
import type { Decision } from './decision.js';
import { halfMigratedProblems } from './half-migrated.js';
import { jestProblems } from './jest-problems.js';
import { wholeProblem } from './esm-whole.js';
import { closure, keptName, nameProblem } from './kept-files.js';
import { namesRead } from './names-read.js';
import { planLink, type LinkPlan } from './link-plan.js';
import type { Shape } from './shape.js';

/** Problems that say that any file of the package may be loaded by a name that is not written down. */
const UNSEEN = new Set([
  'computed-require',
  'require-value',
  'direct-eval',
  'jest-mock',
  'exports-replaced-later',
]);

/**
 * Decides what becomes of each file of a package.
 *
 * @param isSurvey whether routes that are on their way to Hono are only waited for
 */
export function decide(graph: PackageGraph, isSurvey = false): Decision {
  const candidates = [...graph.modules.values()].filter(isCandidate);
  const links = new Map<Link, LinkPlan>();
  const problems: PlacedProblem[] = candidates.flatMap(({ path, problems: own }) =>
    own.map((problem) => ({ path, problem })),
  );
  problems.push(...candidates.flatMap((module) => jestProblems(module)));
  if (!isSurvey) problems.push(...halfMigratedProblems(graph));
  const order = new LoadOrder(graph);
  for (const link of graph.links) {
    if (!isCandidate(link.from)) continue;
    const plan = wholeProblem(graph, link) ?? planLink(order, link);
    if (typeof plan === 'string') links.set(link, plan);
    else problems.push({ path: link.from.path, problem: plan });
  }
  const imports = [...links].filter(([, plan]) => plan === 'import').map(([link]) => link);
  const cycles = readCycles(graph, imports);
  problems.push(...cycles.problems);
  return settle(
    { graph, candidates, links, inCycle: cycles.members, isNameRead: namesRead(graph) },
    problems,
  );
}

interface Deciding {
  readonly graph: PackageGraph;
  readonly candidates: readonly ModuleFile[];
  readonly links: ReadonlyMap<Link, LinkPlan>;
  readonly inCycle: ReadonlySet<string>;
  readonly isNameRead: (name: string) => boolean;
}

/** Keeps files until everything else can be converted. */
function settle(deciding: Deciding, found: readonly PlacedProblem[]): Decision {
  const { graph, candidates, links } = deciding;
  const problems = [...found];
  for (;;) {
    const configs = candidates.filter(({ path }) => isConfigFile(path)).map(({ path }) => path);
    const named = [...graph.modules.keys()].filter((path) => /\.c[jt]s$/.test(path));
    const kept = closure(graph, [...problems.map(({ path }) => path), ...configs, ...named]);
    const shapes = new Map<string, Shape>();
    const more: PlacedProblem[] = [];
    for (const module of candidates) {
      if (kept.has(module.path) || module.format === 'esm') continue;
      const result = chooseShape(module, roleOf(deciding, module));
      if ('shape' in result) shapes.set(module.path, result.shape);
      else more.push({ path: module.path, problem: result.problem });
    }
    if (more.length > 0) {
      problems.push(...more);
      continue;
    }
    const names = new Map([...kept].map((path) => [path, keptName(path)]));
    const converted = new Set(candidates.map(({ path }) => path).filter((path) => !kept.has(path)));
    const isStarted = candidates.some(({ format }) => format === 'cjs');
    const refusal = isStarted ? refusalOf(deciding, problems, kept, shapes) : undefined;
    const decision = { graph, shapes, converted, kept: names, links, problems };
    return refusal === undefined ? decision : { ...decision, refusal };
  }
}

function refusalOf(
  { graph }: Deciding,
  problems: readonly PlacedProblem[],
  kept: ReadonlySet<string>,
  shapes: ReadonlyMap<string, Shape>,
): string | undefined {
  if (graph.broken.length > 0) return `${graph.broken[0]?.path ?? ''} does not parse`;
  if (hasRequireCondition(graph.pkg)) return 'it has a CommonJS build of its own';
  if (problems.some(({ problem }) => problem.code === 'routes-half-migrated'))
    return 'its routes are not all on Hono';
  const unseen = problems.find(({ problem }) => UNSEEN.has(problem.code));
  if (unseen) return `${unseen.path} may load any of its files`;
  if (problems.length > 0 && shapes.size === 0) return 'no other file is left';
  for (const path of kept) {
    const reason = nameProblem(graph, path);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** CommonJS files that do not say by their name that they want to stay so, and mixed files. */
function isCandidate(module: ModuleFile): boolean {
  if (/\.c[jt]s$/.test(module.path)) return false;
  return module.format === 'cjs' || module.requires.length > 0 || module.exportEquals !== undefined;
}

function roleOf({ graph, inCycle, isNameRead }: Deciding, module: ModuleFile): Role {
  const demand = demandOn(graph, module.path);
  const isShared = crossRequires(graph.pkg.siblings()).some(({ target }) => target === module.path);
  const isEntry = isShared || manifestPaths(graph.pkg).has(module.path);
  const { private: isPrivate, version } = graph.pkg.manifest;
  return {
    demand,
    isPublic: isEntry || !demand.isLoaded,
    isLibrary:
      isShared ||
      (isEntry &&
        isPrivate !== true &&
        version !== undefined &&
        graph.pkg.manifest.bin === undefined),
    isInCycle: inCycle.has(module.path),
    isNameRead,
  };
}
