import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { moduleSpecifier } from '../../lambda-api-to-hono/imports/module-specifier.js';
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
    (format) => moduleSpecifier(program, file, helperFile, format),
    'FromText',
  );
}
