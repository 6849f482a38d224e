import type { EditSet } from '../../../engine/syntax/edits.js';
import { lineEndIfBlank } from '../../../engine/syntax/layout.js';
import { ts } from '../../../engine/syntax/typescript.js';
import type { TokenFile } from '../survey.js';

/** Makes the imports of jsonwebtoken in a file imports of the module. */
export function rewriteImports(token: TokenFile, specifier: string, edits: EditSet): void {
  const { file } = token;
  for (const { site } of token.sites) {
    const { node, literal } = site;
    if (ts.isImportDeclaration(node) && !node.importClause) {
      edits.remove(node.getStart(), lineEndIfBlank(file.text, node.end));
      continue;
    }
    edits.replace(literal.getStart() + 1, literal.end - 1, specifier);
    if (ts.isImportDeclaration(node) && node.importClause?.name)
      rewriteDefault(node, node.importClause, specifier, edits);
  }
  for (const { start, end } of token.docTypes) edits.replace(start, end, specifier);
}

/** The default export of jsonwebtoken is all that it has; the module has named exports. */
function rewriteDefault(
  node: ts.ImportDeclaration,
  { name, namedBindings, isTypeOnly }: ts.ImportClause,
  specifier: string,
  edits: EditSet,
): void {
  if (!name) return;
  const quote = node.moduleSpecifier.getText()[0] ?? "'";
  const end = node.getText().endsWith(';') ? ';' : '';
  const keyword = isTypeOnly ? 'import type' : 'import';
  if (!namedBindings) {
    edits.replace(name.getStart(), name.end, `* as ${name.text}`);
    return;
  }
  const first = `${keyword} * as ${name.text} from ${quote}${specifier}${quote}${end}\n`;
  edits.replace(node.getStart(), namedBindings.getStart(), `${first}${keyword} `);
}
