/** Names of the compat module that are types, imported as such in TypeScript and not at all in JavaScript. */
export const COMPAT_TYPES: ReadonlySet<string> = new Set(['Env']);
