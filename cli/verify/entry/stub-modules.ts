import type { Plugin } from 'esbuild';
import { STUBS_KEY } from '../child/stubs.js';

const NAMESPACE = 'llrt-migrate-stub';
const VALUE_ONLY = 'value:';

/**
 * Leaves the given specifiers to the stubs of the setup module, wherever a source that is
 * bundled imports them, as they are written there. An imported stub is the namespace: its
 * `default`, or else the stub itself, is the default export. A required stub is the value.
 *
 * @param used is given each specifier that an import names
 */
export function stubModules(names: readonly string[], used: Set<string>): Plugin {
  return {
    name: 'stub-modules',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, kind, namespace }) => {
        if (namespace === NAMESPACE) return { path, namespace };
        if (kind === 'entry-point' || !names.includes(path)) return undefined;
        used.add(path);
        return { path: kind === 'require-call' ? VALUE_ONLY + path : path, namespace: NAMESPACE };
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: path.startsWith(VALUE_ONLY)
          ? `module.exports = ${lookup(path.slice(VALUE_ONLY.length))};`
          : namespaceOf(path),
        loader: 'js',
      }));
    },
  };
}

function namespaceOf(name: string): string {
  return `const value = ${lookup(name)};
export * from ${JSON.stringify(VALUE_ONLY + name)};
export default Object(value) === value && 'default' in value ? value.default : value;`;
}

function lookup(name: string): string {
  return `globalThis[Symbol.for(${JSON.stringify(STUBS_KEY)})][${JSON.stringify(name)}]`;
}
