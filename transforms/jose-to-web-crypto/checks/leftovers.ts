import { posix } from 'node:path';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import type { Problem } from '../problem.js';
import { mentionsJose } from '../sites/specifiers.js';

const LISTS = new Set([
  'external',
  'externals',
  'externalModules',
  'noExternal',
  'serverExternalPackages',
  'transformIgnorePatterns',
  'moduleNameMapper',
]);

/** Settings that name jose and do nothing any more when nothing imports it. */
export function leftoverProblems(program: SourceProgram): Problem[] {
  const { pkg } = program;
  const inSources = pkg.candidates.flatMap((path) => {
    const file = /jose/.test(pkg.read(path) ?? '') ? program.file(path) : undefined;
    return file ? listed(file.ast).map((node) => leftover(path, settingOf(node), node)) : [];
  });
  const manifest = posix.join(pkg.dir, 'package.json');
  const settings = Object.entries(pkg.manifest).filter(
    ([key, value]) => SETTINGS.has(key) && NAMES_JOSE.test(JSON.stringify(value)),
  );
  return [...settings.map(([key]) => leftover(manifest, key)), ...inSources, ...inRoots(pkg)];
}

/** Packages in the folders above, which list jose for those below and do not use it themselves. */
function inRoots(pkg: PackageView): Problem[] {
  return pkg
    .siblings()
    .filter(({ dir }) => dir !== pkg.dir && (dir === '' || pkg.dir.startsWith(`${dir}/`)))
    .filter(({ manifest: { dependencies, devDependencies } }) =>
      Object.hasOwn({ ...dependencies, ...devDependencies }, 'jose'),
    )
    .filter((root) => !root.candidates.some((path) => mentionsJose(root.read(path) ?? '')))
    .map(({ dir }) => ({
      code: 'jose-in-root',
      file: posix.join(dir, 'package.json'),
      details: { name: pkg.name },
    }));
}

/** Parts of package.json, besides the lists of dependencies, that may name a package. */
const SETTINGS = new Set([
  'overrides',
  'resolutions',
  'pnpm',
  'jest',
  'scripts',
  'bundleDependencies',
]);
const NAMES_JOSE = /(?:["/(|^:= ]|\*\*\/)jose(?:["/)|$@ ]|\\)/;

function listed(ast: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && /\bjose\b/.test(node.text) && settingOf(node) !== '')
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

/** Name of the list of a bundler or test runner that a text stands in; empty where it is none that is known. */
export function settingOf(node: ts.Node): string {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    const name = ts.isPropertyAssignment(at) ? at.name.getText() : '';
    if (LISTS.has(name)) return name;
    if (ts.isFunctionLike(at) || ts.isStatement(at)) return '';
  }
  return '';
}

function leftover(file: string, setting: string, node?: ts.Node): Problem {
  return { code: 'jose-left-over', file, ...(node && { node }), details: { setting } };
}
