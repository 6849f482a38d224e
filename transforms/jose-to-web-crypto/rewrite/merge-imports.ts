import type { EditSet } from '../../engine/syntax/edits.js';
import { lineEndIfBlank } from '../../engine/syntax/layout.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Listed } from '../../lambda-api-to-hono/imports/import-statement.js';
import { importText } from '../../lambda-api-to-hono/imports/import-text.js';
import { joseEntry } from '../sites/specifiers.js';
import type { JoseFile, JoseSite } from '../survey.js';
import {
  elementsOf,
  isType,
  qualifyMembers,
  wholesFor,
  type Import,
  type Whole,
} from './members-import.js';

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
  const imports = jose.sites.flatMap((one) => {
    const { node } = one.site;
    const entry = joseEntry(one.specifier);
    const of = entry.kind === 'members' ? entry.of : undefined;
    return ts.isImportDeclaration(node) && isMergeable(node, of) ? [{ one, node, of }] : [];
  });
  const bindings = program.bindings(jose.file.path);
  const wholes = wholesFor(bindings, imports);
  const done = new Set<JoseSite>();
  for (const ofTypes of [false, true]) {
    const group = imports.filter(({ node }) => isTypeImport(node) === ofTypes);
    const loses = group.some(({ node }) =>
      elementsOf(node).some((element) => isReplaced(element, wholes)),
    );
    if (group.length < 2 && !loses && group.every(({ of }) => of === undefined)) continue;
    mergeGroup(jose, group, wholes, specifier, edits);
    for (const { one } of group) done.add(one);
  }
  for (const { node, of } of imports) {
    const whole = wholes.find((one) => one.of === of);
    if (whole) qualifyMembers(bindings, node, whole, edits);
  }
  return done;
}

function isMergeable({ importClause }: ts.ImportDeclaration, of: string | undefined): boolean {
  const bindings = importClause?.namedBindings;
  if (!bindings || importClause.name) return false;
  return ts.isNamedImports(bindings) || of !== undefined;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.isTypeOnly === true;
}

function isReplaced(element: ts.ImportSpecifier, wholes: readonly Whole[]): boolean {
  return wholes.some(({ replaced }) => replaced === element);
}

function mergeGroup(
  { file }: JoseFile,
  group: readonly Import[],
  wholes: readonly Whole[],
  specifier: string,
  edits: EditSet,
): void {
  const list = new Map<string, Listed>();
  for (const listed of group.flatMap((one) => listedFor(one, wholes)))
    if (list.get(listed.text)?.isType !== false) list.set(listed.text, listed);
  const nodes = group.map(({ node }) => node);
  const first = list.size > 0 ? nodes.shift() : undefined;
  if (first) {
    const text = importText(file, 'esm', [...list.values()], specifier);
    edits.replace(first.getStart(file.ast), first.end, text);
  }
  for (const node of nodes)
    edits.remove(node.getStart(file.ast), lineEndIfBlank(file.text, node.end));
}

/** What takes the place of one import in the list of all. */
function listedFor({ node, of }: Import, wholes: readonly Whole[]): Listed[] {
  if (of === undefined)
    return elementsOf(node)
      .filter((element) => !isReplaced(element, wholes))
      .map((element) => ({
        name: (element.propertyName ?? element.name).text,
        isType: isType(element),
        text: element.getText().replace(/^type\s+/, ''),
      }));
  const bindings = node.importClause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings))
    return [listedAs(of, bindings.name.text, isTypeImport(node))];
  const whole = wholes.find(({ at }) => at === node);
  return whole ? [listedAs(of, whole.local, whole.isType)] : [];
}

function listedAs(name: string, local: string, isTypeOnly: boolean): Listed {
  return { name, isType: isTypeOnly, text: local === name ? name : `${name} as ${local}` };
}
