import { reachableNames, textOf } from '../../engine/emitted-module/reachable.js';
import { moduleSources } from './load.js';
import type { Profile } from './source-files.js';

/** The module that is wanted. */
export interface ModuleRequest {
  readonly profile: Profile;
  /**
   * What is imported from it: names of jose, types included, and `errors.JWTExpired` for what is
   * taken of the object `errors`.
   */
  readonly names: ReadonlySet<string>;
  readonly language: 'typescript' | 'javascript';
  readonly format: 'esm' | 'cjs';
}

/** Names the versions: the next run has to know them when jose is gone from package.json. */
function header(profile: Profile): string {
  const replaced = profile === 'jose-5' ? 'jose 4 and 5' : 'jose 6';
  return `// What this package uses of ${replaced}, with Web Crypto alone: the same names, errors and checks.
// Written by llrt-migrate; it imports nothing.`;
}

const ERRORS = 'errors.';

/**
 * Text of one self-contained module that exports the names and contains what they need, in a fixed
 * order, formatted as prettier does with single quotes. In JavaScript names of types are left out.
 *
 * @throws Error for a name that `offeredNames` does not have
 * @example
 * renderModule({
 *   profile: 'jose-6',
 *   names: new Set(['jwtVerify', 'errors.JWTExpired']),
 *   language: 'javascript',
 *   format: 'esm',
 * });
 */
export function renderModule(request: ModuleRequest): string {
  const { profile, names, language, format } = request;
  const errors = [...names].filter((name) => name.startsWith(ERRORS));
  const members = errors.map((name) => name.slice(ERRORS.length)).toSorted();
  const direct = new Set([...names].filter((name) => !name.startsWith(ERRORS)));
  const { declarations } = moduleSources[profile];
  const wanted = reachableNames(declarations, new Set([...direct, ...members]), language);
  const isCommonJs = language === 'javascript' && format === 'cjs';
  const texts = declarations
    .filter(({ name }) => wanted.has(name))
    .map((one) => {
      const text = textOf(one, language);
      return direct.has(one.name) && !isCommonJs ? text.exported : text.plain;
    });
  const exported = declarations.filter(({ name }) => direct.has(name)).map(({ name }) => name);
  if (members.length > 0) exported.push('errors');
  const parts = [
    header(profile),
    ...texts,
    members.length > 0 ? errorsObject(members, language, isCommonJs) : '',
    isCommonJs && exported.length > 0 ? list('module.exports = {', exported, '};') : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

/** What user code may import from the module: `value` or `type` by name. */
export function offeredNames(profile: Profile): ReadonlyMap<string, 'value' | 'type'> {
  const published = moduleSources[profile].declarations.filter((one) => one.public);
  const names = new Map(published.map(({ name, kind }) => [name, kind] as const));
  for (const [name] of names)
    if (/^JO?W?S?E?K?S?T?[A-Z]/.test(name) && isError(profile, name))
      names.set(ERRORS + name, 'value');
  return names;
}

function isError(profile: Profile, name: string): boolean {
  const found = moduleSources[profile].declarations.find((one) => one.name === name);
  return /^(?:\/\*\*.*?\*\/\n)?class \w+ extends (?:JOSEError|Error)\b/s.test(
    found?.ts.plain ?? '',
  );
}

/** `errors`, as jose exports it; in TypeScript its members are types as well. */
function errorsObject(
  members: readonly string[],
  language: ModuleRequest['language'],
  isCommonJs: boolean,
): string {
  const object = `${isCommonJs ? '' : 'export '}${list('const errors = {', members, '};')}`;
  if (language === 'javascript') return object;
  return `${object}\n\nexport namespace errors {\n${members.map(errorType).join('')}}`;
}

function errorType(name: string): string {
  const line = `  export type ${name} = InstanceType<typeof errors.${name}>;\n`;
  if (line.length <= LINE_WIDTH + 1) return line;
  return `  export type ${name} = InstanceType<\n    typeof errors.${name}\n  >;\n`;
}

const LINE_WIDTH = 80;

function list(before: string, names: readonly string[], after: string): string {
  const line = `${before} ${names.join(', ')} ${after}`;
  if (line.length + 'export '.length <= LINE_WIDTH) return line;
  return `${before}\n${names.map((name) => `  ${name},\n`).join('')}${after}`;
}
