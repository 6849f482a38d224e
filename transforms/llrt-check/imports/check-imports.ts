import { parseFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Severity } from '../../engine/finding.js';
import type { Release } from '../../llrt/release.js';
import { applies, type RuleCode } from '../../llrt/rules.js';
import type { Bundle } from '../bundle/input.js';
import { packageName, packageOf } from '../bundle/package-of.js';
import { HONO_RULES, PACKAGE_RULES, type PackageRule } from './package-rules.js';
import { ownImports, type OwnImport } from './own-imports.js';
import { ofSdk, type SdkSettings } from './sdk-imports.js';

/** A finding about an import, before its texts are made. */
export interface ImportHit {
  readonly code: RuleCode;
  readonly details: Readonly<Record<string, string>>;
  readonly severity?: Severity;
  readonly import: OwnImport;
  /** The package that it is about, which needs no further finding. */
  readonly package?: string;
}

/** What checking imports needs to know. */
export interface ImportContext extends SdkSettings {
  readonly bundle: Bundle;
  readonly release: Release;
  readonly read: (path: string) => string | undefined;
  /** Version of a dependency, undefined when unknown. */
  readonly version: (dependency: string) => string | undefined;
  /** Whether bundles are known to take the builds of packages for browsers. */
  readonly browserBuilds: boolean;
  /** Whether there is a sign of a bundler in the workspace. */
  readonly bundled: boolean;
}

/** Checks what the code of the workspace imports. */
export function checkImports(context: ImportContext): readonly ImportHit[] {
  const own = [...context.bundle.modules.keys()].filter((file) => packageOf(file) === '');
  const hits = own.flatMap((file) => {
    const text = context.read(file);
    if (text === undefined || !/\.[cm]?[jt]sx?$/.test(file)) return [];
    return ownImports(parseFile(file, text)).flatMap((found) => checkImport(found, context));
  });
  const named = [...hits, ...throughPackages(hits, own, context)];
  return [...named, ...unresolved(named, context)];
}

/** Imports that lead nowhere, so that what is behind them was not looked at. */
function unresolved(named: readonly ImportHit[], context: ImportContext): readonly ImportHit[] {
  const reported = new Set(named.map((hit) => hit.package));
  return context.bundle.unresolved.flatMap(({ specifier, importer }) => {
    const text = context.read(importer);
    if (packageOf(importer) !== '' || text === undefined) return [];
    if (reported.has(packageName(specifier))) return [];
    const imports = ownImports(parseFile(importer, text));
    const found = imports.find((item) => item.specifier === specifier);
    return found
      ? [{ code: 'llrt-dependency-missing', details: { name: specifier }, import: found } as const]
      : [];
  });
}

function checkImport(found: OwnImport, context: ImportContext): readonly ImportHit[] {
  const rules = [...PACKAGE_RULES, ...HONO_RULES];
  const hits = rules.flatMap((rule) => ofRule(rule, found, found.specifier, context));
  return [...hits, ...ofSdk(found, context), ...ofFiles(found, context)];
}

function ofRule(
  rule: PackageRule,
  found: OwnImport,
  specifier: string,
  context: ImportContext,
): readonly ImportHit[] {
  const { release } = context;
  if (!rule.specifier.test(specifier) || !applies(rule.code, release)) return [];
  if (rule.browserBuild && context.browserBuilds) return [];
  const names = found.names.filter((name) => rule.names?.test(name) ?? true);
  if (rule.names && names.length === 0) return [];
  const name = packageName(specifier);
  const version = context.version(name);
  if (rule.below !== undefined && version !== undefined && major(version) >= rule.below) return [];
  const shown = rule.name ?? (rule.names ? names.join(', ') : specifier);
  const details = { name: shown, version: version ?? '(of unknown version)' };
  const severity = rule.severity?.(release);
  const about = specifier.startsWith('hono/') ? {} : { package: name };
  return [{ code: rule.code, details, import: found, ...about, ...(severity && { severity }) }];
}

function major(version: string): number {
  return Number.parseInt(version.replace(/^\D+/, ''), 10);
}

/** JSON files and names of the field "imports", which a bundler takes away. */
function ofFiles(found: OwnImport, { bundled, release }: ImportContext): readonly ImportHit[] {
  const { specifier, node, hasAttributes } = found;
  const details = { name: specifier, release: release.name };
  const isJson = specifier.endsWith('.json') && ts.isImportDeclaration(node) && !hasAttributes;
  if (isJson && !bundled && applies('llrt-json-import', release))
    return [{ code: 'llrt-json-import', details, import: found }];
  if (specifier.startsWith('#') && !bundled && applies('llrt-imports-field', release))
    return [{ code: 'llrt-imports-field', details, import: found }];
  return [];
}

/** Packages that cannot run and that another package imports; reported where that one is imported. */
function throughPackages(
  known: readonly ImportHit[],
  own: readonly string[],
  context: ImportContext,
): readonly ImportHit[] {
  const reported = new Set(known.map((hit) => hit.package));
  const hits: ImportHit[] = [];
  for (const [file, imports] of context.bundle.modules) {
    const from = packageOf(file);
    if (from === '' || from === 'hono' || reported.has(from)) continue;
    for (const { specifier } of imports) {
      const name = packageName(specifier);
      if (name === from || reported.has(name) || specifier.startsWith('.')) continue;
      const site = importSite(from, own, context);
      if (!site) continue;
      const found = { ...site, names: [] };
      const rules = PACKAGE_RULES.filter((rule) => !rule.names);
      const about = rules.flatMap((rule) => ofRule(rule, found, specifier, context));
      if (about.length > 0) reported.add(name);
      for (const hit of about)
        hits.push({
          ...hit,
          details: { ...hit.details, name: `${specifier} (imported by ${from})` },
        });
    }
  }
  return hits;
}

/**
 * Where the code of the workspace imports a package, or one that leads to it.
 *
 * @param name of the package
 */
export function importSite(
  name: string,
  own: readonly string[],
  { bundle, read }: Pick<ImportContext, 'bundle' | 'read'>,
): OwnImport | undefined {
  const leading = leadingTo(name, bundle);
  for (const file of own) {
    const text = read(file);
    if (text === undefined) continue;
    const found = ownImports(parseFile(file, text)).find(({ specifier }) =>
      leading.has(packageName(specifier)),
    );
    if (found) return found;
  }
  return undefined;
}

/** The packages whose modules import a package, directly or through others, and itself. */
function leadingTo(name: string, { modules }: Bundle): ReadonlySet<string> {
  const leading = new Set([name]);
  for (let size = 0; size !== leading.size;) {
    size = leading.size;
    for (const [file, imports] of modules) {
      const from = packageOf(file);
      if (from === '' || leading.has(from)) continue;
      if (imports.some(({ specifier }) => leading.has(packageName(specifier)))) leading.add(from);
    }
  }
  return leading;
}
