/** A Lambda handler, promise or callback style. */
export type Handler = (event: unknown, context: unknown, callback?: unknown) => unknown;

const USUAL_NAMES = ['handler', 'main'] as const;

/**
 * Picks the handler out of a loaded module. With a name exactly that export is taken
 * (`default` also stands for `module.exports` itself); without one `handler`, `main`,
 * the default export, or the only exported function.
 *
 * @throws Error that names the exports that were found
 */
export function pickHandler(loaded: object, name: string | undefined): Handler {
  const members = membersOf(loaded);
  if (name !== undefined) {
    const value = members.get(name);
    if (isHandler(value)) return value;
    throw new Error(`it has no exported function "${name}" (${describe(members)})`);
  }
  for (const usual of [...USUAL_NAMES, 'default']) {
    const value = members.get(usual);
    if (isHandler(value)) return value;
  }
  const functions = [...members].filter(([, value]) => isHandler(value));
  const only = functions.length === 1 ? functions[0]?.[1] : undefined;
  if (isHandler(only)) return only;
  throw new Error(
    `it is not clear which export is the Lambda handler (${describe(members)}); name it as --entry FILE#EXPORT`,
  );
}

/**
 * Picks the handler as LLRT does: an export of the module itself.
 *
 * @throws Error with the words of LLRT
 */
export function pickNamedHandler(loaded: object, name: string | undefined): Handler {
  const functions = Object.entries(loaded).filter(([, value]) => isHandler(value));
  const usual = USUAL_NAMES.find((one) => functions.some(([key]) => key === one));
  const only = functions.length === 1 ? functions[0]?.[0] : undefined;
  const wanted = name ?? usual ?? only ?? 'handler';
  const value: unknown = Reflect.get(loaded, wanted);
  if (isHandler(value)) return value;
  const isCommonJs = Object.keys(loaded).join() === 'default';
  const why = isCommonJs
    ? '; a CommonJS module that is bundled as an ES module has a default export alone, so migrate it with commonjs-to-esm, or bundle with --format=cjs'
    : '';
  throw new Error(
    `"${wanted}" is not a function in the bundle (${describe(membersOf(loaded))}${why})`,
  );
}

/** Exports by name; those of `module.exports` count as exports of the module. */
function membersOf(loaded: object): Map<string, unknown> {
  const members = new Map<string, unknown>();
  const inner: unknown = Reflect.get(loaded, 'default');
  if (typeof inner === 'object' && inner !== null) {
    for (const [key, value] of Object.entries(inner)) members.set(key, value);
  }
  for (const [key, value] of Object.entries(loaded)) members.set(key, value);
  return members;
}

function describe(members: ReadonlyMap<string, unknown>): string {
  const names = [...members].filter(([, value]) => isHandler(value)).map(([key]) => key);
  return names.length === 0 ? 'it exports no function' : `exported functions: ${names.join(', ')}`;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}
