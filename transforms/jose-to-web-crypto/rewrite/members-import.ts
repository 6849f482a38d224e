import type { Bindings } from '../../engine/syntax/bindings.js';
import type { EditSet } from '../../engine/syntax/edits.js';
import { ts } from '../../engine/syntax/typescript.js';

/** One import statement of a file. */
export interface Import {
  readonly node: ts.ImportDeclaration;
  /** The export whose members it takes, for `jose/errors`. */
  readonly of: string | undefined;
}

/** The import of an export, for example `errors`, that takes the place of imports of its members. */
export interface Whole {
  readonly of: string;
  readonly local: string;
  readonly isType: boolean;
  /** The statement that it takes the place of; undefined where the file imports it already. */
  readonly at: ts.ImportDeclaration | undefined;
  /** What the file imports as a type, and needs as a value now. */
  readonly replaced: ts.ImportSpecifier | undefined;
}

/** Decides what takes the place of the imports of members, one for each export that has members. */
export function wholesFor(bindings: Bindings, imports: readonly Import[]): Whole[] {
  const exports = imports.flatMap(({ node, of }) => (of && isNamed(node) ? [of] : []));
  return [...new Set(exports)].map((of) => wholeFor(bindings, imports, of));
}

function wholeFor(bindings: Bindings, imports: readonly Import[], of: string): Whole {
  const members = imports.filter((one) => one.of === of && isNamed(one.node));
  const value = members.find(({ node }) => !namesTypes(node));
  const uses = members.flatMap(({ node }) =>
    elementsOf(node).flatMap(({ name }) => bindings.references(name)),
  );
  const held = imports
    .flatMap((one) => (one.of === undefined ? elementsOf(one.node) : []))
    .filter(({ name, propertyName }) => (propertyName ?? name).text === of)
    .filter(({ name }) => uses.every((use) => bindings.lookup(name.text, use) === name))
    .toSorted((a, b) => Number(isType(a)) - Number(isType(b)))[0];
  const suffices = held && !(value && isType(held));
  return {
    of,
    local: held?.name.text ?? freeName(bindings, of),
    isType: value === undefined,
    at: suffices ? undefined : (value ?? members[0])?.node,
    replaced: suffices ? undefined : held,
  };
}

/** The names in the braces of an import. */
export function elementsOf({ importClause }: ts.ImportDeclaration): readonly ts.ImportSpecifier[] {
  const bindings = importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
}

/** Whether an import names a type and nothing else. */
export function isType({ isTypeOnly, parent }: ts.ImportSpecifier): boolean {
  return isTypeOnly || parent.parent.isTypeOnly;
}

function namesTypes(node: ts.ImportDeclaration): boolean {
  return elementsOf(node).every(isType);
}

function isNamed({ importClause }: ts.ImportDeclaration): boolean {
  const bindings = importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings);
}

/** `errors`, or `joseErrors` where the file has that name already. */
function freeName(bindings: Bindings, of: string): string {
  const longer = `jose${of[0]?.toUpperCase()}${of.slice(1)}`;
  let name = of;
  for (let count = 1; bindings.mentions(name); count += 1)
    name = count === 1 ? longer : `${longer}${count}`;
  return name;
}

/** Turns the references of `JWTExpired` into `errors.JWTExpired`. */
export function qualifyMembers(
  bindings: Bindings,
  node: ts.ImportDeclaration,
  { local }: Whole,
  edits: EditSet,
): void {
  for (const element of elementsOf(node)) {
    const member = `${local}.${(element.propertyName ?? element.name).text}`;
    for (const use of bindings.references(element.name)) {
      const isShort = ts.isShorthandPropertyAssignment(use.parent) && use.parent.name === use;
      edits.replace(use.getStart(), use.end, isShort ? `${use.text}: ${member}` : member);
    }
  }
}
