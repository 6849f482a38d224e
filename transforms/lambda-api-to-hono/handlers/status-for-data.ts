import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isData } from './data.js';
import type { Emitted } from './emit.js';
import { replaceStatement } from './replace-statement.js';
import { enclosingFunction, type State } from './state.js';

/** The next statement, when it returns data: lambda-api sends that with the status set before. */
export function returnOfDataAfter(
  state: State,
  statement: ts.Statement,
): ts.ReturnStatement | undefined {
  const list = statement.parent;
  if (!ts.isBlock(list) && !ts.isCaseOrDefaultClause(list)) return undefined;
  if (state.fn.kind === 'helper' || state.fn.kind === 'error') return undefined;
  if (enclosingFunction(statement) !== state.fn.node) return undefined;
  const next = list.statements[list.statements.indexOf(statement) + 1];
  if (!next || !ts.isReturnStatement(next) || !next.expression) return undefined;
  return isData(state, unwrap(next.expression)) ? next : undefined;
}

/** Gives a status together with the data returned next, or keeps it as statements. */
export function moveStatus(
  state: State,
  statement: ts.Statement,
  { onlyStatus }: Emitted,
  next: ts.ReturnStatement,
  otherwise: readonly string[],
): void {
  const gap = state.text.slice(statement.end, next.getStart(state.ast));
  const isPlain = !state.facts.presetsContentType && !state.facts.serializes;
  if (onlyStatus === undefined || !isPlain || /\/[/*]/.test(gap))
    return replaceStatement(state, statement, otherwise);
  state.statuses.set(next, onlyStatus);
  state.edits.remove(statement.getStart(state.ast), next.getStart(state.ast));
}
