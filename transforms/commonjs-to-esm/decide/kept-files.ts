import { posix } from 'node:path';
import { pathOf, type PackageGraph } from '../graph/package-graph.js';
import { isInScripts, manifestPaths } from '../manifest/paths.js';
import { isConfigFile } from './config-files.js';

/** With these files and everything they require: the smallest set that nothing in it requires out of. */
export function closure(graph: PackageGraph, start: Iterable<string>): Set<string> {
  const kept = new Set<string>();
  const add = (path: string): void => {
    const module = graph.modules.get(path);
    if (kept.has(path) || !module || (module.format === 'esm' && kept.size > 0)) return;
    kept.add(path);
    for (const { target } of graph.linksOf(path)) {
      const next = pathOf(target);
      if (next) add(next);
    }
  };
  for (const path of start) add(path);
  return kept;
}

/** The name under which a file stays CommonJS. */
export function keptName(path: string): string {
  return `${path.slice(0, path.length - posix.extname(path).length)}.cjs`;
}

/**
 * Why a file cannot get another name: something that this package does not show may go by it.
 *
 * @returns undefined where it can
 */
export function nameProblem(graph: PackageGraph, path: string): string | undefined {
  if (path.endsWith('.cjs') || isConfigFile(path)) return undefined;
  const { dir } = graph.pkg;
  const isEntry = manifestPaths(graph.pkg).has(path);
  const isLoaded = graph.linksTo(path).length + graph.esmLinksTo(path).length > 0;
  if (isEntry || (!isLoaded && !isInScripts(graph.pkg, path)))
    return `${relativeTo(dir, path)} is a file that is started or loaded by its name`;
  const name = posix.basename(path, posix.extname(path)).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const mention = new RegExp(`['"\`/]${name}(?:\\.js)?['"\`]`);
  for (const { file, requires } of graph.modules.values()) {
    const specifiers = new Set(requires.map(({ specifier }) => specifier));
    for (const line of file.text.split('\n')) {
      if (!mention.test(line)) continue;
      const isSpecifier = [...specifiers].some((specifier) => line.includes(specifier));
      if (!isSpecifier && !/\b(?:from|import)\b/.test(line))
        return `${relativeTo(dir, path)} is named in ${relativeTo(dir, file.path)}`;
    }
  }
  return undefined;
}

function relativeTo(dir: string, path: string): string {
  return dir === '' ? path : posix.relative(dir, path);
}
