import { EditSet } from '../../engine/syntax/edits.js';
import { propertyText, unwrap } from '../../engine/syntax/evaluate.js';
import { indentAt } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { rootFunction, isProblem } from '../application.js';
import { requestSerializers } from '../log-serializers.js';
import type { Bridging } from './bridging.js';

/** The options of the logger for the Hono side: serializers take a context, sampling is a function. */
export function loggerText(bridge: Bridging, file: string, value: ts.Expression): string {
  const { text } = value.getSourceFile();
  const edits = new EditSet(text);
  const options = unwrap(value);
  if (ts.isObjectLiteralExpression(options)) {
    for (const { node, kind } of requestSerializers(options)) {
      const root = rootFunction(bridge.app, file, node, kind);
      if (isProblem(root)) continue;
      const conversion = bridge.app.registry.conversion(root);
      bridge.changes.needsOf(file, conversion);
      edits.merge(conversion.edits);
    }
    for (const property of options.properties) {
      if (!ts.isPropertyAssignment(property) || propertyText(property.name) !== 'sampling')
        continue;
      edits.insert(property.initializer.getStart(), `${bridge.changes.compat(file, 'sampler')}(`);
      edits.insert(property.initializer.end, ')');
    }
  }
  return dedent(edits.textOf(value.getStart(), value.end), indentAt(text, value.getStart()));
}

/** Text of a nested expression moved to the outermost level. */
export function dedent(text: string, indent: string): string {
  if (indent === '') return text;
  return text
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}
