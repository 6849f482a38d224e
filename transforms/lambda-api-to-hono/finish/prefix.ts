import { propertyText, unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { ApiUse } from '../graph/model.js';
import type { Finishing } from './finishing.js';

/** Text of the `prefix` in the options of a `register()`; undefined when there is none. */
export function prefixText(
  finish: Finishing,
  use: ApiUse,
  options: ts.Expression,
): string | undefined {
  const node = unwrap(options);
  if (!ts.isObjectLiteralExpression(node)) return `${options.getText()}.prefix`;
  const edits = finish.changes.editsOf(use.file);
  for (const property of node.properties) {
    if (!property.name || propertyText(property.name) !== 'prefix') continue;
    if (ts.isPropertyAssignment(property))
      return edits.textOf(property.initializer.getStart(), property.initializer.end);
    return 'prefix';
  }
  return undefined;
}
