import { moduleText } from '../engine/syntax/modules.js';
import { ts } from '../engine/syntax/typescript.js';
import { llrtFinding, type LlrtFinding, type RuleCode } from '../llrt/rules.js';
import { externalModules } from './bundle/builtins.js';
import { packageOf } from './bundle/package-of.js';
import { statementOf, viewBundle, type BundleView } from './bundle/view.js';
import { packageFindings } from './detect/packages.js';
import { replacesResponse } from './detect/responses.js';
import { scanBundle } from './detect/scan.js';
import type { Hit, Tools } from './detect/hit.js';
import { checkImports, type ImportContext, type ImportHit } from './imports/check-imports.js';
import { problemFindings } from './problems.js';
import {
  attribute,
  bundledRoutes,
  type BundledRoute,
  type KnownRoute,
} from './routes/attribution.js';

/** A finding, and the ids of the routes that it concerns. */
export interface RoutedFinding {
  readonly finding: LlrtFinding;
  readonly routes: readonly string[];
}

/** What was found out about one Lambda entry. */
export interface EntryCheck {
  readonly findings: readonly RoutedFinding[];
  readonly routes: readonly BundledRoute[];
}

/** Checks the bundle of one Lambda entry. */
export function checkEntry(context: ImportContext, known: readonly KnownRoute[]): EntryCheck {
  const problems = problemFindings(context.bundle);
  if (context.bundle.code === '')
    return {
      findings: problems.map((finding) => ({ finding, routes: known.map(({ id }) => id) })),
      routes: [],
    };
  const view = viewBundle(context.bundle);
  const tools: Tools = { view, release: context.release, modules: externalModules(view) };
  const routes = bundledRoutes(tools, known);
  const { routesOf } = attribute(view, routes);
  const isKept = isTrueOf(tools);
  const imports = checkImports(context).filter(isKept);
  const hits = scanBundle(view, context.release, context.flavour).filter(isKept);
  const isOwn = ({ node }: Hit): boolean => view.packageOf(statementOf(node)) === '';
  const found: RoutedFinding[] = [
    ...problems.map((finding) => ({ finding, routes: routes.map(({ id }) => id) })),
    ...imports.map((hit) => ({
      finding: importFinding(hit),
      routes: routesOf(unitsOfImport(hit, view)),
    })),
    ...hits.filter(isOwn).flatMap((hit) => {
      const finding = ownFinding(hit, tools);
      return finding ? [{ finding, routes: routesOf(usesOf(hit.node, view)) }] : [];
    }),
    ...packageFindings(
      hits.filter((hit) => !isOwn(hit)),
      imports,
      view,
      context,
    ).map(({ finding, nodes }) => ({ finding, routes: routesOf(nodes) })),
  ];
  return { findings: withoutDoubles(found), routes };
}

/** What is not corrected by a class of the code itself that stands for that of LLRT. */
function isTrueOf(tools: Tools): (found: { readonly code: RuleCode }) => boolean {
  const isReplaced = replacesResponse(tools);
  return ({ code }) => !(isReplaced && code === 'llrt-response-body');
}

function importFinding(hit: ImportHit): LlrtFinding {
  return llrtFinding(hit.code, { ...hit.details, ...hit.import.place }, hit.severity);
}

function ownFinding(hit: Hit, { view, release }: Tools): LlrtFinding | undefined {
  const place = view.placeOf(hit.node) ?? view.placeOf(statementOf(hit.node));
  if (!place) return undefined;
  return llrtFinding(hit.code, { release: release.name, ...hit.details, ...place }, hit.severity);
}

/** Where what a node declares is used; the node itself where it declares nothing. */
function usesOf(node: ts.Node, { bindings }: BundleView): readonly ts.Node[] {
  if (!ts.isImportSpecifier(node)) return [node];
  const uses = bindings.references(node.name).filter(({ parent }) => !ts.isExportSpecifier(parent));
  return uses.length > 0 ? uses : [node];
}

/** The statements of a bundle that an import brought in. */
function unitsOfImport(hit: ImportHit, view: BundleView): readonly ts.Node[] {
  const { specifier, place } = hit.import;
  const path = view.bundle.modules
    .get(place.file)
    ?.find((found) => found.specifier === specifier)?.path;
  return view.ast.statements.filter((statement) => {
    if (ts.isImportDeclaration(statement))
      return moduleText(statement.moduleSpecifier) === specifier;
    const from = view.fileOf(statement);
    return from !== undefined && path !== undefined && (from === path || isSamePackage(from, path));
  });
}

function isSamePackage(a: string, b: string): boolean {
  const name = packageOf(a);
  return name !== '' && name !== 'hono' && name === packageOf(b);
}

/** The same thing at the same place is said once. */
function withoutDoubles(found: readonly RoutedFinding[]): readonly RoutedFinding[] {
  const byKey = new Map<string, RoutedFinding>();
  for (const item of found) {
    const { code, file, line, column, message } = item.finding;
    const key = `${code} ${file}:${line}:${column} ${message}`;
    const known = byKey.get(key);
    const routes = known ? [...new Set([...known.routes, ...item.routes])] : item.routes;
    byKey.set(key, { finding: item.finding, routes });
  }
  return [...byKey.values()];
}
