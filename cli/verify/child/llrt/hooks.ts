import * as module from 'node:module';

/** What the loader of this process must know. */
export interface HookData {
  /** URL of the bundle. */
  readonly bundle: string;
  /** Exports of the modules that there are, by name. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** Key of the registered symbol under which the bundle finds `load`. */
  readonly key: string;
}

interface Resolved {
  url: string;
  format?: string;
  shortCircuit?: boolean;
}
interface Loaded {
  format: string;
  source: string;
  shortCircuit: boolean;
}
interface Hooks {
  resolve(
    specifier: string,
    context: { parentURL?: string },
    next: (specifier: string, context: object) => Resolved,
  ): Resolved;
  load(url: string, context: object, next: (url: string, context: object) => Loaded): Loaded;
}

/**
 * Gives the bundle its own modules of Node.js, with the names that LLRT has, so that an import of
 * another name fails when modules are linked, as it does there. Other modules get what they ask for.
 *
 * This function is also sent to the loader thread of older releases of Node.js as text, so it may
 * use nothing from around it.
 */
export function makeHooks({ bundle, modules, key }: HookData, builtins: readonly string[]): Hooks {
  const scheme = 'llrt-module:';
  return {
    resolve(specifier, context, next) {
      if (context.parentURL !== bundle) return next(specifier, context);
      const name = specifier.replace(/^node:/, '').replace(/\/$/, '');
      const isBuiltin = name in modules || builtins.includes(name) || specifier.startsWith('node:');
      if (!isBuiltin) return next(specifier, context);
      return { url: `${scheme}${name}`, format: 'module', shortCircuit: true };
    },
    load(url, context, next) {
      if (!url.startsWith(scheme)) return next(url, context);
      const name = url.slice(scheme.length);
      const names = (modules[name] ?? []).map((one) => `export const ${one} = all.${one};`);
      const all = `globalThis[Symbol.for(${JSON.stringify(key)})](${JSON.stringify(name)})`;
      const source = [`const all = ${all};`, 'export default all;', ...names].join('\n');
      return { format: 'module', source, shortCircuit: true };
    },
  };
}

/** Puts the hooks in place. */
export function installHooks(data: HookData): void {
  const builtins = module.builtinModules;
  const registerHooks: unknown = Reflect.get(module, 'registerHooks');
  if (typeof registerHooks === 'function') {
    registerHooks(makeHooks(data, builtins));
    return;
  }
  const text = `const hooks = (${makeHooks.toString()})(${JSON.stringify(data)}, ${JSON.stringify(builtins)});
export const { resolve, load } = hooks;`;
  module.register(`data:text/javascript,${encodeURIComponent(text)}`);
}
