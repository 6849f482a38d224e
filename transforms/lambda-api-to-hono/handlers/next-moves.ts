import { hasModifier } from '../../engine/syntax/modifiers.js';
import { indentAt, lineEnding, usesSemicolons } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { answersIn, isNextStatement, isRole } from './answers.js';
import { guard, isGuarded, nextCall } from './next.js';
import type { State } from './state.js';

/**
 * Moves a `next()` behind the code that follows it: lambda-api runs that code first, since the next
 * function only starts once this one has returned. Not in asynchronous functions, where an error
 * thrown behind `next()` comes too late to keep the handler from running.
 *
 * @returns false when it has to stay where it is
 */
export function movesToEnd(state: State, statement: ts.ExpressionStatement): boolean {
  const body = statement.parent;
  const { node } = state.fn;
  if (!ts.isBlock(body) || body.parent !== node) return false;
  if (hasModifier(node, ts.SyntaxKind.AsyncKeyword)) return false;
  const after = body.statements.slice(body.statements.indexOf(statement) + 1);
  const last = after[after.length - 1];
  if (!last || !after.every((next) => isNextStatement(state, next) || isPlain(state, next)))
    return false;
  // A second call has no effect in lambda-api: the last one stands where it belongs.
  const isRepeated = after.some((next) => isNextStatement(state, next));
  removeLine(state, statement);
  if (isRepeated) return true;
  state.needsAsync = true;
  const prefix = isGuarded(state, statement) ? guard(state) : '';
  const end = usesSemicolons(state.ast, statement) ? ';' : '';
  const indent = indentAt(state.text, last.getStart(state.ast));
  const line = `${prefix}await ${nextCall(state)}${end}`;
  state.edits.insert(last.end, `${lineEnding(state.text)}${indent}${line}`);
  return true;
}

/** Neither answers nor returns, and does not go on in another way. */
function isPlain(state: State, statement: ts.Statement): boolean {
  if (answersIn(state, statement)) return false;
  let isPlainSoFar = true;
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) || ts.isAwaitExpression(node)) isPlainSoFar = false;
    if (ts.isIdentifier(node) && isRole(state, node, 'next')) isPlainSoFar = false;
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return isPlainSoFar;
}

/** Removes a statement with its line, or with the space behind it where it shares one. */
function removeLine(state: State, statement: ts.Statement): void {
  const start = statement.getStart(state.ast);
  const before = /\n?[ \t]*$/.exec(state.text.slice(0, start))?.[0] ?? '';
  const isAlone =
    before.startsWith('\n') && /^[ \t]*\r?(?:\n|$)/.test(state.text.slice(statement.end));
  if (isAlone) return state.edits.remove(start - before.length, statement.end);
  const gap = /^[ \t]*/.exec(state.text.slice(statement.end))?.[0] ?? '';
  state.edits.remove(start, statement.end + gap.length);
}
