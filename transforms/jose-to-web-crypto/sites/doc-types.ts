import { isJose, joseEntry } from './specifiers.js';

/** A place where a JSDoc comment names types: `import('jose').JWTPayload`, `@import { JWK } from 'jose'`. */
export interface DocType {
  /** Span of the specifier, without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly specifier: string;
  /** Names that the module has to offer. */
  readonly names: readonly string[];
}

const IMPORT = /\bimport\((['"])([^'"\n]+)\1\)(?:\.(\w+)(?:\.(\w+))?)?/g;

/** Types of the wanted modules in the JSDoc comments of a text. */
export function findDocTypes(text: string, isWanted: (specifier: string) => boolean): DocType[] {
  return [...typesByCall(text, isWanted), ...typesByTag(text, isWanted)];
}

function typesByCall(text: string, isWanted: (specifier: string) => boolean): DocType[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const [, quote = '', specifier = '', name, member] = match;
    if (!isWanted(specifier) || !isInDocComment(text, match.index)) return [];
    const start = match.index + 'import('.length + quote.length;
    const end = start + specifier.length;
    const names = name === undefined ? [] : [moduleName(specifier, name, member)];
    return [{ start, end, specifier, names }];
  });
}

const TAG = /@import\s*\{([^}]*)\}\s*from\s*(['"])([^'"\n]+)\2/g;

function typesByTag(text: string, isWanted: (specifier: string) => boolean): DocType[] {
  return [...text.matchAll(TAG)].flatMap((match) => {
    const [whole, list = '', , specifier = ''] = match;
    // The members of `jose/errors` are no exports of the module.
    const isMain = !isJose(specifier) || joseEntry(specifier).kind === 'main';
    if (!isMain || !isWanted(specifier) || !isInDocComment(text, match.index)) return [];
    const end = match.index + whole.length - 1;
    const names = list.split(',').flatMap((part) => /\w+/.exec(part)?.[0] ?? []);
    return [{ start: end - specifier.length, end, specifier, names }];
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
