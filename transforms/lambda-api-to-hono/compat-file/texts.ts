import { posix } from 'node:path';
import { readExports } from '../../engine/syntax/modules.js';
import { isTypeScript, parseFile } from '../../engine/syntax/parse.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import { renderCompat } from '../compat/render.js';
import { lacksFetchTypes } from '../dom-types.js';
import { COMPAT_MODULE, LEGACY_PACKAGE } from '../graph/names.js';
import { formatOf, type ModuleFormat } from '../imports/module-format.js';
import { compatImports } from './imported-names.js';
import { isCompatFile } from './places.js';

/**
 * New texts of the compat modules with just the functions that the package imports from
 * them; null for one that nothing imports any more.
 */
export function compatTexts(pkg: PackageView, before: PackageView): Map<string, string | null> {
  const used = new Map<string, Usage>();
  for (const path of pkg.files) if (isCompatFile(path)) used.set(path, newUsage());
  for (const file of pkg.files) {
    const text = pkg.read(file) ?? '';
    if (isCompatFile(file) || !text.includes(COMPAT_MODULE)) continue;
    const parsed = parseFile(file, text);
    for (const { names, specifier } of compatImports(parsed.ast)) {
      const path = pathOf(file, specifier, used);
      const usage = used.get(path) ?? newUsage();
      used.set(path, usage);
      for (const name of names) usage.names.add(name);
      // CommonJS is what both load from a .js file of a package that is not all ES modules.
      const isMixed =
        file.endsWith('.mjs') && path.endsWith('.js') && pkg.manifest.type !== 'module';
      if (isMixed || formatOf(parsed, pkg.manifest.type) === 'cjs') usage.needsCommonJs = true;
    }
  }
  const texts = new Map<string, string | null>();
  for (const [path, { names, needsCommonJs }] of used) {
    // A module that has just what is needed stays as it is: its owner may have formatted it.
    if (isSame(exportedNames(path, before.read(path)), names)) continue;
    const language: 'ts' | 'js' = isTypeScript(path) ? 'ts' : 'js';
    const isCommonJs = needsCommonJs || path.endsWith('.cjs');
    const format: ModuleFormat = language === 'js' && isCommonJs ? 'cjs' : 'esm';
    const lambdaApi = versionIn(before.read(path)) ?? before.installedVersion(LEGACY_PACKAGE);
    const target = lambdaApi === undefined ? { language, format } : { language, format, lambdaApi };
    const reference = language === 'ts' && lacksFetchTypes(before) ? FETCH_TYPES : '';
    texts.set(path, names.size > 0 ? reference + renderCompat(names, target) : null);
  }
  return texts;
}

function isSame(held: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  return held.size > 0 && held.size === wanted.size && [...wanted].every((name) => held.has(name));
}

function exportedNames(path: string, text: string | undefined): Set<string> {
  if (text === undefined) return new Set();
  const names = new Set<string>();
  const { ast } = parseFile(path, text);
  for (const name of readExports(ast).named.keys()) names.add(name);
  for (const statement of ast.statements) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    const isExported = isType && hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    if (isExported) names.add(statement.name.text);
    const object = exportedObject(statement);
    for (const property of object?.properties ?? [])
      if (property.name) names.add(property.name.getText());
  }
  return names;
}

function exportedObject(statement: ts.Statement): ts.ObjectLiteralExpression | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
    return undefined;
  const { left, right } = statement.expression;
  const isIt = left.getText() === 'module.exports' && ts.isObjectLiteralExpression(right);
  return isIt ? right : undefined;
}

/** Brings the types of the fetch standard, which run on every Lambda runtime since Node 18. */
const FETCH_TYPES = '/// <reference lib="dom" />\n';

interface Usage {
  readonly names: Set<string>;
  needsCommonJs: boolean;
}

function newUsage(): Usage {
  return { names: new Set(), needsCommonJs: false };
}

/** File that a specifier of the compat module means, whether it is there yet or not. */
function pathOf(from: string, specifier: string, known: ReadonlyMap<string, unknown>): string {
  const path = posix.join(posix.dirname(from), specifier);
  const bare = path.replace(/\.[cm]?[jt]s$/, '');
  const existing = ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs']
    .map((extension) => bare + extension)
    .find((candidate) => known.has(candidate));
  if (existing !== undefined) return existing;
  const written = /\.([cm]?)[jt]s$/.exec(path)?.[1] ?? /\.(m)[jt]s$/.exec(from)?.[1] ?? '';
  return `${bare}.${written}${isTypeScript(from) ? 'ts' : 'js'}`;
}

/** Rules of the emitted module and the newest version of lambda-api that followed them, oldest first. */
const RULE_VERSIONS: readonly (readonly [string, string])[] = [
  ['cutsAtCommas', '0.10.7'],
  ['keepsCookieValues', '1.0.3'],
  ['raisesApiErrors', '1.1.0'],
  ['inheritsAtPrefix', '1.2.0'],
];

/** The version of lambda-api that an existing compat module was written for: it may be gone from package.json. */
function versionIn(text: string | undefined): string | undefined {
  if (text === undefined || !text.includes('const RULES')) return undefined;
  const oldest = RULE_VERSIONS.find(([rule]) => text.includes(`${rule}: false`));
  return oldest?.[1] ?? '1.5.1';
}
