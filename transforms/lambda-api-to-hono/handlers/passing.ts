import { ts } from '../../engine/syntax/typescript.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { ANSWERING, CHAINABLE } from './chain.js';
import type { HandlerFunction, Role } from './context.js';
import { twinReference } from './mentions.js';
import { problem, roleBindings, type State } from './state.js';

/**
 * A call that passes `req`, `res` or `next` on. The called function is converted too and
 * takes the Hono context where it took the first of them.
 */
export function passArgument(
  state: State,
  call: ts.CallExpression | ts.NewExpression,
  reference: ts.Identifier,
  role: Role,
): void {
  if (state.passed.has(call)) return;
  if (isConsole(call)) return printed(state, call, reference, role);
  const callee = ts.isCallExpression(call) ? state.lookup.calleeOf(state.fn.file, call) : undefined;
  const args = call.arguments ?? [];
  if (!callee || !ts.isCallExpression(call) || args.some(ts.isSpreadElement)) {
    const target = call.expression.getText().replace(/\s+/g, ' ').slice(0, 60);
    const code =
      role === 'req' ? 'request-escapes' : role === 'res' ? 'response-escapes' : 'next-escapes';
    return problem(state, code, reference, { name: reference.text, target });
  }
  const continued = role === 'res' ? continuedWith(state, call) : undefined;
  if (continued !== undefined)
    return problem(state, 'response-chained-on-helper', call, {
      name: call.expression.getText(),
      method: continued,
    });
  state.passed.add(call);
  const roles = rolesOfArguments(state, args);
  const fn: HandlerFunction = { ...callee, kind: 'helper', roles };
  state.calls.push({ call, callee: fn });
  rewriteArguments(state, args, roles);
  if (state.lookup.hasTwin(callee)) renameCallee(state, call);
}

/** The method of the response that is called on what a call gives back, directly or through a variable. */
function continuedWith(state: State, call: ts.Expression): string | undefined {
  const node = outermost(call);
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) return continuedWith(state, parent);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    const { text } = parent.name;
    return CHAINABLE.has(text) || ANSWERING.has(text) ? text : undefined;
  }
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  return state.bindings
    .references(parent.name)
    .map((reference) => continuedWith(state, reference))
    .find((name) => name !== undefined);
}

function rolesOfArguments(state: State, args: readonly ts.Expression[]): (Role | undefined)[] {
  const roles = roleBindings(state);
  return args.map((argument) => {
    if (!ts.isIdentifier(argument)) return undefined;
    const declaration = state.bindings.resolve(argument);
    return declaration ? roles.get(declaration) : undefined;
  });
}

function rewriteArguments(
  state: State,
  args: readonly ts.Expression[],
  roles: readonly (Role | undefined)[],
): void {
  let placed = false;
  args.forEach((argument, index) => {
    const role = roles[index];
    if (role !== 'req' && role !== 'res') return;
    const start = argument.getStart(state.ast);
    if (!placed) {
      placed = true;
      return state.edits.replace(start, argument.end, state.context);
    }
    const previous = args[index - 1];
    state.edits.remove(previous ? previous.end : start, argument.end);
  });
}

function renameCallee(state: State, call: ts.CallExpression): void {
  const { at, text } = twinReference(state.program, state.fn.file, call.expression);
  state.edits.insert(at, text);
}

function printed(
  state: State,
  call: ts.CallExpression | ts.NewExpression,
  reference: ts.Identifier,
  role: Role,
): void {
  if (role !== 'req' && role !== 'res')
    return problem(state, 'next-escapes', reference, { name: reference.text });
  state.edits.replace(reference.getStart(state.ast), reference.end, `${state.context}.${role}`);
  problem(state, 'request-logged', call, { target: call.expression.getText() });
}

function isConsole(call: ts.CallExpression | ts.NewExpression): boolean {
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.expression.getText() === 'console'
  );
}
