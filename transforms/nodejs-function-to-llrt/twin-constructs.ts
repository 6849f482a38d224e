import { ts } from '../engine/syntax/typescript.js';
import { valueOf } from './props.js';

/** Options that a function of the CDK has as properties, just as they were given. */
const GIVEN_BACK: ReadonlySet<string> = new Set([
  'role',
  'logGroup',
  'deadLetterQueue',
  'deadLetterTopic',
]);

/** Functions that take a scope and make nothing, or the same parameter of the stack again. */
const MAKES_NOTHING = /^(?:of|uniqueId|nodeUniqueId|uniqueResourceName|valueFor\w+|valueFrom\w+)$/;

/**
 * What makes a construct inside an expression, the first of it: `new LogGroup(this, 'Logs')`. The same
 * text a second time would give two constructs one id, which the CDK refuses.
 *
 * @param scope text of the scope that the function itself is made in
 */
export function constructIn(
  node: ts.Node,
  scope: string,
): ts.NewExpression | ts.CallExpression | undefined {
  if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && takesScope(node, scope))
    return node;
  return ts.forEachChild(node, (child) => constructIn(child, scope));
}

function takesScope(call: ts.NewExpression | ts.CallExpression, scope: string): boolean {
  const [first] = call.arguments ?? [];
  const name = call.expression.getText().split('.').at(-1) ?? '';
  return first?.getText() === scope && !MAKES_NOTHING.test(name);
}

/** Whether the twin can ask the function for an option instead of making it anew. */
export function isGivenBack(property: ts.ObjectLiteralElementLike, scope: string): boolean {
  const name = property.name?.getText() ?? '';
  const value = valueOf(property);
  return GIVEN_BACK.has(name) && value !== undefined && constructIn(value, scope) !== undefined;
}
