import { isBareReturn } from './tail.js';
import { indentAt, lineEnding, usesSemicolons } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { answersIn, respondsIn, returnsValue } from './answers.js';
import type { Emitted } from './emit.js';
import { replaceStatement } from './replace-statement.js';
import { freeName, type State } from './state.js';

/** The answer is kept in a variable while the rest of the function runs, and returned at its end. */
export function keepInVariable(state: State, statement: ts.Statement, emitted: Emitted): boolean {
  const body = statement.parent;
  if (!ts.isBlock(body) || body.parent !== state.fn.node) return false;
  const after = body.statements.slice(body.statements.indexOf(statement) + 1);
  if (after.length === 0 || !after.every(isPlainLog)) return false;
  const name = freeName(state.bindings, state.fn.node, ['response', 'answer', 'honoResponse']);
  const last = after[after.length - 1];
  if (!last) return false;
  const end = usesSemicolons(state.ast, statement) ? ';' : '';
  const indent = indentAt(state.text, last.getStart(state.ast));
  replaceStatement(state, statement, [...emitted.before, `const ${name} = ${emitted.value}`]);
  state.edits.insert(last.end, `${lineEnding(state.text)}${indent}return ${name}${end}`);
  return true;
}

/** `console.log('done', id)`: nothing in it can fail, which after an answer would change nothing in lambda-api. */
function isPlainLog(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression))
    return false;
  const { expression, arguments: args } = statement.expression;
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.expression.getText() === 'console' &&
    args.every((argument) => ts.isIdentifier(argument) || ts.isStringLiteralLike(argument))
  );
}

/** Whether code that may run after a statement answers too, or changes the response: behind it, in the `catch` around it, after its callback. */
export function answersLater(state: State, statement: ts.Statement): boolean {
  let node: ts.Node = statement;
  let isOver = false;
  while (node !== state.fn.node && !ts.isSourceFile(node)) {
    const parent: ts.Node = node.parent;
    if (!isOver && (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent))) {
      const after = parent.statements.slice(parent.statements.indexOf(node as ts.Statement) + 1);
      for (const next of after) {
        if (isBareReturn(next)) {
          isOver = true;
          break;
        }
        if (respondsIn(state, next)) return true;
        if (state.fn.kind !== 'helper' && returnsValue(next, false)) return true;
      }
    }
    if (ts.isTryStatement(parent) && node === parent.tryBlock && parent.catchClause)
      if (answersIn(state, parent.catchClause)) return true;
    // Behind a callback the function around it goes on.
    if (ts.isFunctionLike(parent)) isOver = false;
    node = parent;
  }
  return false;
}
