import { posix } from 'node:path';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { compatSpecifier } from './compat-specifier.js';
import type { ModuleFormat } from './module-format.js';

/** Path by which a file imports a module that was added to its package. */
export function moduleSpecifier(
  program: SourceProgram,
  file: ParsedFile,
  moduleFile: string,
  format: ModuleFormat,
): string {
  return withExtension(program, compatSpecifier(program, file, moduleFile, format), moduleFile);
}

/** ES modules need the extension; bundlers do not, and where the package leaves it out it may stay so. */
function withExtension(program: SourceProgram, specifier: string, moduleFile: string): string {
  const { files, manifest, read } = program.pkg;
  if (manifest.type !== 'module' || /\.[cm]?js$/.test(specifier)) return specifier;
  const leavesOut = files.some((path) => BARE_SPECIFIER.test(read(path) ?? ''));
  return leavesOut ? specifier : specifier + posix.extname(moduleFile).replace('t', 'j');
}

const BARE_SPECIFIER = /\bfrom\s*['"]\.{1,2}\/(?:[^'".]|\.{1,2}\/)*['"]/;
