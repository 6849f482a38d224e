import { EditSet } from '../../engine/syntax/edits.js';
import { lineEndIfBlank } from '../../engine/syntax/layout.js';
import { isTypeScript } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { joseEntry } from '../sites/specifiers.js';
import type { JoseFile, JoseSite } from '../survey.js';
import { mergeImports } from './merge-imports.js';

/**
 * Text of a file with its imports of jose replaced by imports of the module.
 *
 * @param specifier by which the file imports the module
 */
export function rewriteFile(program: SourceProgram, jose: JoseFile, specifier: string): string {
  const edits = new EditSet(jose.file.text);
  const merged = mergeImports(program, jose, specifier, edits);
  for (const one of jose.sites)
    if (!merged.has(one)) rewriteSite(one, specifier, edits, jose.file.text);
  for (const { start, end, specifier: old } of jose.docTypes) {
    const entry = joseEntry(old);
    edits.replace(start, end, specifier);
    if (entry.kind === 'members')
      edits.insert(jose.file.text.indexOf(')', end) + 1, `.${entry.of}`);
  }
  return edits.apply();
}

function rewriteSite(one: JoseSite, specifier: string, edits: EditSet, text: string): void {
  const { node, literal } = one.site;
  const alone = standsAlone(node);
  if (alone) {
    edits.remove(alone.getStart(), lineEndIfBlank(text, alone.end));
    return;
  }
  edits.replace(literal.getStart() + 1, literal.end - 1, specifierFor(one, specifier));
  const entry = joseEntry(one.specifier);
  if (entry.kind !== 'members') return;
  const member = `.${entry.of}`;
  if (ts.isImportTypeNode(node)) edits.insert(text.indexOf(')', literal.end) + 1, member);
  else if (ts.isCallExpression(node)) insertMember(node, member, edits);
  else if (ts.isExportDeclaration(node) && node.exportClause) {
    const name = node.exportClause.getText().replace(/^\*\s*as\s+/, '');
    const list = name === entry.of ? name : `${entry.of} as ${name}`;
    edits.replace(node.exportClause.getStart(), node.exportClause.end, `{ ${list} }`);
  }
}

/** `import 'jose'` and `require('jose')` for nothing: jose has no side effects. */
function standsAlone(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node)) return node.importClause ? undefined : node;
  const isRequire = ts.isCallExpression(node) && ts.isIdentifier(node.expression);
  return isRequire && ts.isExpressionStatement(node.parent) ? node.parent : undefined;
}

function insertMember(call: ts.CallExpression, member: string, edits: EditSet): void {
  const { parent } = call;
  if (!ts.isAwaitExpression(parent)) edits.insert(call.end, member);
  else if (ts.isParenthesizedExpression(parent.parent)) edits.insert(parent.parent.end, member);
  else {
    edits.insert(parent.getStart(), '(');
    edits.insert(parent.end, `)${member}`);
  }
}

/** Node.js loads by `import()` only files that are named with their extension, in CommonJS as well. */
function specifierFor({ site }: JoseSite, specifier: string): string {
  const isBare = !/\.[cm]?[jt]s$/.test(specifier);
  const needsIt = site.form === 'dynamic-import' && isBare && !isTypeScript(site.file);
  return needsIt ? `${specifier}.js` : specifier;
}
