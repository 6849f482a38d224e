import type { SourceProgram } from '../../engine/syntax/program.js';
import { shortText, type Problem } from '../problem.js';
import { isOffered } from '../offer.js';
import { readUses, type JoseFile } from '../survey.js';
import type { Profile } from '../version.js';

/** `export * from 'jose'` where what is taken through it cannot be seen. */
export function starProblems(program: SourceProgram, jose: JoseFile, profile: Profile): Problem[] {
  const star = jose.sites.find(({ isStar }) => isStar);
  if (!star) return [];
  const { node } = star.site;
  const names = namesThrough(program, jose.file.path);
  const missing = [...(names ?? [])].find((name) => !isOffered(name, profile));
  if (missing !== undefined)
    return [{ code: 'jose-not-offered', file: jose.file.path, node, details: { name: missing } }];
  if (names) return [];
  return [
    { code: 'jose-as-value', file: jose.file.path, node, details: { code: shortText(node) } },
  ];
}

/**
 * What the other files of the package take from a file that passes on all of jose; undefined where
 * that is not known.
 */
export function namesThrough(
  program: SourceProgram,
  path: string,
  seen: ReadonlySet<string> = new Set(),
): ReadonlySet<string> | undefined {
  const { pkg } = program;
  if (seen.has(path)) return new Set();
  if (isEntry(program, path) || pkg.loadedOutside().has(path)) return undefined;
  const own = new Set(program.exportsOf(path).named.keys());
  const names = new Set<string>();
  for (const other of pkg.files) {
    const file = mayImport(pkg.read(other) ?? '', path) ? program.file(other) : undefined;
    if (!file || other === path) continue;
    const uses = readUses(program, file, (text) => program.resolve(other, text) === path);
    if (uses.sites.some(({ whole }) => whole.length > 0)) return undefined;
    const passedOn = uses.sites.some(({ isStar }) => isStar)
      ? namesThrough(program, other, new Set([...seen, path]))
      : new Set<string>();
    if (!passedOn) return undefined;
    for (const name of [...uses.names, ...passedOn]) if (!own.has(name)) names.add(name);
  }
  return names;
}

function mayImport(text: string, path: string): boolean {
  const name = /([^/]+)\.[cm]?[jt]sx?$/.exec(path)?.[1] ?? path;
  return (
    text.includes(name === 'index' ? (path.split('/').at(-2) ?? '.') : name) || text.includes("'.")
  );
}

function isEntry({ pkg }: SourceProgram, path: string): boolean {
  const { main, exports } = pkg.manifest;
  const texts = [main ?? '', JSON.stringify(exports ?? '')];
  const bare = path
    .slice(pkg.dir.length)
    .replace(/^\//, '')
    .replace(/\.[cm]?[jt]sx?$/, '');
  return texts.some((text) => text.includes(bare));
}
