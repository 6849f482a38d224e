import { ts } from '../../engine/syntax/typescript.js';
import { isRole } from './answers.js';
import { chainOf } from './chain.js';
import type { State } from './state.js';

/** Whether a `catch` around an answer gives one without a status, after the status was set. */
export function catchTakesStatus(state: State, node: ts.Node): boolean {
  for (let at: ts.Node = node; at !== state.fn.node && at.parent; at = at.parent) {
    const parent = at.parent;
    if (!ts.isTryStatement(parent) || parent.tryBlock !== at || !parent.catchClause) continue;
    if (answersPlainly(state, parent.catchClause)) return true;
  }
  return false;
}

function answersPlainly(state: State, inside: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(node) && isRole(state, node, 'res')) {
      const chain = chainOf(node);
      found = chain ? !chain.links.some(({ name }) => STATUS_METHODS.has(name)) : true;
    }
    ts.forEachChild(node, visit);
  };
  visit(inside);
  return found;
}

/** Methods that set a status of their own. */
const STATUS_METHODS = new Set(['status', 'sendStatus', 'redirect', 'error']);
