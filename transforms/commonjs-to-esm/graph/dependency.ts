import { posix } from 'node:path';
import { initSync, parse } from 'cjs-module-lexer';
import type { InstalledPackage, PackageView } from '../../engine/transform.js';
import { conditionalTarget } from './conditions.js';
import type { DualBuilds } from './dual-builds.js';
import { siblingNamed } from './sibling.js';

/** A module of another package, as far as it can be looked at. */
export interface Dependency {
  readonly specifier: string;
  /** The package's name. */
  readonly name: string;
  /** The specifier that ES modules need: with the file name where the package has no `exports`. */
  readonly importSpecifier: string;
  /** How `import` loads it; `unknown` where the package is not installed. */
  readonly format: 'cjs' | 'esm' | 'json' | 'unknown';
  /** Whether a named import of this name works. */
  hasName(name: string): boolean;
  /** Whether a default import works. */
  readonly hasDefault: boolean;
  /** Whether what it exports is known without looking at it. */
  readonly isKnown: boolean;
  /** Whether `require` loads another file of it than `import`. */
  readonly isDual: boolean;
  /** Both of those files. */
  readonly builds?: () => DualBuilds;
  readonly installed?: InstalledPackage;
}

/** Packages that are ES modules, or whose CommonJS names are all to be seen: no default import. */
const NAMED_ONLY = /^(?:@aws-sdk\/|@smithy\/|@aws-lambda-powertools\/|hono$|jose$|uuid$)/;

/** CommonJS packages: `import` gives what `require` gives, as the default. */
const WHOLE = /^(?:lambda-api|aws-cdk-lib|constructs)$/;

/** @example splitSpecifier('@a/b/lib/c') // { name: '@a/b', path: 'lib/c' } */
export function splitSpecifier(specifier: string): { name: string; path: string } {
  const parts = specifier.split('/');
  const count = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, count).join('/'), path: parts.slice(count).join('/') };
}

/** Looks at a module of another package. */
export function openDependency(pkg: PackageView, specifier: string): Dependency {
  const { name, path } = splitSpecifier(specifier);
  const sibling = siblingNamed(pkg, name);
  const isSibling = sibling !== undefined;
  const installed = sibling ?? pkg.installed(name);
  if (!installed) return notInstalled(specifier, name);
  const { exports, type } = installed.manifest;
  if (exports !== undefined) {
    const target = conditionalTarget(exports, path);
    const file = target?.replace(/^\.\//, '');
    const required = conditionalTarget(exports, path, 'require');
    const isDual = target !== required;
    if (!file) return notInstalled(specifier, name);
    const found = { specifier, name, importSpecifier: specifier, file, type, isDual, isSibling };
    const described = describeFile(installed, found);
    return isDual && required !== undefined
      ? { ...described, builds: () => buildsOf(installed, required, file) }
      : described;
  }
  const main = installed.manifest['main'];
  const base = path === '' ? (typeof main === 'string' ? main : 'index') : path;
  const file = findFile(installed, posix.normalize(base).replace(/^\.\/|\/$/g, ''));
  if (!file) return notInstalled(specifier, name);
  const importSpecifier = path === '' ? specifier : `${name}/${file}`;
  const found = { specifier, name, importSpecifier, file, type, isDual: false, isSibling };
  return describeFile(installed, found);
}

function buildsOf(installed: InstalledPackage, required: string, imported: string): DualBuilds {
  const textOf = (path: string): string => installed.read(posix.normalize(path)) ?? '';
  return { required: textOf(required), imported: textOf(imported) };
}

/** A file of another package. */
export interface DependencyFile {
  readonly specifier: string;
  readonly name: string;
  readonly importSpecifier: string;
  readonly file: string;
  readonly type: unknown;
  readonly isDual: boolean;
  /** Whether the package is in the workspace, so that it may become ES modules in the same run. */
  readonly isSibling: boolean;
}

/** Tells how a file of another package can be imported. */
export function describeFile(installed: InstalledPackage, found: DependencyFile): Dependency {
  const { specifier, name, importSpecifier, file, isDual } = found;
  const base = { specifier, name, importSpecifier, installed, isDual, isKnown: true };
  if (file.endsWith('.json'))
    return { ...base, format: 'json', hasName: () => false, hasDefault: true };
  const text = installed.read(file) ?? '';
  const type = nestedType(installed, file) ?? found.type;
  const isEsm = file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'));
  if (isEsm) {
    const names = esmNames(text);
    const hasStar = /\bexport\s*\*\s*from\b/.test(text);
    return {
      ...base,
      format: 'esm',
      hasName: (wanted) => names.has(wanted) || hasStar,
      hasDefault: names.has('default'),
    };
  }
  let names: ReadonlySet<string> | undefined;
  return {
    ...base,
    format: 'cjs',
    hasName: (wanted) =>
      (names ??= found.isSibling ? plainNames(text) : commonJsNames(installed, file)).has(wanted),
    hasDefault: true,
  };
}

/** The `type` of a package.json that stands between a file and the package, as dual packages have them. */
function nestedType(installed: InstalledPackage, file: string): unknown {
  for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) {
    const text = installed.read(posix.join(folder, 'package.json'));
    // One without a type is CommonJS, whatever the package says.
    if (text !== undefined) return typeIn(text) ?? 'commonjs';
  }
  return undefined;
}

