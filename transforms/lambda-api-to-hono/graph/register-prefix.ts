import { evaluate, propertyText } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { constantText } from './constants.js';

/** The `prefix` in the options of a `register()`: empty when there is none, undefined when it is not known. */
export function registerPrefix(
  program: SourceProgram,
  file: string,
  options: ts.Expression,
): string | undefined {
  const value = evaluate(program, file, options);
  if (value.kind !== 'object') return undefined;
  for (const property of value.node.properties) {
    if (ts.isSpreadAssignment(property)) return undefined;
    if (!property.name || propertyText(property.name) !== 'prefix') continue;
    return ts.isPropertyAssignment(property)
      ? constantText(program, value.file, property.initializer)
      : ts.isShorthandPropertyAssignment(property)
        ? constantText(program, value.file, property.name)
        : undefined;
  }
  return '';
}
