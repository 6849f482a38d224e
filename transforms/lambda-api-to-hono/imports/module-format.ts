import { isTypeScript, type ParsedFile } from '../../engine/syntax/parse.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';

/** ES modules, or CommonJS. */
export type ModuleFormat = 'esm' | 'cjs';

const COMMONJS = /\brequire\(|\bmodule\.exports\b|\bexports\.\w+\s*=/;

/**
 * How a file imports: by its extension, its syntax, else its package. A file that requires is
 * CommonJS in a package of ES modules too: it is bundled, or deployed without its package.json.
 */
export function formatOf(file: ParsedFile, packageType: string | undefined): ModuleFormat {
  if (/\.m[jt]s$/.test(file.path)) return 'esm';
  if (/\.c[jt]s$/.test(file.path)) return 'cjs';
  const isModule = file.ast.statements.some(
    (node) =>
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      ts.isExportAssignment(node) ||
      hasModifier(node, ts.SyntaxKind.ExportKeyword),
  );
  if (isModule) return 'esm';
  if (isTypeScript(file.path)) return 'esm';
  return packageType === 'module' && !COMMONJS.test(file.text) ? 'esm' : 'cjs';
}
