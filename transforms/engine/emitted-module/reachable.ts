import type { Declaration, DeclarationText } from './declaration.js';

/** In what a module is written. */
export type EmittedLanguage = 'typescript' | 'javascript';

/**
 * Names of all declarations that a module with these exports contains. In JavaScript names of types
 * are left out.
 *
 * @throws Error for a name that is no export
 * @example reachableNames(declarations, new Set(['jwtVerify']), 'javascript')
 */
export function reachableNames(
  declarations: readonly Declaration[],
  names: ReadonlySet<string>,
  language: EmittedLanguage,
): Set<string> {
  const byName = new Map(declarations.map((one) => [one.name, one]));
  const found = new Set<string>();
  const visit = (name: string): void => {
    const one = byName.get(name);
    if (!one) throw new Error(`The module has no declaration ${name}`);
    if (found.has(name) || (language === 'javascript' && one.kind === 'type')) return;
    found.add(name);
    textOf(one, language).uses.forEach(visit);
  };
  for (const name of names) {
    if (!byName.get(name)?.public) throw new Error(`The module does not export ${name}`);
    visit(name);
  }
  return found;
}

/**
 * The text of a declaration in one language.
 *
 * @throws Error for a type in JavaScript
 */
export function textOf(one: Declaration, language: EmittedLanguage): DeclarationText {
  const text = language === 'typescript' ? one.ts : one.js;
  if (!text) throw new Error(`${one.name} is a type and has no JavaScript`);
  return text;
}
