import { evaluate, propertyText, unwrap } from '../engine/syntax/evaluate.js';
import { functionCalls } from '../engine/syntax/function-uses.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import { fileOf } from './problem.js';
import { madeOf } from './sites.js';

/** The object literals that options come from, and what could not be seen of them. */
export interface SeenProps {
  readonly literals: readonly ts.ObjectLiteralExpression[];
  /** Expressions whose value is unknown and that no later `bundling` overrides. */
  readonly unseen: readonly ts.Expression[];
  /** Whether some value is unknown, overridden or not. */
  readonly isPartial: boolean;
  /** Names that were followed to a literal. */
  readonly names: readonly ts.Node[];
}

const DEPTH = 12;

/** Follows options through variables, spreads, functions that return them, and parameters. */
export function seeProps(program: SourceProgram, expression: ts.Expression | undefined): SeenProps {
  const literals = new Set<ts.ObjectLiteralExpression>();
  const unseen: ts.Expression[] = [];
  const names: ts.Node[] = [];
  let isPartial = false;
  const follow = (given: ts.Expression, isOverridden: boolean, depth: number): void => {
    const node = unwrap(given);
    if (depth > DEPTH) return void unseen.push(node);
    const next = (inner: ts.Expression): void => follow(inner, isOverridden, depth + 1);
    if (ts.isConditionalExpression(node)) {
      next(node.whenTrue);
      return next(node.whenFalse);
    }
    if (ts.isBinaryExpression(node) && CHOOSING.has(node.operatorToken.kind)) {
      if (node.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) next(node.left);
      return next(node.right);
    }
    if (ts.isIdentifier(node) && node.text === 'undefined') return;
    const found = literalsOf(program, node);
    if (!found) {
      isPartial = true;
      if (!isOverridden) unseen.push(node);
      return;
    }
    if (!ts.isObjectLiteralExpression(node)) names.push(node);
    for (const one of found) {
      if (!ts.isObjectLiteralExpression(one)) next(one);
      else if (!literals.has(one)) {
        literals.add(one);
        for (const [index, property] of one.properties.entries())
          if (ts.isSpreadAssignment(property)) {
            const later = one.properties.slice(index + 1);
            follow(property.expression, isOverridden || later.some(isBundling), depth + 1);
          }
      }
    }
  };
  if (expression) follow(expression, false, 0);
  return { literals: [...literals], unseen, isPartial, names };
}

const CHOOSING = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);

function isBundling(property: ts.ObjectLiteralElementLike): boolean {
  return property.name !== undefined && propertyText(property.name) === 'bundling';
}

/** What an expression stands for: literals, or expressions to look at in turn. */
function literalsOf(program: SourceProgram, node: ts.Expression): ts.Expression[] | undefined {
  if (ts.isObjectLiteralExpression(node)) return [node];
  const value = evaluate(program, fileOf(node), node);
  if (value.kind === 'object') return [value.node];
  if (value.kind === 'parameter') return argumentsFor(program, value.node);
  if (value.kind === 'call') {
    const made = evaluate(program, value.file, value.node.expression);
    return made.kind === 'function' && made.node.body ? returnedBy(made.node.body) : undefined;
  }
  return undefined;
}

function returnedBy(body: ts.ConciseBody): ts.Expression[] | undefined {
  if (!ts.isBlock(body)) return [body];
  const last = body.statements.at(-1);
  const isOnly = body.statements.filter(ts.isReturnStatement).length === 1;
  return last && isOnly && ts.isReturnStatement(last) && last.expression
    ? [last.expression]
    : undefined;
}

/** What the callers in this package pass for a parameter; undefined when there are none. */
function argumentsFor(
  program: SourceProgram,
  parameter: ts.ParameterDeclaration,
): ts.Expression[] | undefined {
  const fn = parameter.parent;
  const index = fn.parameters.indexOf(parameter);
  const calls = ts.isConstructorDeclaration(fn)
    ? madeOf(program, fn.parent)
    : ts.isFunctionDeclaration(fn) ||
        ts.isFunctionExpression(fn) ||
        ts.isArrowFunction(fn) ||
        ts.isMethodDeclaration(fn)
      ? functionCalls(program, fileOf(fn), fn)
      : [];
  if (calls.length === 0) return undefined;
  return calls.flatMap((call) => {
    const argument = call.arguments?.[index];
    return argument ? [argument] : [];
  });
}

/** A property of a literal, the last one of its name. */
export function propertyOf(
  literal: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralElementLike | undefined {
  return literal.properties.findLast(
    (property) => property.name !== undefined && propertyText(property.name) === name,
  );
}

/** The value that is written for a property, `name` itself for a shorthand. */
export function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}
