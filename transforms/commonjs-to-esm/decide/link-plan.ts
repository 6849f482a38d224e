import { ts } from '../../engine/syntax/typescript.js';
import type { LoadOrder } from '../effects/load-order.js';
import type { Link } from '../graph/package-graph.js';
import { usesOfSite } from '../graph/site-form.js';
import type { Problem } from '../model/facts.js';

/** What becomes of a require: an import at the top of the file, or `await import(…)` in place. */
export type LinkPlan = 'import' | 'await';

/** Decides what becomes of a require, or says why nothing can. */
export function planLink(order: LoadOrder, link: Link): LinkPlan | Problem {
  const { site, target } = link;
  const { node, specifier } = site;
  const loader = loaderProblem(link);
  if (loader) return loader;
  if (target.kind === 'outside') return { code: 'module-outside', node, details: { specifier } };
  if (target.kind === 'missing') return { code: 'module-missing', node, details: { specifier } };
  if (site.when === 'always') {
    const obstacle = order.obstacle(link);
    if (!obstacle) return 'import';
    const what = `\`${headOf(obstacle)}\``;
    return { code: 'load-order', node, details: { specifier, what } };
  }
  if (order.isInvisible(link)) return 'import';
  if (canAwait(node)) return 'await';
  const code = site.when === 'load' ? 'conditional-require' : 'lazy-require';
  return { code, node, details: { specifier } };
}

/** Members of the module `module` that mean the same for ES modules. */
const HARMLESS = new Set(['createRequire', 'builtinModules', 'isBuiltin', 'enableCompileCache']);

function loaderProblem({ from, site, target }: Link): Problem | undefined {
  if (target.kind !== 'builtin' || target.specifier.replace(/^node:/, '') !== 'module')
    return undefined;
  const { names, isWhole } = usesOfSite(from, site);
  const name = [...names].find((used) => !HARMLESS.has(used));
  if (!isWhole && name === undefined) return undefined;
  return { code: 'module-loader', node: site.node, details: { name: name ?? 'Module' } };
}

/** The first line of some code, cut short. */
function headOf(node: ts.Node): string {
  const [line = ''] = node.getText().split('\n');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/**
 * Whether `await` may stand in the place of a node: directly in an async function, and not where
 * an error of the import would be looked at, which is another one than that of a require.
 */
function canAwait(node: ts.Node): boolean {
  for (let child = node, at = node.parent; at && !ts.isSourceFile(at); child = at, at = at.parent) {
    if (ts.isTryStatement(at) && at.tryBlock === child && at.catchClause?.variableDeclaration)
      return false;
    if (ts.isParameter(at)) return false;
    if (ts.isFunctionLike(at))
      return ts.canHaveModifiers(at)
        ? (ts.getModifiers(at)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false)
        : false;
  }
  return false;
}
