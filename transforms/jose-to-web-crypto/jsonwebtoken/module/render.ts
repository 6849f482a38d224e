import { reachableNames, textOf } from '../../../engine/emitted-module/reachable.js';
import { tokenModuleSources } from './load.js';
import type { TokenProfile } from './source-files.js';

/** The module that is wanted. */
export interface TokenModuleRequest {
  readonly profile: TokenProfile;
  /** What is imported from it: names of jsonwebtoken, types included. */
  readonly names: ReadonlySet<string>;
  readonly language: 'typescript' | 'javascript';
  readonly format: 'esm' | 'cjs';
}

/** Names the version: the next run has to know it when jsonwebtoken is gone from package.json. */
function header(profile: TokenProfile): string {
  const version = profile === 'jsonwebtoken-8' ? '8.5' : '9';
  return `// What this package uses of jsonwebtoken ${version}, with Web Crypto alone: the same names, errors and checks.
// \`sign\` and \`verify\` give promises. Written by llrt-migrate; it imports nothing.`;
}

/**
 * Text of one self-contained module that exports the names and contains what they need, in a fixed
 * order, formatted as prettier does with single quotes. In JavaScript names of types are left out.
 *
 * @throws Error for a name that `tokenNames` does not have
 * @example
 * renderTokenModule({
 *   profile: 'jsonwebtoken-9',
 *   names: new Set(['verify', 'TokenExpiredError']),
 *   language: 'javascript',
 *   format: 'esm',
 * });
 */
export function renderTokenModule(request: TokenModuleRequest): string {
  const { profile, names, language, format } = request;
  const { declarations } = tokenModuleSources[profile];
  const isCommonJs = language === 'javascript' && format === 'cjs';
  const wanted = reachableNames(declarations, names, language);
  const texts = declarations
    .filter(({ name }) => wanted.has(name))
    .map((one) => {
      const text = textOf(one, language);
      return names.has(one.name) && !isCommonJs ? text.exported : text.plain;
    });
  const exported = declarations.filter(({ name }) => names.has(name) && wanted.has(name));
  const exports = `module.exports = { ${exported.map(({ name }) => name).join(', ')} };`;
  return `${[header(profile), ...texts, ...(isCommonJs ? [exports] : [])].join('\n\n')}\n`;
}

/** What user code may import from the module: `value` or `type` by name. */
export function tokenNames(profile: TokenProfile): ReadonlyMap<string, 'value' | 'type'> {
  const published = tokenModuleSources[profile].declarations.filter((one) => one.public);
  return new Map(published.map(({ name, kind }) => [name, kind] as const));
}
