/** A value to write into a template; a `Ref` is a reference to a resource. */
export type Value =
  string | boolean | Ref | Source | readonly Value[] | { readonly [key: string]: Value };

/** `!Ref Name`. */
export class Ref {
  constructor(readonly name: string) {}
}

/** Text that is copied from another place of the template. */
export class Source {
  constructor(readonly text: string) {}
}

/** How a template is written: YAML in lines, YAML in braces, or JSON. */
export type Style = 'block' | 'flow' | 'json';

/** A value on one line. */
export function inline(value: Value, style: Style): string {
  if (value instanceof Source) return value.text;
  if (value instanceof Ref)
    return style === 'json' ? `{ "Ref": ${JSON.stringify(value.name)} }` : `!Ref ${value.name}`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return scalar(value, style);
  if (isList(value)) return `[${value.map((item) => inline(item, style)).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, inner]) => `${scalar(key, style)}: ${inline(inner, style)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

/** A key with its value as lines of YAML; lists stay on one line. */
export function blockLines(key: string, value: Value, indent: string): string[] {
  const isMap = typeof value === 'object' && !isList(value) && !isLeaf(value);
  if (!isMap) return [`${indent}${scalar(key, 'block')}: ${inline(value, 'block')}`];
  const inner = Object.entries(value).flatMap(([name, one]) =>
    blockLines(name, one, `${indent}  `),
  );
  return [`${indent}${key}:`, ...inner];
}

function isLeaf(value: Value): value is Ref | Source {
  return value instanceof Ref || value instanceof Source;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function scalar(text: string, style: Style): string {
  if (style === 'json') return JSON.stringify(text);
  return /^[A-Za-z.][\w./=-]*$/.test(text) || /^[A-Za-z]+(?:::[A-Za-z]+)+$/.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}
