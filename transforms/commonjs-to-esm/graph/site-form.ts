import { ts } from '../../engine/syntax/typescript.js';
import type { ModuleFile, RequireSite } from '../model/facts.js';
import { isAssigned, isUpdated, memberAround, memberName } from '../model/places.js';

/** How the value of a require is taken. */
export type SiteForm =
  /** `const x = require('y')` or `import x = require('y')`. */
  | { readonly kind: 'whole'; readonly name: ts.Identifier; readonly holder: Holder }
  /** `const { a } = require('y')`. */
  | {
      readonly kind: 'pattern';
      readonly pattern: ts.ObjectBindingPattern;
      readonly holder: ts.VariableDeclaration;
    }
  /** `const a = require('y').b`. */
  | {
      readonly kind: 'member';
      readonly name: ts.Identifier;
      readonly member: string;
      readonly holder: ts.VariableDeclaration;
    }
  /** `require('y');` */
  | { readonly kind: 'effect'; readonly statement: ts.ExpressionStatement }
  /** Anywhere else. */
  | { readonly kind: 'value' };

export type Holder = ts.VariableDeclaration | ts.ImportEqualsDeclaration;

/** Tells how the value of a require is taken. */
export function formOf(site: RequireSite): SiteForm {
  const { parent } = site.node;
  if (ts.isImportEqualsDeclaration(parent))
    return { kind: 'whole', name: parent.name, holder: parent };
  if (ts.isExpressionStatement(parent)) return { kind: 'effect', statement: parent };
  if (isPlainDeclaration(parent)) {
    if (ts.isIdentifier(parent.name)) return { kind: 'whole', name: parent.name, holder: parent };
    if (ts.isObjectBindingPattern(parent.name))
      return { kind: 'pattern', pattern: parent.name, holder: parent };
  }
  const member = memberAround(site.node);
  const name = member && memberName(member);
  if (member && name !== undefined && !ts.isOptionalChain(member)) {
    const holder = member.parent;
    if (isPlainDeclaration(holder) && ts.isIdentifier(holder.name))
      return { kind: 'member', name: holder.name, member: name, holder };
  }
  return { kind: 'value' };
}

function isPlainDeclaration(node: ts.Node): node is ts.VariableDeclaration {
  return ts.isVariableDeclaration(node) && ts.isVariableStatement(node.parent.parent) && !node.type;
}

/** What is taken of a module: names of it, or the whole of it. */
export interface Uses {
  readonly names: ReadonlySet<string>;
  /** Something other than reading a name: it is called, passed on, listed, changed ... */
  readonly isWhole: boolean;
}

const NOTHING: Uses = { names: new Set(), isWhole: false };
const WHOLE: Uses = { names: new Set(), isWhole: true };

/** What a require takes of its module. */
export function usesOfSite(module: ModuleFile, site: RequireSite): Uses {
  const form = formOf(site);
  if (form.kind === 'effect') return NOTHING;
  if (form.kind === 'whole') return usesOfName(module, form.name);
  if (form.kind === 'pattern') return usesOfPattern(form.pattern);
  if (form.kind === 'member') return { names: new Set([form.member]), isWhole: false };
  return usesOfValue(site.node);
}

/** What is taken through a variable that holds a module. */
export function usesOfName(module: ModuleFile, name: ts.Identifier): Uses {
  const all = module.bindings.references(name).map((id) => usesOfValue(id));
  const isRedeclared = module.bindings
    .identifiers(name.text)
    .some(
      (id) =>
        id !== name &&
        ts.isVariableDeclaration(id.parent) &&
        id.parent.name === id &&
        module.bindings.resolve(id) === name,
    );
  return merge(isRedeclared ? [...all, WHOLE] : all);
}

/** Unites uses. */
export function merge(all: readonly Uses[]): Uses {
  return {
    names: new Set(all.flatMap(({ names }) => [...names])),
    isWhole: all.some(({ isWhole }) => isWhole),
  };
}

function usesOfValue(node: ts.Node): Uses {
  const { parent } = node;
  if (ts.isTypeNode(parent) || ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent))
    return NOTHING;
  const member = memberAround(node);
  const name = member && memberName(member);
  if (member && name !== undefined && !(name in Object.prototype))
    return isAssigned(member) || isUpdated(member)
      ? WHOLE
      : { names: new Set([name]), isWhole: false };
  if (
    isPlainDeclaration(parent) &&
    ts.isObjectBindingPattern(parent.name) &&
    parent.initializer === node
  )
    return usesOfPattern(parent.name);
  return WHOLE;
}

function usesOfPattern(pattern: ts.ObjectBindingPattern): Uses {
  const names = new Set<string>();
  for (const { dotDotDotToken, name, propertyName } of pattern.elements) {
    const key = propertyName ?? name;
    if (dotDotDotToken) return WHOLE;
    if (ts.isIdentifier(key) || ts.isStringLiteral(key)) names.add(key.text);
    else return WHOLE;
  }
  return { names, isWhole: false };
}
