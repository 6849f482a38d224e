import { basename, extname } from 'node:path';

/**
 * What a Prettier configuration file makes Prettier do: `settings` are data alone,
 * `code` is a program, `package` names a package (or file) that holds the settings,
 * which is a program too.
 */
export type ConfigKind = 'settings' | 'code' | 'package';

/**
 * Tells from its name and text whether reading a Prettier configuration runs code. A text
 * that is not surely a set of settings counts as the name of a package: Prettier would
 * `require` it.
 *
 * @param path of the configuration file
 * @param text its content; not looked at when the file is a program
 * @example configKind('.prettierrc', 'semi: false\n'); // 'settings'
 * @example configKind('.prettierrc', '"@acme/prettier-config"\n'); // 'package'
 */
export function configKind(path: string, text: string): ConfigKind {
  const name = basename(path);
  if (/\.[cm]?[jt]s$/.test(name)) return 'code';
  return isSettings(name, text.replace(/^\uFEFF/, '')) ? 'settings' : 'package';
}

function isSettings(name: string, text: string): boolean {
  if (name === 'package.json') return isObjectAt(text, 'prettier');
  if (name === 'package.yaml') return isMapping(valueAt(text, 'prettier'));
  if (extname(name) === '.toml') return true;
  if (/\.json5?$/.test(name)) return withoutComments(text).startsWith('{');
  return isMapping(text);
}

function isObjectAt(json: string, key: string): boolean {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null) return false;
  const value = new Map<string, unknown>(Object.entries(parsed)).get(key);
  return typeof value === 'object' && value !== null;
}

/** JSON5 without the comments before its value. */
function withoutComments(text: string): string {
  return text.replace(/^(?:\s+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/, '');
}

/** The YAML below a key of the outermost mapping; `''` where there is none. */
function valueAt(text: string, key: string): string {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (start < 0) return '';
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^[^\s#]/.test(line));
  const first = (lines[start] ?? '').slice(key.length + 1);
  return [first, ...(end < 0 ? rest : rest.slice(0, end))].join('\n');
}

/**
 * Whether YAML is a mapping, as its first line with content shows: a key on one line, or a
 * brace. Tags, anchors and other rare beginnings count as none.
 */
function isMapping(yaml: string): boolean {
  const line = yaml
    .split(/\r?\n/)
    .map((text) => text.replace(/^---(?=\s|$)/, '').trim())
    .find((text) => text !== '' && !text.startsWith('#') && !text.startsWith('%'));
  if (line === undefined) return true;
  if (line.startsWith('{')) return true;
  if (line.startsWith('"')) return /^"(?:[^"\\]|\\.)*"\s*:(?:\s|$)/.test(line);
  if (line.startsWith("'")) return /^'(?:[^']|'')*'\s*:(?:\s|$)/.test(line);
  return /^[A-Za-z_]/.test(line) && /:(?:\s|$)/.test(line.replace(/\s#.*$/, ''));
}
