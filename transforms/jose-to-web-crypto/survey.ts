import type { ParsedFile } from '../engine/syntax/parse.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { findSites, specifierOf, type Site } from './sites/find-sites.js';
import { findDocTypes, type DocType } from './sites/doc-types.js';
import { membersOfUse, namesOf, type NameUse, type SiteNames } from './sites/names.js';
import { isJose, joseEntry, mentionsJose } from './sites/specifiers.js';

/** A site with what it takes of jose. */
export interface JoseSite extends SiteNames {
  readonly site: Site;
  readonly specifier: string;
}

/** A file that uses jose. */
export interface JoseFile {
  readonly file: ParsedFile;
  readonly sites: readonly JoseSite[];
  /** Exports of jose that it uses; one class of `errors` as `errors.JWTExpired`. */
  readonly names: ReadonlySet<string>;
  readonly docTypes: readonly DocType[];
}

/** Reads every file of the package that uses jose. */
export function surveyJose(program: SourceProgram): JoseFile[] {
  return program.pkg.candidates.flatMap((path) => {
    if (!mentionsJose(program.pkg.read(path) ?? '')) return [];
    const file = program.file(path);
    const found = file && readUses(program, file, isJose);
    return found && found.sites.length + found.docTypes.length > 0 ? [found] : [];
  });
}

/** Reads what a file takes of the modules that are wanted. */
export function readUses(
  program: SourceProgram,
  file: ParsedFile,
  isWanted: (specifier: string) => boolean,
): JoseFile {
  const bindings = program.bindings(file.path);
  const sites = findSites(file, isWanted).map((site) => {
    const specifier = specifierOf(site);
    return { site, specifier, ...namesOf(site, bindings) };
  });
  const names = sites.flatMap((one) => moduleNames(one, program));
  // A text such as '/api/**' looks like the start of a comment.
  const inCode = new Set(sites.map(({ site }) => site.literal.getStart(file.ast) + 1));
  const docTypes = findDocTypes(file.text, isWanted).filter(({ start }) => !inCode.has(start));
  names.push(...docTypes.flatMap((type) => type.names));
  return { file, sites, names: new Set(names), docTypes };
}

/** What the module has to offer for a site. */
function moduleNames(
  { site, specifier, names, whole }: JoseSite,
  program: SourceProgram,
): string[] {
  const bindings = program.bindings(site.file);
  const entry = isJose(specifier) ? joseEntry(specifier) : ({ kind: 'main' } as const);
  if (entry.kind === 'members') {
    const isWhole = whole.length > 0 || entry.of !== 'errors';
    return isWhole ? [entry.of] : names.map(({ name }) => `${entry.of}.${name}`);
  }
  return names.flatMap((use) => {
    const members = use.name === 'errors' ? membersOfUse(use, bindings) : undefined;
    return members ? members.map((member) => `errors.${member}`) : [use.name];
  });
}

/** The uses of one export in a file. */
export function usesOfName({ sites }: JoseFile, name: string): NameUse[] {
  return sites.flatMap(({ names }) => names.filter((use) => use.name === name));
}
