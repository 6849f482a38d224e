import { ts } from '../../engine/syntax/typescript.js';

/** Tells statements that may be skipped although they stand after an answer. */
export type Skippable = (statement: ts.Statement) => boolean;

/**
 * Whether nothing more of a function runs once a statement has completed, so that a
 * `return` put before it changes nothing. `skippable` names statements without effect
 * there, such as `next()` after an answer: lambda-api ignores it.
 */
export function isTail(statement: ts.Statement, skippable: Skippable): boolean {
  let node: ts.Node = statement;
  for (;;) {
    const parent: ts.Node = node.parent;
    if (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent)) {
      const after = parent.statements.slice(parent.statements.indexOf(node as ts.Statement) + 1);
      const end = endsAfter(after, skippable);
      if (end === 'returns') return true;
      if (end === 'continues') return false;
      if (ts.isBlock(parent)) {
        if (ts.isFunctionLike(parent.parent)) return true;
        node = parent;
      } else {
        if (end === 'through' && !isLastClause(parent)) return false;
        node = parent.parent.parent;
      }
    } else if (ts.isIfStatement(parent) || ts.isTryStatement(parent)) node = parent;
    else if (ts.isCatchClause(parent)) node = parent.parent;
    else return false;
  }
}

/** The statements right after one in its own block that only repeat that the function is over. */
export function redundantAfter(statement: ts.Statement, skippable: Skippable): ts.Statement[] {
  const parent = statement.parent;
  if (!ts.isBlock(parent) && !ts.isCaseOrDefaultClause(parent)) return [];
  const redundant: ts.Statement[] = [];
  for (const next of parent.statements.slice(parent.statements.indexOf(statement) + 1)) {
    if (!isBareReturn(next) && !ts.isBreakStatement(next) && !skippable(next)) break;
    redundant.push(next);
    if (ts.isReturnStatement(next) || ts.isBreakStatement(next)) break;
  }
  return redundant;
}

/** `return;` */
export function isBareReturn(statement: ts.Statement): boolean {
  return ts.isReturnStatement(statement) && statement.expression === undefined;
}

function endsAfter(
  statements: readonly ts.Statement[],
  skippable: Skippable,
): 'returns' | 'breaks' | 'through' | 'continues' {
  for (const statement of statements) {
    if (isBareReturn(statement) || (ts.isReturnStatement(statement) && skippable(statement)))
      return 'returns';
    if (ts.isBreakStatement(statement) && !statement.label) return 'breaks';
    if (ts.isEmptyStatement(statement) || ts.isFunctionDeclaration(statement)) continue;
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) continue;
    if (!skippable(statement)) return 'continues';
  }
  return 'through';
}

function isLastClause(clause: ts.CaseOrDefaultClause): boolean {
  const clauses = clause.parent.clauses;
  return clauses[clauses.length - 1] === clause;
}
