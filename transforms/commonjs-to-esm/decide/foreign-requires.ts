import { posix } from 'node:path';
import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageGraph } from '../graph/package-graph.js';
import { manifestPaths } from '../manifest/paths.js';
import type { ModuleFile, Problem } from '../model/facts.js';
import { isNeverWritten, variableOf } from './stable.js';

/**
 * Tells which computed requires load nothing of the package's own, such as the engine that a user
 * names: with `createRequire` they go on as they are. One that may load a file of the package gets
 * something else when that file is an ES module.
 */
export class ForeignRequires {
  private isClosed: boolean | undefined;

  constructor(private readonly graph: PackageGraph) {}

  /** Whether a problem is a computed require that can stay one. */
  has(module: ModuleFile, { code, node }: Problem): boolean {
    if (code !== 'computed-require' || !ts.isCallExpression(node)) return false;
    const [argument] = node.arguments;
    if (!argument || node.arguments.length !== 1 || module.format !== 'cjs') return false;
    if (namesOwnFile(module.bindings, argument)) return false;
    this.isClosed ??= allAreLoadedByName(this.graph) && !namesFiles(this.graph);
    return this.isClosed;
  }
}

/** Whether an expression, or what its variables hold, begins with a place in the package. */
function namesOwnFile(bindings: Bindings, expression: ts.Expression, depth = 4): boolean {
  if (depth === 0) return true;
  let isOwn = false;
  const visit = (node: ts.Node): void => {
    const { text } = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node : { text: '' };
    if (/^\.{0,2}\//.test(text)) isOwn = true;
    if (ts.isIdentifier(node) && /^__(?:dir|file)name$/.test(node.text)) isOwn = true;
    const declared = ts.isIdentifier(node) ? bindings.resolve(node) : undefined;
    const variable = declared && variableOf(declared);
    if (declared && variable && !isNeverWritten(bindings, declared)) isOwn = true;
    const value = variable?.initializer;
    if (value && namesOwnFile(bindings, value, depth - 1)) isOwn = true;
    ts.forEachChild(node, visit);
  };
  visit(expression);
  return isOwn;
}

/** Whether every file that exports something is an entry, or is loaded by a name that is written down. */
function allAreLoadedByName(graph: PackageGraph): boolean {
  const entries = manifestPaths(graph.pkg);
  return [...graph.modules.values()].every(
    ({ path, exportRefs, format }) =>
      format === 'esm' ||
      exportRefs.length === 0 ||
      entries.has(path) ||
      graph.linksTo(path).length + graph.esmLinksTo(path).length > 0,
  );
}

/** Whether some text in the code, other than that of a require or an import, names a file or folder of the package. */
function namesFiles(graph: PackageGraph): boolean {
  const folders = new Set([...graph.modules.keys()].map((path) => path.replace(/[^/]*$/, '')));
  return [...graph.modules.values()].some((module) => {
    const known = new Set([
      ...graph.linksOf(module.path).map(({ site }) => site.specifier),
      ...graph.esmLinksOf(module.path).map(({ specifier }) => specifier),
    ]);
    return [...module.file.text.matchAll(/(['"`])(\.{1,2}\/[^'"`\s]*)/g)].some(
      ([, , text = '']) => {
        if (known.has(text)) return false;
        const target = graph.resolver.resolve(module.path, text);
        return target.kind === 'file' || folders.has(folderAt(module.path, text));
      },
    );
  });
}

function folderAt(from: string, text: string): string {
  return posix.join(posix.dirname(from), text).replace(/\/?$/, '/');
}
