import type { ImportedName } from '../../engine/emitted-module/declaration.js';
import { reachableNames, textOf } from '../../engine/emitted-module/reachable.js';
import { compatSource } from './load.js';

/** In what the helper module is written. */
export interface CompatTarget {
  readonly language: 'ts' | 'js';
  readonly format: 'esm' | 'cjs';
  /** Release of lambda-api whose behaviour is kept, for example `0.10.7`; the newest by default. */
  readonly lambdaApi?: string | undefined;
}

/** The release in which lambda-api began to follow each rule of `RULES`. */
const RULES_SINCE: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  inheritsClosest: [0, 11],
  inheritsAtPrefix: [1, 3],
  raisesApiErrors: [1, 2],
  keepsCookieValues: [1, 1],
  readsPayload2: [0, 11],
  cutsAtCommas: [0, 11],
};

/** A name that user code may import from the helper module. */
export interface CompatExport {
  readonly name: string;
  readonly kind: 'value' | 'type';
}

/** Every name that `renderCompat` can export, in the order of the module. */
export const COMPAT_EXPORTS: readonly CompatExport[] = compatSource.declarations
  .filter((one) => one.public)
  .map(({ name, kind }) => ({ name, kind }));

const HEADER = `// Makes Hono answer as lambda-api did where their own APIs differ. Written by llrt-migrate:
// only what this package uses is here, and it depends on`;

const LINE_WIDTH = 80;

/**
 * Text of one self-contained module that exports the named functions and types and contains
 * what they need, in a fixed order, formatted as prettier does with single quotes. In
 * JavaScript the names of types are left out.
 *
 * @throws Error when a name is not in `COMPAT_EXPORTS`.
 * @example
 * renderCompat(new Set(['handle', 'getBody']), { language: 'ts', format: 'esm' });
 */
export function renderCompat(names: ReadonlySet<string>, target: CompatTarget): string {
  const language = target.language === 'ts' ? 'typescript' : 'javascript';
  const wanted = reachableNames(compatSource.declarations, names, language);
  const commonJs = target.language === 'js' && target.format === 'cjs';
  const declarations = compatSource.declarations.filter((one) => wanted.has(one.name));
  const texts = declarations.map((one) => {
    const { exported, plain } = textOf(one, language);
    const text = names.has(one.name) && !commonJs ? exported : plain;
    return one.name === 'RULES' ? rulesOf(text, target.lambdaApi) : text;
  });
  const imports = [...new Set(declarations.flatMap((one) => textOf(one, language).imports))];
  const exported = declarations.filter((one) => names.has(one.name)).map((one) => one.name);
  const parts = [
    `${HEADER} ${packagesOf(imports, texts)}.`,
    importLines(imports, target.language, commonJs),
    ...texts,
    commonJs && exported.length > 0 ? list('module.exports = {', exported, '};') : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

/** The rules with those switched off that an older release of lambda-api did not have. */
function rulesOf(text: string, version: string | undefined): string {
  const release = /^\D*(\d+)\.(\d+)/.exec(version ?? '');
  if (!release) return text;
  const [major, minor] = [Number(release[1]), Number(release[2])];
  return text.replace(/^( {2}(\w+): )true,$/gm, (line: string, start: string, rule: string) => {
    const since = RULES_SINCE[rule];
    if (!since) throw new Error(`No release is known for the rule ${rule}`);
    const follows = major > since[0] || (major === since[0] && minor >= since[1]);
    return follows ? line : `${start}false,`;
  });
}

/** What the module needs besides itself, in words. */
function packagesOf(imports: readonly string[], texts: readonly string[]): string {
  const loaded = [...texts.join('\n').matchAll(/\bimport\('([^']+)'\)/g)].map(
    ([, name = '']) => name,
  );
  const others = new Set([...imports.map((name) => sourceOf(name).from), ...loaded]);
  others.delete('hono');
  if (others.size === 0) return 'hono alone';
  return ['hono', ...[...others].toSorted()].join(', ').replace(/, ([^,]+)$/, ' and $1');
}

/** One import for each package, in the order of their names. */
function importLines(names: readonly string[], language: 'ts' | 'js', commonJs: boolean): string {
  const packages = [...new Set(names.map((name) => sourceOf(name).from))].toSorted();
  return packages
    .map((from) => {
      const own = names.filter((name) => sourceOf(name).from === from);
      return importLine(own, from, language, commonJs);
    })
    .join('\n');
}

function sourceOf(name: string): ImportedName {
  const source = compatSource.imports[name];
  if (!source) throw new Error(`Nobody knows where ${name} is imported from`);
  return source;
}

function importLine(
  names: readonly string[],
  from: string,
  language: 'ts' | 'js',
  commonJs: boolean,
): string {
  const sorted = names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  if (commonJs) return list('const {', sorted, `} = require('${from}');`);
  if (language === 'js') return list('import {', sorted, `} from '${from}';`);
  const onlyTypes = sorted.every((name) => sourceOf(name).isType);
  if (onlyTypes) return list('import type {', sorted, `} from '${from}';`);
  const marked = sorted.map((name) => (sourceOf(name).isType ? `type ${name}` : name));
  return list('import {', marked, `} from '${from}';`);
}

/** A list in braces, on one line where it fits. */
function list(before: string, names: readonly string[], after: string): string {
  const line = `${before} ${names.join(', ')} ${after}`;
  if (line.length <= LINE_WIDTH) return line;
  return `${before}\n${names.map((name) => `  ${name},\n`).join('')}${after}`;
}
