import { propertyText, unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { HelperName } from '../helper/declarations.js';

/** The function that does what `parseBody` does with some options. */
export interface ParseHelper {
  readonly helper: HelperName;
  /** Its second argument, empty for none. */
  readonly options: string;
}

/**
 * The function for the options of `parseBody`; undefined where they are not written out.
 *
 * @example readOptions(/* node of { all: true } *\/) // { helper: 'parseFormAll', options: '' }
 */
export function readOptions(argument: ts.Expression | undefined): ParseHelper | undefined {
  const options = argument && unwrap(argument);
  if (!options || options.getText() === 'undefined') return { helper: 'parseForm', options: '' };
  if (!ts.isObjectLiteralExpression(options)) return undefined;
  const flags = { all: false, dot: false };
  for (const property of options.properties) {
    const name = property.name && propertyText(property.name);
    if (!ts.isPropertyAssignment(property) || name === undefined) return undefined;
    const value = booleanOf(property.initializer);
    if (value === undefined) return undefined;
    if (name === 'all' || name === 'dot') flags[name] = value;
  }
  if (flags.dot) return { helper: 'parseDottedForm', options: flags.all ? '{ all: true }' : '' };
  return { helper: flags.all ? 'parseFormAll' : 'parseForm', options: '' };
}

function booleanOf(node: ts.Expression): boolean | undefined {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  return node.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}
