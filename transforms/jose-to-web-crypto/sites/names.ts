import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isPromise, type Site } from './find-sites.js';
import { followMembers, followName, type MemberUses } from './follow.js';

/** An export that a site takes. */
export interface NameUse {
  /** `default` for a default import. */
  readonly name: string;
  readonly node: ts.Node;
  /** The name that it has in the file; undefined where it is used without one, as in `jose.jwtVerify`. */
  readonly local?: ts.Identifier;
}

/** What a site takes of its module. */
export interface SiteNames {
  readonly names: readonly NameUse[];
  /** Where the module is used as a value, so that what is taken of it is unknown. */
  readonly whole: readonly ts.Node[];
  /** `export * from 'jose'`. */
  readonly isStar: boolean;
}

const NOTHING: SiteNames = { names: [], whole: [], isStar: false };

/** Reads which exports a site takes. */
export function namesOf(site: Site, bindings: Bindings): SiteNames {
  const { node } = site;
  if (ts.isImportDeclaration(node)) return ofImport(node, bindings);
  if (ts.isExportDeclaration(node)) return ofExport(node);
  if (ts.isImportEqualsDeclaration(node)) return ofMembers(followName(bindings, node.name));
  if (ts.isImportTypeNode(node)) return ofImportType(node);
  if (site.form === 'require' || site.form === 'dynamic-import')
    return ofMembers(followMembers(bindings, node, isPromise(site)));
  // What a test takes of the real module it mostly spreads into its mock.
  if (site.form === 'actual')
    return { ...ofMembers(followMembers(bindings, node, isPromise(site))), whole: [] };
  return NOTHING;
}

function ofImport({ importClause }: ts.ImportDeclaration, bindings: Bindings): SiteNames {
  if (!importClause) return NOTHING;
  const names: NameUse[] = [];
  if (importClause.name) names.push({ name: 'default', node: importClause.name });
  const named = importClause.namedBindings;
  if (!named) return { ...NOTHING, names };
  if (ts.isNamespaceImport(named)) {
    const uses = ofMembers(followName(bindings, named.name));
    return { ...uses, names: [...names, ...uses.names] };
  }
  for (const element of named.elements)
    names.push({
      name: (element.propertyName ?? element.name).text,
      node: element,
      local: element.name,
    });
  return { ...NOTHING, names };
}

function ofExport({ exportClause }: ts.ExportDeclaration): SiteNames {
  if (!exportClause) return { ...NOTHING, isStar: true };
  if (ts.isNamespaceExport(exportClause)) return { ...NOTHING, whole: [exportClause] };
  const names = exportClause.elements.map((element) => ({
    name: (element.propertyName ?? element.name).text,
    node: element,
  }));
  return { ...NOTHING, names };
}

function ofImportType(node: ts.ImportTypeNode): SiteNames {
  let name = node.qualifier;
  while (name && ts.isQualifiedName(name)) name = name.left;
  // `typeof import('jose')` says what something is, and takes nothing.
  return name ? { ...NOTHING, names: [{ name: name.text, node }] } : NOTHING;
}

function ofMembers({ members, whole }: MemberUses): SiteNames {
  return { names: members.map(withLocal), whole, isStar: false };
}

function withLocal({ name, node }: { name: string; node: ts.Node }): NameUse {
  return ts.isBindingElement(node) && ts.isIdentifier(node.name)
    ? { name, node, local: node.name }
    : { name, node };
}

/** Members that are taken of one use of an export, such as `JWTExpired` of `errors`; undefined where it is used as a whole. */
export function membersOfUse(use: NameUse, bindings: Bindings): readonly string[] | undefined {
  const { node, local } = use;
  if (ts.isImportTypeNode(node)) return typeMembers(node);
  if (ts.isExportSpecifier(node)) return undefined;
  const uses = local
    ? followName(bindings, local)
    : ts.isBindingElement(node)
      ? followMembers(bindings, node.name, false)
      : followMembers(bindings, node, false);
  return uses.whole.length > 0 ? undefined : uses.members.map(({ name }) => name);
}

function typeMembers({ qualifier }: ts.ImportTypeNode): readonly string[] | undefined {
  if (!qualifier || !ts.isQualifiedName(qualifier)) return undefined;
  let outer = qualifier;
  while (ts.isQualifiedName(outer.left)) outer = outer.left;
  return [outer.right.text];
}
