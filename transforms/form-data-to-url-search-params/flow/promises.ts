import { ts } from '../../engine/syntax/typescript.js';
import { isFunctionNode } from '../functions.js';
import { shortText } from '../problem.js';
import { plain, type Carried } from './carried.js';
import type { FormFlow } from './form-flow.js';
import { followParameter } from './parameters.js';
import { followPattern } from './patterns.js';

/** `.then(...)`, `.catch(...)` and `.finally(...)` of a promise of what is held. */
export function followPromiseMember(
  flow: FormFlow,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string | undefined,
  carried: Carried,
): void {
  const call = access.parent;
  const isCalled = ts.isCallExpression(call) && call.expression === access;
  if (!isCalled) return flow.reportLost(access, carried);
  if (name === 'catch' || name === 'finally') flow.follow(call, carried);
  else if (name === 'then') followThen(flow, call, carried);
  else flow.reportLost(access, carried, shortText(access));
}

function followThen(flow: FormFlow, call: ts.CallExpression, carried: Carried): void {
  const [callback] = call.arguments;
  const payload = plain(carried.kind);
  if (!callback) return flow.follow(call, carried);
  if (isFunctionNode(callback)) {
    const [parameter] = callback.parameters;
    if (parameter) followPattern(flow, parameter.name, payload);
    return;
  }
  if (callback.getText() === 'Object.fromEntries')
    return flow.follow(call, { kind: 'record', promised: true });
  followParameter(flow, callback, 0, payload);
}
