import { isTypeScript, type ParsedFile } from '../../engine/syntax/parse.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';

/** ES modules, or CommonJS. */
export type ModuleFormat = 'esm' | 'cjs';

/** How a file imports: by its syntax, else by its extension and its package. */
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
  return packageType === 'module' || isTypeScript(file.path) ? 'esm' : 'cjs';
}
