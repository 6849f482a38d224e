import { bindingsOf } from '../../engine/syntax/bindings.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';

/** Follows a name to the value that it is declared with in the same file. */
export function literalOf(node: ts.Expression): ts.Expression {
  let value = unwrap(node);
  for (let depth = 0; depth < 8 && ts.isIdentifier(value); depth += 1) {
    const declaration = bindingsOf(value.getSourceFile()).resolve(value)?.parent;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) break;
    if (!ts.isIdentifier(declaration.name)) break;
    value = unwrap(declaration.initializer);
  }
  return value;
}

/** A property of an object, through spread objects, the last one first. */
export function propertyOf(
  object: ts.Expression | undefined,
  name: string,
): ts.PropertyAssignment | undefined {
  const value = object && literalOf(object);
  if (!value || !ts.isObjectLiteralExpression(value)) return undefined;
  for (const property of value.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      const found = propertyOf(property.expression, name);
      if (found) return found;
    } else if (ts.isPropertyAssignment(property) && keyOf(property) === name) return property;
  }
  return undefined;
}

function keyOf({ name }: ts.PropertyAssignment): string {
  return ts.isStringLiteralLike(name) || ts.isIdentifier(name) ? name.text : name.getText();
}

/** The value of a property, names followed. */
export function valueAt(
  object: ts.Expression | undefined,
  ...path: readonly string[]
): ts.Expression | undefined {
  let value = object;
  for (const name of path) value = propertyOf(value, name)?.initializer;
  return value && literalOf(value);
}

/** The source text of a value, `''` where there is none. */
export function textAt(object: ts.Expression | undefined, ...path: readonly string[]): string {
  const value = valueAt(object, ...path);
  if (!value) return '';
  return ts.isStringLiteralLike(value) ? value.text : value.getText();
}

/** The strings of an array that is written out, or a single string. */
export function stringsAt(
  object: ts.Expression | undefined,
  ...path: readonly string[]
): readonly string[] {
  const value = valueAt(object, ...path);
  if (!value) return [];
  if (ts.isStringLiteralLike(value)) return [value.text];
  if (!ts.isArrayLiteralExpression(value)) return [];
  return value.elements.flatMap((element) => {
    const text = ts.isSpreadElement(element) ? undefined : literalOf(element);
    return text && ts.isStringLiteralLike(text) ? [text.text] : [];
  });
}
