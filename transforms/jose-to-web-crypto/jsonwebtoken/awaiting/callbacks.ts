import type { FunctionNode } from '../../../engine/syntax/evaluate.js';
import { ts } from '../../../engine/syntax/typescript.js';
import type { PackageView } from '../../../engine/transform.js';

const TEST_FUNCTIONS =
  /^(?:it|test|specify|before|after|beforeEach|afterEach|beforeAll|afterAll)(?:\.(?:only|skip|concurrent|sequential))?$/;

/** Whether a function is given to code that waits for what it returns, whatever that is. */
export function isWaitedCallback(fn: FunctionNode): boolean {
  const call = callOf(fn);
  if (!call) return false;
  // `it('...', () => { ... })`; with a parameter it would be told by a call that it is done.
  if (TEST_FUNCTIONS.test(call.expression.getText())) return fn.parameters.length === 0;
  return (
    ts.isPropertyAccessExpression(call.expression) &&
    /^(?:then|catch|finally)$/.test(call.expression.name.text)
  );
}

function callOf(fn: FunctionNode): ts.CallExpression | undefined {
  const { parent } = fn;
  const isArgument =
    ts.isCallExpression(parent) && ts.isExpression(fn) && parent.arguments.includes(fn);
  return isArgument ? parent : undefined;
}

/** `expect(() => verifyToken(token)).toThrow(...)` of Jest or Vitest. */
export interface ThrowExpectation {
  /** `() => verifyToken(token)` */
  readonly fn: ts.ArrowFunction;
  /** `expect(...)` */
  readonly expectation: ts.CallExpression;
  /** All of it. */
  readonly assertion: ts.CallExpression;
}

/** The expectation that a call throws, where the call is all that a function of it does. */
export function throwExpectation(
  pkg: PackageView,
  fn: FunctionNode,
  call: ts.CallExpression,
): ThrowExpectation | undefined {
  const expectation = callOf(fn);
  if (!ts.isArrowFunction(fn) || fn.body !== call || fn.parameters.length > 0) return undefined;
  if (expectation?.expression.getText() !== 'expect' || !hasRejects(pkg)) return undefined;
  const access = expectation.parent;
  if (!ts.isPropertyAccessExpression(access) || !/^toThrow(?:Error)?$/.test(access.name.text))
    return undefined;
  const assertion = access.parent;
  const isStatement =
    ts.isCallExpression(assertion) &&
    assertion.expression === access &&
    ts.isExpressionStatement(assertion.parent);
  return isStatement ? { fn, expectation, assertion } : undefined;
}

function hasRejects({ manifest }: PackageView): boolean {
  const { dependencies, devDependencies } = manifest;
  const held = { ...dependencies, ...devDependencies };
  return ['jest', 'vitest', '@jest/globals'].some((name) => name in held);
}
