import type { EditSet } from '../../engine/syntax/edits.js';
import { lineEndIfBlank } from '../../engine/syntax/layout.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Listed } from '../../lambda-api-to-hono/imports/import-statement.js';
import { importText } from '../../lambda-api-to-hono/imports/import-text.js';
import { joseEntry } from '../sites/specifiers.js';
import type { JoseFile, JoseSite } from '../survey.js';

/** One import statement of a file. */
interface Import {
  readonly one: JoseSite;
  readonly node: ts.ImportDeclaration;
  /** The export whose members it takes, for `jose/errors`. */
  readonly of: string | undefined;
}

/**
 * Makes one import of several: the sub-paths of jose all become the same module. An import of
 * the members of `jose/errors` becomes one of `errors`.
 *
 * @returns the sites that are done with it
 */
export function mergeImports(
  program: SourceProgram,
  jose: JoseFile,
  specifier: string,
  edits: EditSet,
): ReadonlySet<JoseSite> {
  const imports = jose.sites.flatMap((one): Import[] => {
    const { node } = one.site;
    const entry = joseEntry(one.specifier);
    const of = entry.kind === 'members' ? entry.of : undefined;
    return ts.isImportDeclaration(node) && isMergeable(node, of) ? [{ one, node, of }] : [];
  });
  const done = new Set<JoseSite>();
  for (const isType of [false, true]) {
    const group = imports.filter(({ node }) => (node.importClause?.isTypeOnly === true) === isType);
    if (group.length < 2 && group.every(({ of }) => of === undefined)) continue;
    mergeGroup(program, jose, group, specifier, edits);
    for (const { one } of group) done.add(one);
  }
  return done;
}

function isMergeable({ importClause }: ts.ImportDeclaration, of: string | undefined): boolean {
  const bindings = importClause?.namedBindings;
  if (!bindings || importClause.name) return false;
  return ts.isNamedImports(bindings) || of !== undefined;
}

function mergeGroup(
  program: SourceProgram,
  jose: JoseFile,
  group: readonly Import[],
  specifier: string,
  edits: EditSet,
): void {
  const { file } = jose;
  const list = new Map<string, Listed>();
  for (const { node, of } of group)
    for (const listed of of === undefined ? elementsOf(node) : [wholeOf(program, jose, node, of)])
      list.set(listed.text, listed);
  const [first, ...others] = group;
  if (!first) return;
  const text = importText(file, 'esm', [...list.values()], specifier);
  edits.replace(first.node.getStart(file.ast), first.node.end, text);
  for (const { node } of others)
    edits.remove(node.getStart(file.ast), lineEndIfBlank(file.text, node.end));
  for (const { node, of } of group)
    if (of !== undefined) qualifyMembers(program, jose, node, of, edits);
}

function elementsOf({ importClause }: ts.ImportDeclaration): Listed[] {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.map((element) => ({
    name: (element.propertyName ?? element.name).text,
    isType: element.isTypeOnly || importClause.isTypeOnly,
    text: element.getText().replace(/^type\s+/, ''),
  }));
}

/** The import of `errors` that takes the place of one of its members, under a name that is free. */
function wholeOf(
  program: SourceProgram,
  jose: JoseFile,
  node: ts.ImportDeclaration,
  of: string,
): Listed {
  const local = localOf(program, jose, node, of);
  const isType = node.importClause?.isTypeOnly === true;
  return { name: of, isType, text: local === of ? of : `${of} as ${local}` };
}

function localOf(
  program: SourceProgram,
  jose: JoseFile,
  { importClause }: ts.ImportDeclaration,
  of: string,
): string {
  const bindings = importClause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return bindings.name.text;
  const held = jose.sites
    .flatMap(({ names }) => names)
    .find(({ name, local }) => name === of && local !== undefined)?.local?.text;
  if (held !== undefined) return held;
  return program.bindings(jose.file.path).mentions(of)
    ? `jose${of[0]?.toUpperCase()}${of.slice(1)}`
    : of;
}

/** Turns the references of `JWTExpired` into `errors.JWTExpired`. */
function qualifyMembers(
  program: SourceProgram,
  jose: JoseFile,
  node: ts.ImportDeclaration,
  of: string,
  edits: EditSet,
): void {
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return;
  const local = localOf(program, jose, node, of);
  for (const element of bindings.elements) {
    const member = `${local}.${(element.propertyName ?? element.name).text}`;
    for (const use of program.bindings(jose.file.path).references(element.name)) {
      const isShort = ts.isShorthandPropertyAssignment(use.parent) && use.parent.name === use;
      edits.replace(use.getStart(), use.end, isShort ? `${use.text}: ${member}` : member);
    }
  }
}
