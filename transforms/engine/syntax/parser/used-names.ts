/**
 * Members of the compiler that a module mentions, read off its text.
 *
 * @param code TypeScript or the JavaScript it became; types are mentioned in the former only
 * @example usedNames("import { ts } from './typescript.js'; ts.forEachChild(node, f)") // ['forEachChild']
 */
export function usedNames(code: string): string[] {
  if (!/import \{[^}]*\bts\b[^}]*\} from ['"][^'"]*\/typescript\.js['"]/.test(code)) return [];
  return [...code.matchAll(/(?<![\w.'"])ts\.(\w+)/g)].map((match) => match[1] ?? '');
}
