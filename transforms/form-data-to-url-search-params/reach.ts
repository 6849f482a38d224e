import { functionUses } from '../engine/syntax/function-uses.js';
import { exportTarget } from '../engine/syntax/modules.js';
import { outermost } from '../engine/syntax/outermost.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import { isTestFile } from '../lambda-api-to-hono/handlers/call-sites.js';
import { fileOf, isFunctionNode } from './functions.js';

/** The registrations of routes and middleware through which code runs. */
export interface Reach {
  readonly registrations: ReadonlySet<ts.CallExpression>;
  /** False when the code also runs in a way that was not seen. */
  readonly isComplete: boolean;
}

const REGISTERING = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'options',
  'head',
  'all',
  'any',
  'on',
  'use',
  'METHOD',
]);

/** Finds the registrations that lead to a place in the code: through handlers, and functions that handlers call. */
export function reachOf(program: SourceProgram, place: ts.Node): Reach {
  const registrations = new Set<ts.CallExpression>();
  const seen = new Set<ts.Node>();
  let isComplete = true;
  const climb = (node: ts.Node): void => {
    const holder = holderOf(node);
    if (!holder) isComplete = false;
    if (!holder || seen.has(holder)) return;
    seen.add(holder);
    const outer = ts.isExpression(holder) ? outermost(holder) : holder;
    const call = outer.parent;
    if (ts.isCallExpression(call) && call.expression !== outer) {
      if (isRegistration(call)) registrations.add(call);
      else climb(call);
      return;
    }
    const uses = usesOf(program, holder);
    const isShared = ts.isVariableDeclaration(holder) && isExported(program, holder);
    if (uses.length === 0 || isShared) isComplete = false;
    for (const use of uses) {
      const argumentOf = outermost(use).parent;
      if (ts.isCallExpression(argumentOf) && isRegistration(argumentOf))
        registrations.add(argumentOf);
      else climb(use);
    }
  };
  climb(place);
  return { registrations, isComplete };
}

/** Whether a call registers a handler: `app.post('/path', handler)`. */
function isRegistration(call: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(call.expression) && REGISTERING.has(call.expression.name.text)
  );
}

/** The function around a node, or the variable at the top level that is given what the node is part of. */
function holderOf(node: ts.Node): ts.Node | undefined {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at)) return at;
    if (ts.isVariableDeclaration(at) && ts.isSourceFile(at.parent.parent.parent)) return at;
  }
  return undefined;
}

/** Expressions that use a function or variable. */
function usesOf(program: SourceProgram, holder: ts.Node): ts.Expression[] {
  if (ts.isVariableDeclaration(holder))
    return ts.isIdentifier(holder.name)
      ? program.bindings(fileOf(holder)).references(holder.name)
      : [];
  if (!isFunctionNode(holder)) return [];
  return functionUses(program, fileOf(holder), holder).filter(
    (use) => !isAssigned(use) && !isTestFile(fileOf(use)),
  );
}

/** `exports.name = ...` gives a function its name. */
function isAssigned(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return exportTarget(parent.left) !== undefined;
  const isProperty = ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent);
  const assigned = parent.parent?.parent;
  return isProperty && ts.isBinaryExpression(assigned) && exportTarget(assigned.left) !== undefined;
}

/** Whether other files may use a variable as well. */
function isExported(program: SourceProgram, { name }: ts.VariableDeclaration): boolean {
  const { named } = program.exportsOf(fileOf(name));
  return [...named].some(
    ([exported, source]) =>
      exported === name.getText() ||
      (source.kind === 'local' &&
        ts.isIdentifier(source.node) &&
        source.node.text === name.getText()),
  );
}
