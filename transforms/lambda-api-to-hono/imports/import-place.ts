import { endOfLine } from '../../engine/syntax/layout.js';
import { requireSpecifier } from '../../engine/syntax/modules.js';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { ModuleFormat } from './module-format.js';

/** The last import of the block at the top of a file. */
export function lastImport(ast: ts.SourceFile, format: ModuleFormat): ts.Statement | undefined {
  let last: ts.Statement | undefined;
  for (const statement of ast.statements) {
    if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement))
      last = statement;
    else if (format === 'cjs' && ts.isVariableStatement(statement) && isRequire(statement))
      last = statement;
    else if (format === 'cjs' && !isDirective(statement)) break;
  }
  return last;
}

/** `const x = require('y')` and nothing more: a call on what is required may need what is imported here. */
function isRequire(statement: ts.VariableStatement): boolean {
  return statement.declarationList.declarations.every(({ initializer }) => {
    const node =
      initializer && ts.isPropertyAccessExpression(initializer)
        ? initializer.expression
        : initializer;
    return node !== undefined && requireSpecifier(node) !== undefined;
  });
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** Where a first import goes: behind directives, ahead of the first statement and the comments that belong to it. */
export function startOfCode(file: ParsedFile): number {
  const directives = file.ast.statements.filter(isDirective);
  const last = directives[directives.length - 1];
  const first = file.ast.statements.find((statement) => !isDirective(statement));
  if (!first && last) return endOfLine(file.text, last.end);
  if (!first) return file.text.length;
  let start = first.getStart(file.ast);
  const comments = ts.getLeadingCommentRanges(file.text, first.getFullStart()) ?? [];
  for (const comment of comments.toReversed()) {
    if (/\n\s*\n/.test(file.text.slice(comment.end, start)) || comment.pos < (last?.end ?? 0))
      break;
    start = comment.pos;
  }
  return start;
}
