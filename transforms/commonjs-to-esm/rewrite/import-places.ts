import { ts } from '../../engine/syntax/typescript.js';
import { formOf } from '../graph/site-form.js';
import type { ModuleFile } from '../model/facts.js';
import { endOf } from './lines.js';

/** The statements at the top of a file that become imports where they are. */
export interface Header {
  readonly statements: ReadonlySet<ts.Statement>;
  /** Where further imports go. */
  readonly end: number;
  /** Whether there is a statement in front of `end`: then lines are added behind it. */
  readonly isBehind: boolean;
}

/** Finds the requires and imports with which a file begins. */
export function headerOf(module: ModuleFile): Header {
  const { ast, text } = module.file;
  const statements = new Set<ts.Statement>();
  let last: ts.Statement | undefined;
  for (const statement of ast.statements) {
    if (isDirective(statement)) continue;
    const isImport = ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
    const share = isImport ? 'all' : requireShare(module, statement);
    if (share === 'none') break;
    statements.add(statement);
    if (share === 'some') break;
    last = statement;
  }
  if (last) {
    const trailing = ts.getTrailingCommentRanges(text, endOf(last)) ?? [];
    return { statements, end: trailing.at(-1)?.end ?? endOf(last), isBehind: true };
  }
  return { statements, end: topOf(module), isBehind: false };
}

/** Whether a require stands in no function, not even in one that runs at once. */
function topLevel(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at)) return false;
  return true;
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** Whether all, some or none of what a statement does are requires that become imports. */
function requireShare(module: ModuleFile, statement: ts.Statement): 'all' | 'some' | 'none' {
  const forms = module.requires
    .filter(({ node }) => topLevel(node))
    .filter(
      ({ node, when }) =>
        when === 'always' && node.pos >= statement.pos && node.end <= statement.end,
    )
    .map((site) => formOf(site));
  if (ts.isExpressionStatement(statement))
    return forms.some(({ kind }) => kind === 'effect') ? 'all' : 'none';
  if (!ts.isVariableStatement(statement)) return 'none';
  const declared = forms.filter(
    ({ kind }) => kind === 'whole' || kind === 'pattern' || kind === 'member',
  );
  if (declared.length === 0) return 'none';
  return declared.length === statement.declarationList.declarations.length ? 'all' : 'some';
}

/** Behind what belongs to the file as a whole: `#!`, the licence, directives. */
function topOf(module: ModuleFile): number {
  const { ast, text } = module.file;
  const first = ast.statements.find((statement) => !isDirective(statement));
  if (!first) return text.length;
  const start = first.getStart();
  let at = start;
  for (const comment of (ts.getLeadingCommentRanges(text, first.pos) ?? []).toReversed()) {
    const gap = text.slice(comment.end, at);
    if ((gap.match(/\n/g)?.length ?? 0) > 1) break;
    if (/^\/\*!|@licen[cs]e|@file|copyright/i.test(text.slice(comment.pos, comment.end))) break;
    at = comment.pos;
  }
  return at;
}
