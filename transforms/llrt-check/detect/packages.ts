import { ts } from '../../engine/syntax/typescript.js';
import { llrtFinding, type LlrtFinding } from '../../llrt/rules.js';
import { packageName, packageOf } from '../bundle/package-of.js';
import { runsAtLoad } from '../bundle/context.js';
import { statementOf, type BundleView } from '../bundle/view.js';
import { importSite, type ImportContext, type ImportHit } from '../imports/check-imports.js';
import type { OwnImport } from '../imports/own-imports.js';
import type { Hit } from './hit.js';

/** A finding about a package, with the nodes of the bundle that it comes from. */
export interface PackageFinding {
  readonly finding: LlrtFinding;
  readonly nodes: readonly ts.Node[];
}

/** What is missing as a whole makes a package fail when it loads; the rest depends on what is called. */
const FAILS =
  /^llrt-(?:node-|webcrypto|http|https|tls|querystring|dgram|dns|unsupported|fs-callbacks|util|events|hono-context|export-missing|global-missing|wasm|compression-stream|transform-stream)/;

/**
 * One finding for each package that needs what LLRT lacks, at the place where the code of the
 * workspace imports it. Packages that have a finding of their own already are left out.
 */
export function packageFindings(
  hits: readonly Hit[],
  imports: readonly ImportHit[],
  view: BundleView,
  context: ImportContext,
): readonly PackageFinding[] {
  const byPackage = new Map<string, Hit[]>();
  for (const hit of hits) {
    const name = view.packageOf(statementOf(hit.node)) ?? '';
    byPackage.set(name, [...(byPackage.get(name) ?? []), hit]);
  }
  const own = [...context.bundle.modules.keys()].filter((file) => packageOf(file) === '');
  const reported = new Set(imports.map((hit) => hit.package));
  const inChecked = [...byPackage].filter(([name]) => !reported.has(name));
  return inChecked.flatMap(([name, found]) => {
    const site = importSite(name, own, context);
    if (site && reported.has(packageName(site.specifier))) return [];
    return ofPackage(name, found, site, view);
  });
}

function ofPackage(
  name: string,
  hits: readonly Hit[],
  site: OwnImport | undefined,
  view: BundleView,
): readonly PackageFinding[] {
  const fatal = hits.filter(({ code, node }) => FAILS.test(code) && failsAtLoad(node));
  return [fatal, fatal.length > 0 ? [] : hits]
    .filter((group) => group.length > 0)
    .map((group) => {
      const [first] = group;
      const at = first && view.placeOf(first.node);
      const place = at ? `${at.file}:${at.line}` : name;
      const details = { package: name, what: listed(group), place };
      const file = site?.place ?? { file: view.bundle.entry, line: 1, column: 1 };
      const code = group === fatal ? 'llrt-package-fails' : 'llrt-package-may-fail';
      return {
        finding: llrtFinding(code, { ...details, ...file }),
        nodes: group.map(({ node }) => node),
      };
    });
}

/** An import by name fails when the bundle is linked, and code at the top level when it runs. */
function failsAtLoad(node: ts.Node): boolean {
  if (ts.isImportSpecifier(node) || ts.isImportDeclaration(node)) return true;
  if (ts.isBindingElement(node)) return false;
  // A member that is only read is undefined, which fails where it is called.
  if (ts.isPropertyAccessExpression(node)) return runsAtLoad(node) && isCalled(node);
  return runsAtLoad(node);
}

function isCalled(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isHeritageClause(parent.parent ?? parent)) return true;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node;
}

/** At most three things, in words. */
function listed(hits: readonly Hit[]): string {
  const things = [...new Set(hits.map(({ what }) => what))];
  const shown = things.slice(0, 3).join(', ');
  return things.length > 3 ? `${shown} and ${things.length - 3} more` : shown;
}
