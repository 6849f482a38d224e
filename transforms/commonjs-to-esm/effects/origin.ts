import { ts } from '../../engine/syntax/typescript.js';
import type { ModuleFile } from '../model/facts.js';
import { variableOf } from '../decide/stable.js';
import { memberName } from '../model/places.js';

/** Where the value of an expression comes from. */
export type Origin =
  | { readonly kind: 'function'; readonly node: ts.Node }
  /** A global object, and the first member that is taken of it. */
  | { readonly kind: 'global'; readonly name: string; readonly member?: string | undefined }
  /** A module; `isMade` when it is something that a function of the module returned. */
  | { readonly kind: 'module'; readonly specifier: string; readonly isMade: boolean }
  | { readonly kind: 'unknown' };

const UNKNOWN: Origin = { kind: 'unknown' };
const DEPTH = 12;

/** Follows an expression to a function, a global or a module. */
export function originOf(module: ModuleFile, node: ts.Expression, depth = DEPTH): Origin {
  if (depth === 0) return UNKNOWN;
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node))
    return originOf(module, node.expression, depth - 1);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const origin = originOf(module, node.expression, depth - 1);
    if (origin.kind === 'function') return UNKNOWN;
    return origin.kind === 'global' && origin.member === undefined
      ? { ...origin, member: memberName(node) ?? '' }
      : origin;
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return ofCall(module, node, depth);
  return ts.isIdentifier(node) ? ofName(module, node, depth) : UNKNOWN;
}

function ofCall(
  module: ModuleFile,
  node: ts.CallExpression | ts.NewExpression,
  depth: number,
): Origin {
  const site = module.requires.find((candidate) => candidate.node === node);
  if (site) return { kind: 'module', specifier: site.specifier, isMade: false };
  const origin = originOf(module, node.expression, depth - 1);
  return origin.kind === 'module' ? { ...origin, isMade: true } : UNKNOWN;
}

function ofName(module: ModuleFile, node: ts.Identifier, depth: number): Origin {
  const name = module.bindings.resolve(node);
  if (!name) return { kind: 'global', name: node.text };
  const { parent } = name;
  if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent))
    return { kind: 'function', node: parent };
  if (ts.isClassDeclaration(parent)) {
    const maker = parent.members.find((member) => ts.isConstructorDeclaration(member));
    return maker ? { kind: 'function', node: maker } : UNKNOWN;
  }
  const statement = importAround(parent);
  if (statement && ts.isStringLiteral(statement.moduleSpecifier))
    return { kind: 'module', specifier: statement.moduleSpecifier.text, isMade: false };
  const value = variableOf(name)?.initializer;
  if (!value || value === node) return UNKNOWN;
  if (ts.isFunctionExpression(value) || ts.isArrowFunction(value))
    return { kind: 'function', node: value };
  return originOf(module, value, depth - 1);
}

function importAround(node: ts.Node): ts.ImportDeclaration | undefined {
  for (let at = node; at && !ts.isSourceFile(at); at = at.parent)
    if (ts.isImportDeclaration(at)) return at;
  return undefined;
}
