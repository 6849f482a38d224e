import { posix } from 'node:path';
import { isTypeScript, type ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isCompatSpecifier } from '../graph/compat-module.js';
import type { ModuleFormat } from './module-format.js';

/** Whether a module specifier names the compat module. */
export function isCompatText(specifier: string): boolean {
  return isCompatSpecifier(ts.factory.createStringLiteral(specifier));
}

/** Path by which a file imports the compat module, with an extension where the file's other imports have one. */
export function compatSpecifier(
  program: SourceProgram,
  file: ParsedFile,
  compatFile: string,
  format: ModuleFormat,
): string {
  const relative = posix.relative(posix.dirname(file.path), compatFile);
  const path = relative.startsWith('../') ? relative : `./${relative}`;
  const extension = posix.extname(path);
  const bare = path.slice(0, -extension.length);
  const asJs = bare + extension.replace('t', 'j');
  // Node finds a module without its extension only where that is .js.
  if (/\.c[jt]s$/.test(extension)) return asJs;
  if (format === 'cjs') return writesExtensions(file.text) ? asJs : bare;
  if (!isTypeScript(compatFile)) return asJs;
  const texts = [file.text, ...program.pkg.files.map((other) => program.pkg.read(other) ?? '')];
  return texts.some(writesExtensions) ? asJs : bare;
}

function writesExtensions(text: string): boolean {
  return /(?:from|require\()\s*['"]\.{1,2}\/[^'"]*\.[cm]?js['"]/.test(text);
}