function typeIn(text: string): unknown {
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null && 'type' in manifest
      ? manifest.type
      : undefined;
  } catch {
    // Node.js does not load a file below a package.json that is none; CommonJS is assumed.
    return undefined;
  }
}

function notInstalled(specifier: string, name: string): Dependency {
  const isNamed = NAMED_ONLY.test(name);
  return {
    specifier,
    name,
    importSpecifier: specifier,
    format: 'unknown',
    hasName: () => isNamed,
    hasDefault: !isNamed,
    isKnown: isNamed || WHOLE.test(name),
    isDual: false,
  };
}

function findFile(installed: InstalledPackage, base: string): string | undefined {
  const candidates = [
    ...(/\.[cm]?js(?:on)?$/.test(base) ? [base] : []),
    `${base}.js`,
    `${base}.json`,
    `${base}/index.js`,
    `${base}/index.json`,
    base,
  ];
  return candidates.find((path) => installed.read(path) !== undefined);
}

/**
 * Names that a CommonJS file gives, and still gives when it has become an ES module: those that it
 * writes at the start of a line.
 */
function plainNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (/\bmodule\.exports\s*=|^\s+(?:module\.)?exports[.[]|\bthis\b/m.test(text)) return names;
  for (const [, name = ''] of text.matchAll(/^(?:module\.)?exports\.([\w$]+)\s*=(?!=)/gm))
    names.add(name);
  return names;
}

let isLexerReady = false;

/** The names that Node offers for a CommonJS file, found by the lexer that Node itself uses. */
function commonJsNames(installed: InstalledPackage, file: string): ReadonlySet<string> {
  if (!isLexerReady) {
    initSync();
    isLexerReady = true;
  }
  const names = new Set<string>();
  const seen = new Set<string>();
  const collect = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = installed.read(path);
    if (text === undefined) return;
    try {
      const { exports, reexports } = parse(text);
      for (const name of exports) names.add(name);
      for (const specifier of reexports) {
        if (!specifier.startsWith('.')) continue;
        const next = findFile(installed, posix.join(posix.dirname(path), specifier));
        if (next) collect(next);
      }
    } catch {
      // What the lexer cannot read offers no names to Node either.
    }
  };
  collect(file);
  names.delete('default');
  return names;
}

/** Names that an ES module exports by itself. Read as text: files of packages may be large. */
function esmNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (/\bexport\s+default\b|\bas\s+default\b/.test(text)) names.add('default');
  for (const [, list = ''] of text.matchAll(/\bexport\s*\{([^}]*)\}/g))
    for (const part of list.split(','))
      names.add(
        part
          .trim()
          .split(/\s+as\s+/)
          .at(-1)
          ?.trim() ?? '',
      );
  for (const [, name = ''] of text.matchAll(/\bexport\s*\*\s*as\s+([\w$]+)/g)) names.add(name);
  const declared = /\bexport\s+(?:async\s+)?(?:const|let|var|class|function)\s*\*?\s*([\w$]+)/g;
  for (const [, name = ''] of text.matchAll(declared)) names.add(name);
  return names;
}
