import { parseFile } from '../engine/syntax/parse.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { formatOf } from '../lambda-api-to-hono/imports/module-format.js';
import { moduleSpecifier } from '../lambda-api-to-hono/imports/module-specifier.js';
import { namesThrough } from './checks/star.js';
import { heldNames } from './module-file/held-names.js';
import { modulePlaces, type ModulePlace } from './module-file/place.js';
import { profileIn } from './module-file/profile.js';
import { isSameCode } from './module-file/same-code.js';
import { moduleText } from './module-file/text.js';
import { hasUnseenUsers } from './module-file/unseen-users.js';
import { modulePathsOf } from './module-file/users.js';
import { rewriteFile } from './rewrite/rewrite-file.js';
import type { JoseFile } from './survey.js';
import type { JoseVersion } from './version.js';

/**
 * New texts of the files that leave jose, and of the modules that they and those before them use.
 *
 * @param files all files on jose
 * @param migrated those that have left it before
 * @param chosen those of `files` that leave it now
 */
export function planChanges(
  program: SourceProgram,
  files: readonly JoseFile[],
  migrated: readonly JoseFile[],
  chosen: readonly JoseFile[],
  version: JoseVersion,
): Map<string, string | null> {
  const writes = new Map<string, string | null>();
  const all = [...files, ...migrated].map(({ file }) => file.path);
  const placeOf = modulePlaces(program, [...new Set(all)].toSorted());
  for (const jose of chosen) {
    const { path } = placeOf(jose.file.path);
    const format = formatOf(jose.file, program.pkg.manifest.type);
    const text = rewriteFile(program, jose, moduleSpecifier(program, jose.file, path, format));
    assertParses(jose.file.path, text);
    writes.set(jose.file.path, text);
  }
  const using = [...migrated, ...chosen].map((jose) => withStars(program, jose));
  const byPath = new Map<string, { place: ModulePlace; files: JoseFile[] }>();
  for (const jose of using) {
    const place = placeOf(jose.file.path);
    const held = byPath.get(place.path);
    byPath.set(place.path, { place, files: [...(held?.files ?? []), jose] });
  }
  for (const path of modulePathsOf(program.pkg)) {
    const isOurs = profileIn(program.pkg.read(path)) !== undefined;
    if (isOurs && !byPath.has(path) && !hasUnseenUsers(program, path, using))
      writes.set(path, null);
  }
  for (const [path, use] of byPath) {
    const text = newModule(program, use, version, using);
    if (text !== undefined) writes.set(path, text);
  }
  return writes;
}

/** Text of a module; undefined where the one that is there stays as it is. */
function newModule(
  program: SourceProgram,
  { place, files }: { readonly place: ModulePlace; readonly files: readonly JoseFile[] },
  version: JoseVersion,
  using: readonly JoseFile[],
): string | undefined {
  const held = program.pkg.read(place.path);
  const profile = held === undefined ? profileOf(version) : profileIn(held);
  if (profile === undefined) return undefined;
  const names = new Set(files.flatMap((file) => [...file.names]));
  if (held !== undefined && hasUnseenUsers(program, place.path, using))
    for (const name of heldNames(held, profile)) names.add(name);
  const text = moduleText(place, names, profile);
  // Its owner may have formatted it.
  return held !== undefined && isSameCode(held, text) ? undefined : text;
}

function profileOf(version: JoseVersion): 'jose-5' | 'jose-6' | undefined {
  return version.kind === 'known' ? version.profile : undefined;
}

/** `export * from 'jose'` has to offer what others take through it. */
function withStars(program: SourceProgram, jose: JoseFile): JoseFile {
  if (!jose.sites.some(({ isStar }) => isStar)) return jose;
  const through = namesThrough(program, jose.file.path) ?? new Set<string>();
  return { ...jose, names: new Set([...jose.names, ...through]) };
}

/** A rewrite that does not parse would be worse than none: nothing is written then. */
function assertParses(path: string, text: string): void {
  const error = parseFile(path, text).syntaxError;
  if (error) throw new Error(`The rewritten ${path} would not parse (${error.message}).`);
}
