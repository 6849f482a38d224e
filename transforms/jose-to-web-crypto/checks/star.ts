import type { SourceProgram } from '../../engine/syntax/program.js';
import { shortText, type Problem } from '../problem.js';
import { isOffered } from '../offer.js';
import { readUses, type JoseFile } from '../survey.js';
import type { Profile } from '../version.js';
import { leavesOf } from './json-members.js';

/** `export * from 'jose'` where what is taken through it cannot be seen. */
export function starProblems(program: SourceProgram, jose: JoseFile, profile: Profile): Problem[] {
  const star = jose.sites.find(({ isStar }) => isStar);
  if (!star) return [];
  const { node } = star.site;
  const names = namesThrough(program, jose.file.path);
  const missing = [...(names ?? [])].find((name) => !isOffered(name, profile));
  if (missing !== undefined)
    return [{ code: 'jose-not-offered', file: jose.file.path, node, details: { name: missing } }];
  // A module that offers nothing would only hide what a user that is not seen takes.
  if (names && names.size > 0) return [];
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
  const folder = path.split('/').at(-2) ?? '.';
  return text.includes(name === 'index' ? folder : name) || /['"`]\.{1,2}['"`/]/.test(text);
}

/** Whether package.json offers a file to others: by its path, or by that of what it is built to. */
function isEntry({ pkg }: SourceProgram, path: string): boolean {
  const { main, exports } = pkg.manifest;
  const targets = [main ?? '', ...leavesOf(exports)];
  const bare = path
    .slice(pkg.dir.length)
    .replace(/^\//, '')
    .replace(/^(?:src|source|lib)\//, '')
    .replace(/\.[cm]?[jt]sx?$/, '');
  return targets.some((target) => {
    const built = target.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
    return target.includes('*') || built === bare || built.endsWith(`/${bare}`);
  });
}
