import type { SourceProgram } from '../../engine/syntax/program.js';

/** Imports, and first arguments of all calls: `proxyquire('../src/auth')` loads a file as well. */
const SPECIFIER = /(?:\bfrom|\bimport|\()\s*(['"])([^'"\n]+)\1/g;

/** Whether two files are part of one program: one imports the other, or a third one leads to both. */
export type AreConnected = (a: string, b: string) => boolean;

/**
 * Finds out which files of a package are connected by imports, in either direction. It is made
 * when it is first asked for: it reads the imports of every file.
 */
export function connections(program: SourceProgram): AreConnected {
  let parents: Map<string, string> | undefined;
  return (a, b) => {
    parents ??= unite(program);
    return a === b || rootOf(parents, a) === rootOf(parents, b);
  };
}

function unite(program: SourceProgram): Map<string, string> {
  const { pkg } = program;
  const parents = new Map<string, string>();
  for (const path of pkg.files)
    for (const [, , specifier = ''] of (pkg.read(path) ?? '').matchAll(SPECIFIER)) {
      const target = program.resolve(path, specifier);
      if (target !== undefined) parents.set(rootOf(parents, path), rootOf(parents, target));
    }
  return parents;
}

function rootOf(parents: ReadonlyMap<string, string>, path: string): string {
  let at = path;
  for (let next = parents.get(at); next !== undefined && next !== at; next = parents.get(at))
    at = next;
  return at;
}
