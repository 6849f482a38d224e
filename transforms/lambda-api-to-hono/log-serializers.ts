import { propertyText, unwrap } from '../engine/syntax/evaluate.js';
import { ts } from '../engine/syntax/typescript.js';
import type { FunctionKind } from './handlers/context.js';

/** A function of the logger that is given the request or the response. */
export interface RequestSerializer {
  readonly node: ts.Expression;
  readonly kind: FunctionKind;
}

/** What lambda-api gives to the serializers of its logger; others get the Lambda context or own values. */
const KINDS: ReadonlyMap<string, FunctionKind> = new Map([
  ['main', 'log request'],
  ['req', 'log request'],
  ['res', 'log response'],
]);

/** The serializers among the options of a logger that take a request or a response. */
export function requestSerializers(options: ts.ObjectLiteralExpression): RequestSerializer[] {
  const value = membersOf(options).get('serializers');
  const serializers = value && unwrap(value);
  if (!serializers || !ts.isObjectLiteralExpression(serializers)) return [];
  return [...membersOf(serializers)].flatMap(([name, node]): RequestSerializer[] => {
    const kind = KINDS.get(name);
    return kind ? [{ node, kind }] : [];
  });
}

/** Properties of an object that are written as `name: value`. */
export function membersOf(object: ts.ObjectLiteralExpression): Map<string, ts.Expression> {
  const members = new Map<string, ts.Expression>();
  for (const property of object.properties) {
    const name = property.name && propertyText(property.name);
    if (name !== undefined && ts.isPropertyAssignment(property))
      members.set(name, property.initializer);
  }
  return members;
}
