import { readExports } from '../../engine/syntax/modules.js';
import type { Decision } from '../decide/decision.js';
import { isNamed } from '../decide/shape.js';
import { isOfferedBy } from '../graph/builtins.js';
import type { Dependency } from '../graph/dependency.js';
import { relativeSpecifier, type Target } from '../graph/resolve.js';
import type { Uses } from '../graph/site-form.js';

/** How a module can be imported. */
export interface Surface {
  readonly specifier: string;
  readonly isJson: boolean;
  /** What stands for the exports object of the CommonJS module. */
  readonly base: 'default' | 'namespace';
  /** Whether a name can be imported by itself, and is then what the exports object has under it. */
  hasName(name: string): boolean;
}

/**
 * Tells how a file imports what it required.
 *
 * @param uses what the file takes of it
 */
export function surfaceOf(
  decision: Decision,
  from: string,
  target: Target,
  specifier: string,
  uses: Uses,
): Surface {
  if (target.kind === 'builtin')
    return {
      specifier,
      isJson: false,
      base: 'default',
      hasName: (name) => isOfferedBy(specifier, name),
    };
  if (target.kind === 'dependency') return ofDependency(target.dependency, uses);
  if (target.kind === 'json')
    return {
      specifier: relativeSpecifier(from, target.path),
      isJson: true,
      base: 'default',
      hasName: () => false,
    };
  if (target.kind === 'file') return ofFile(decision, from, target.path);
  throw new Error(`a ${target.kind} module is imported`);
}

function ofDependency(dependency: Dependency, uses: Uses): Surface {
  const { importSpecifier, format, hasDefault } = dependency;
  const hasAll = [...uses.names].every((name) => dependency.hasName(name));
  const isNamespace =
    !hasDefault || (format === 'esm' && (!dependency.isDual || (!uses.isWhole && hasAll)));
  return {
    specifier: importSpecifier,
    isJson: format === 'json',
    base: isNamespace ? 'namespace' : 'default',
    hasName: (name) => name !== 'default' && dependency.hasName(name),
  };
}

function ofFile(decision: Decision, from: string, path: string): Surface {
  const keptAs = decision.kept.get(path);
  const specifier = relativeSpecifier(from, asJavaScript(keptAs ?? path));
  const shape = decision.shapes.get(path);
  if (shape && isNamed(shape)) {
    const live = new Map(shape.names.map(({ name, isLive }) => [name, isLive]));
    const hasName = (name: string): boolean => live.get(name) === false;
    return { specifier, isJson: false, base: 'namespace', hasName };
  }
  if (shape?.kind === 'none')
    return { specifier, isJson: false, base: 'namespace', hasName: () => false };
  const module = decision.graph.modules.get(path);
  if (shape || keptAs !== undefined || module?.format !== 'esm')
    return { specifier, isJson: false, base: 'default', hasName: () => false };
  if (module.exportEquals)
    return { specifier, isJson: false, base: 'default', hasName: () => false };
  const { main, named } = readExports(module.file.ast);
  return {
    specifier,
    isJson: false,
    base: 'namespace',
    hasName: (name) => (name === 'default' ? main !== undefined : named.has(name)),
  };
}

/** TypeScript files are imported by the name of the JavaScript they become. */
function asJavaScript(path: string): string {
  return path.replace(/\.([cm]?)tsx?$/, '.$1js');
}
