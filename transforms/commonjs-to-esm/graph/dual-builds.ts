import type { Uses } from './site-form.js';

/** The texts of the files that `require` and `import` load of a package that offers both. */
export interface DualBuilds {
  readonly required: string;
  readonly imported: string;
}

/**
 * What is taken of a package whose ES module visibly gives something else for it than its CommonJS
 * build. Told from the texts: most builds are made of the same sources, and only plain differences
 * matter.
 *
 * @returns the name of it, `default` for the whole; undefined where nothing differs
 */
export function dualDifference({ required, imported }: DualBuilds, uses: Uses): string | undefined {
  const differing = [...uses.names].find((name) => {
    const [before, after] = [requiredLiteral(required, name), importedLiteral(imported, name)];
    return before !== undefined && after !== undefined && before !== after;
  });
  if (differing !== undefined) return differing;
  const made = /\bexport\s+default\s+(?:async\s+)?(?:function\s*\*?|class)\s+([\w$]+)/.exec(
    imported,
  );
  if (!uses.isWhole || !/\bexport\s+default\b|\bas\s+default\b/.test(imported)) return undefined;
  if (/\b__esModule\b/.test(required) && !/\bmodule\.exports\s*=/.test(required)) return 'default';
  // A member that the ES module exports beside its function, and does not put onto it.
  return made
    ? [...uses.names].find(
        (name) => declares(imported, name) && !imported.includes(`${made[1] ?? ''}.${name}`),
      )
    : undefined;
}

const LITERAL = `('[^'\\n]*'|"[^"\\n]*"|-?[\\d.]+|true|false|null)\\s*(?:[;,}\\n]|$)`;

function importedLiteral(text: string, name: string): string | undefined {
  return unquoted(
    new RegExp(`\\bexport\\s+const\\s+${escaped(name)}\\s*=\\s*${LITERAL}`).exec(text)?.[1],
  );
}

function requiredLiteral(text: string, name: string): string | undefined {
  const key = escaped(name);
  const written = new RegExp(`\\bexports\\.${key}\\s*=\\s*${LITERAL}`).exec(text)?.[1];
  const listed = new RegExp(`\\bmodule\\.exports\\s*=\\s*\\{[^{}]*\\b${key}\\s*:\\s*${LITERAL}`);
  return unquoted(written ?? listed.exec(text)?.[1]);
}

function declares(text: string, name: string): boolean {
  return new RegExp(
    `\\bexport\\s+(?:async\\s+)?(?:const|let|var|function\\*?|class)\\s+${escaped(name)}(?![\\w$])`,
  ).test(text);
}

function unquoted(literal: string | undefined): string | undefined {
  return literal?.replace(/^['"]|['"]$/g, '"');
}

function escaped(name: string): string {
  return name.replace(/\$/g, '\\$&');
}
