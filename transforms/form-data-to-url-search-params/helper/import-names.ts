import { posix } from 'node:path';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { compatSpecifier } from '../../lambda-api-to-hono/imports/compat-specifier.js';
import { namedImport, type NamedImport } from '../../lambda-api-to-hono/imports/named-import.js';
import { HELPER_HEADER } from './declarations.js';

/** Prepares the import of functions from the helper module into a file. */
export function helperImport(
  program: SourceProgram,
  file: ParsedFile,
  helperFile: string,
): NamedImport {
  const isHelper = (specifier: string): boolean => {
    const path = program.resolve(file.path, specifier);
    return path !== undefined && (program.pkg.read(path) ?? '').startsWith(HELPER_HEADER);
  };
  return namedImport(
    program,
    file,
    isHelper,
    (format) =>
      withExtension(program, compatSpecifier(program, file, helperFile, format), helperFile),
    'FromText',
  );
}

/** ES modules need the extension; bundlers do not, and where the package leaves it out it may stay so. */
function withExtension(program: SourceProgram, specifier: string, helperFile: string): string {
  const { files, manifest, read } = program.pkg;
  if (manifest.type !== 'module' || /\.[cm]?js$/.test(specifier)) return specifier;
  const leavesOut = files.some((path) => BARE_SPECIFIER.test(read(path) ?? ''));
  return leavesOut ? specifier : specifier + posix.extname(helperFile).replace('t', 'j');
}

const BARE_SPECIFIER = /\bfrom\s*['"]\.{1,2}\/(?:[^'".]|\.{1,2}\/)*['"]/;
