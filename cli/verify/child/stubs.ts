/** Registered symbol under which a bundle finds the stubs of the setup module. */
export const STUBS_KEY = 'llrt-migrate.stubs';

/** What a setup module exports, as far as it matters. */
interface SetupModule {
  readonly default?: unknown;
  readonly stubs?: unknown;
}

/**
 * Runs what a loaded setup module asks for: a default export that is a function or a
 * promise is awaited, and its stubs are put where the bundle looks for them.
 */
export async function useSetup(loaded: SetupModule): Promise<void> {
  const { default: main, stubs } = esModule(loaded);
  await (typeof main === 'function' ? (main as () => unknown)() : main);
  Object.assign(globalThis, { [Symbol.for(STUBS_KEY)]: stubs ?? ownStubs(main) ?? {} });
}

/** An ES module that was compiled to CommonJS has its own default inside the default. */
function esModule(loaded: SetupModule): SetupModule {
  const { default: inner } = loaded;
  const compiled = typeof inner === 'object' && inner !== null && '__esModule' in inner;
  return compiled ? (inner as SetupModule) : loaded;
}

/** `module.exports.stubs`, when Node did not see that it is one of the exports. */
function ownStubs(main: unknown): unknown {
  const holds = (typeof main === 'object' && main !== null) || typeof main === 'function';
  return holds ? Reflect.get(main, 'stubs') : undefined;
}
