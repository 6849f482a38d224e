import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { type Application, isProblem, rootFunction } from '../application.js';
import { callbackName, isIgnored } from '../create-options.js';
import { readsEnvironment } from '../graph/constants.js';
import type { ApiInstance } from '../graph/model.js';
import type { Problem } from '../handlers/context.js';
import { membersOf, requestSerializers } from '../log-serializers.js';

/** What stands in the way of an option of createAPI, or what is to be told about it. */
export function optionProblems(
  app: Application,
  instance: ApiInstance,
  name: string,
  value: ts.Expression,
): Problem[] {
  const { file } = instance;
  const tell = (code: Problem['code'], detail = name): Problem[] => [
    { code, file, node: value, details: { name: detail } },
  ];
  if (isIgnored(app.program.pkg, name)) return tell('option-ignored');
  if (name === 'logger') return loggerProblems(app, instance, value);
  if (name === 'base' && readsEnvironment(value))
    return tell('base-from-environment', value.getText());
  if (name === 'headers' && !isListsOfText(value)) return tell('default-headers-odd');
  if (name === 'callback' && callbackName(app, instance) === undefined)
    return [unsupported(instance, value, name)];
  const isShared = app.graph.instances.length > 1;
  if (name === 'mimeTypes' && isShared) return tell('mime-types-shared');
  return [];
}

/** An option that is not carried over. */
export function unsupported(instance: ApiInstance, node: ts.Node, name: string): Problem {
  return { code: 'option-unsupported', file: instance.file, node, details: { name } };
}

/** Whether headers are written as lists under names in lower case, which is all that lambda-api takes. */
function isListsOfText(value: ts.Expression): boolean {
  const object = unwrap(value);
  if (!ts.isObjectLiteralExpression(object)) return false;
  const members = membersOf(object);
  return (
    members.size === object.properties.length &&
    [...members].every(
      ([name, list]) => name === name.toLowerCase() && ts.isArrayLiteralExpression(unwrap(list)),
    )
  );
}

/** Serializers of the logger get lambda-api's objects, so they have to be seen. */
function loggerProblems(app: Application, instance: ApiInstance, value: ts.Expression): Problem[] {
  const options = unwrap(value);
  if (!ts.isObjectLiteralExpression(options)) {
    const isFlag =
      options.kind === ts.SyntaxKind.TrueKeyword || options.kind === ts.SyntaxKind.FalseKeyword;
    return isFlag ? [] : [unsupported(instance, value, 'a logger that is not written out')];
  }
  const members = membersOf(options);
  const hidden = options.properties.find(
    ({ name }) => !name || (name.getText() === 'serializers' && !members.has('serializers')),
  );
  if (hidden) return [unsupported(instance, hidden, 'a logger that is not written out')];
  const serializers = members.get('serializers');
  const object = serializers && unwrap(serializers);
  const isWritten =
    !object ||
    (ts.isObjectLiteralExpression(object) && membersOf(object).size === object.properties.length);
  if (!isWritten) return [unsupported(instance, object, 'logger.serializers')];
  return requestSerializers(options).flatMap(({ node, kind }) => {
    const fn = unwrap(node);
    const root = rootFunction(app, instance.file, node, kind);
    if (isProblem(root)) return [root];
    const { calls, problems } = app.registry.conversion(root);
    // A function that stands elsewhere, or hands the request on, would need two forms.
    const isInline = root.node === fn && calls.length === 0;
    return isInline ? problems : [unsupported(instance, node, 'logger.serializers')];
  });
}
