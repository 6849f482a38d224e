import { ts } from '../../engine/syntax/typescript.js';
import type { FileRewrite } from './file-rewrite.js';
import { endOf } from './lines.js';

/** A statement whose declarations became imports, in parts. */
export interface RewrittenStatement {
  readonly imports: readonly string[];
  /** What is left of the statement; empty when all of it are imports. */
  readonly rest: string;
  /** All of it, in place of the statement. */
  readonly whole: string;
}

/**
 * Rewrites a statement some of whose declarations become imports. Call it when everything inside
 * of the other declarations has been edited.
 */
export function rewriteStatement(
  rewrite: FileRewrite,
  statement: ts.Statement,
  inPlace: ReadonlyMap<ts.Node, string>,
): RewrittenStatement {
  const only = inPlace.get(statement);
  if (only !== undefined) return { imports: [only], rest: '', whole: only };
  if (!ts.isVariableStatement(statement)) throw new Error('imports out of another statement');
  const { declarations } = statement.declarationList;
  const imports: string[] = [];
  const kept: ts.VariableDeclaration[] = [];
  for (const declaration of declarations) {
    const text = inPlace.get(declaration);
    if (text === undefined) kept.push(declaration);
    else imports.push(...commentsOf(rewrite, declaration, declaration === declarations[0]), text);
  }
  const rest = kept.length === 0 ? '' : restOf(rewrite, statement, kept);
  const whole = [...imports, ...(rest === '' ? [] : [rest])].join(rewrite.eol);
  return { imports, rest, whole };
}

function restOf(
  { edits, module, end }: FileRewrite,
  statement: ts.VariableStatement,
  kept: readonly ts.VariableDeclaration[],
): string {
  const { text } = module.file;
  const list = statement.declarationList;
  const [first] = list.declarations;
  const keyword = text.slice(list.getStart(), first?.getStart() ?? list.end);
  const parts = kept.map((declaration, index) => {
    const made = edits.textOf(declaration.getStart(), declaration.end);
    return index === 0 ? made : text.slice(declaration.pos, declaration.getStart()) + made;
  });
  return `${keyword}${parts.join(',')}${text.endsWith(';', endOf(statement)) ? ';' : end}`;
}

/** Comments between declarations stay with the one they stand above. */
function commentsOf(
  { module }: FileRewrite,
  declaration: ts.VariableDeclaration,
  isFirst: boolean,
): string[] {
  if (isFirst) return [];
  const { text } = module.file;
  const ranges = ts.getLeadingCommentRanges(text, declaration.pos) ?? [];
  return ranges.map(({ pos, end }) => text.slice(pos, end));
}
