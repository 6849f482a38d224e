import type { ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { findSites } from './find-sites.js';
import { isJose } from './specifiers.js';

/** Functions and methods that do nothing with a module that a text names. */
const PLAIN =
  /^(?:describe|it|test|suite|context|log|info|warn|error|debug|push|unshift|includes|indexOf|add|has|get|set|append|equal|strictEqual|toBe|toEqual)$/;

/**
 * Texts, names of properties and patterns that name jose and are no site of it: other code may
 * load or replace jose by them.
 *
 * @example `mock.module('jose')`, `proxyquire('./auth', { jose: stub })`, `/^jose$/`
 */
export function otherMentions(file: ParsedFile): ts.Node[] {
  const sites = new Set<ts.Node>(findSites(file, isJose).map(({ literal }) => literal));
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (!sites.has(node) && mayLoad(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file.ast, visit);
  return found;
}

function mayLoad(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isRegularExpressionLiteral(node)) return /\bjose\b/.test(node.text);
  if (ts.isPropertyAssignment(parent) && parent.name === node)
    return isJose(ts.isComputedPropertyName(parent.name) ? '' : parent.name.text);
  if (!ts.isStringLiteralLike(node) || !isJose(node.text)) return false;
  // `deps: ['jose']`, `['jose'].map(require)`
  if (ts.isArrayLiteralExpression(parent))
    return ts.isPropertyAssignment(parent.parent) || ts.isPropertyAccessExpression(parent.parent);
  return ts.isCallExpression(parent) && !PLAIN.test(lastName(parent.expression));
}

function lastName(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : '';
}
