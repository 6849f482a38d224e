import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Bindings } from '../../engine/syntax/bindings.js';
import { findDocTypes, type DocType } from '../sites/doc-types.js';
import { findSites, specifierOf, type Site } from '../sites/find-sites.js';
import { followName } from '../sites/follow.js';
import { namesOf, type NameUse, type SiteNames } from '../sites/names.js';

/** A place where a file imports jsonwebtoken, or the module in its place, with what it takes of it. */
export interface TokenSite extends SiteNames {
  readonly site: Site;
  readonly specifier: string;
}

/** A file that uses jsonwebtoken. */
export interface TokenFile {
  readonly file: ParsedFile;
  readonly sites: readonly TokenSite[];
  readonly docTypes: readonly DocType[];
  /** Exports of jsonwebtoken that it uses. */
  readonly names: ReadonlySet<string>;
}

/** Whether a specifier names jsonwebtoken: the package, or something in it. */
export function isTokenPackage(specifier: string): boolean {
  return specifier === 'jsonwebtoken' || specifier.startsWith('jsonwebtoken/');
}

const QUOTED = /(['"`])jsonwebtoken(?:\/[^'"`\n]*)?\1/;

/** Whether a text may import jsonwebtoken: decided without parsing. */
export function mentionsTokenPackage(text: string): boolean {
  return QUOTED.test(text);
}

/** Reads every file of the package that uses jsonwebtoken. */
export function surveyTokens(program: SourceProgram): TokenFile[] {
  return program.pkg.candidates.flatMap((path) => {
    if (!mentionsTokenPackage(program.pkg.read(path) ?? '')) return [];
    const file = program.file(path);
    const found = file && readTokenUses(program, file, isTokenPackage);
    return found && found.sites.length + found.docTypes.length > 0 ? [found] : [];
  });
}

/** Reads what a file takes of the modules that are wanted; the default export stands for all of one. */
export function readTokenUses(
  program: SourceProgram,
  file: ParsedFile,
  isWanted: (specifier: string) => boolean,
): TokenFile {
  const bindings = program.bindings(file.path);
  const sites = findSites(file, isWanted).map((site) => ({
    site,
    specifier: specifierOf(site),
    ...withMembersOfDefault(site, namesOf(site, bindings), bindings),
  }));
  const inCode = new Set(sites.map(({ site }) => site.literal.getStart(file.ast) + 1));
  const docTypes = findDocTypes(file.text, isWanted).filter(({ start }) => !inCode.has(start));
  const names = sites.flatMap((one) => one.names.map(({ name }) => name));
  names.push(...docTypes.flatMap((type) => type.names));
  return { file, sites, docTypes, names: new Set(names) };
}

function withMembersOfDefault({ node }: Site, found: SiteNames, bindings: Bindings): SiteNames {
  const local = ts.isImportDeclaration(node) ? node.importClause?.name : undefined;
  if (!local) return found;
  const { members, whole } = followName(bindings, local);
  return {
    names: [...found.names.filter((use) => use.node !== local), ...members.map(withLocal)],
    whole: [...found.whole, ...whole],
    isStar: found.isStar,
  };
}

function withLocal({ name, node }: { name: string; node: ts.Node }): NameUse {
  return ts.isBindingElement(node) && ts.isIdentifier(node.name)
    ? { name, node, local: node.name }
    : { name, node };
}

/** The expressions that stand for an export of jsonwebtoken in a file. */
export function expressionsOf(
  program: SourceProgram,
  { file, sites }: TokenFile,
  name: string,
): ts.Node[] {
  const bindings = program.bindings(file.path);
  return sites.flatMap(({ names }) =>
    names
      .filter((use) => use.name === name)
      .flatMap(({ node, local }): ts.Node[] => (local ? bindings.references(local) : [node])),
  );
}
