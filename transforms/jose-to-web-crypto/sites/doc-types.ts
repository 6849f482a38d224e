import { isJose, joseEntry } from './specifiers.js';

/** A type that a JSDoc comment names: `import('jose').JWTPayload`. */
export interface DocType {
  /** Span of the specifier, without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly specifier: string;
  /** Name that the module has to offer. */
  readonly name: string | undefined;
}

const IMPORT = /\bimport\((['"])([^'"\n]+)\1\)(?:\.(\w+)(?:\.(\w+))?)?/g;

/** Types of the wanted modules in the JSDoc comments of a text. */
export function findDocTypes(text: string, isWanted: (specifier: string) => boolean): DocType[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const [, quote = '', specifier = '', name, member] = match;
    if (!isWanted(specifier) || !isInDocComment(text, match.index)) return [];
    const start = match.index + 'import('.length + quote.length;
    const end = start + specifier.length;
    return [{ start, end, specifier, name: name && moduleName(specifier, name, member) }];
  });
}

function moduleName(specifier: string, name: string, member: string | undefined): string {
  const entry = isJose(specifier) ? joseEntry(specifier) : undefined;
  if (entry?.kind === 'members') return entry.of === 'errors' ? `errors.${name}` : entry.of;
  return name === 'errors' && member !== undefined ? `errors.${member}` : name;
}

function isInDocComment(text: string, offset: number): boolean {
  return text.lastIndexOf('/**', offset) > text.lastIndexOf('*/', offset);
}
