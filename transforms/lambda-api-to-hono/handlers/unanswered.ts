import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { answersIn, isNextStatement } from './answers.js';
import type { State } from './state.js';

/**
 * Whether some way through a handler neither answers nor goes on. lambda-api leaves such a
 * request hanging. Loops and callbacks count as answering when anything in them does.
 */
export function mayNotAnswer(state: State): boolean {
  const body = state.fn.node.body;
  if (!body) return false;
  if (!ts.isBlock(body)) return isNothing(body);
  const walk = new Walk(state);
  const isOpen = walk.statements(body.statements);
  return isOpen || walk.leaves;
}

/** Follows the ways on which nothing has been answered yet. */
class Walk {
  /** A way left the function without an answer. */
  leaves = false;

  constructor(private readonly state: State) {}

  /** Whether a way without an answer goes on behind the statements. */
  statements(list: readonly ts.Statement[]): boolean {
    for (const statement of list) if (!this.statement(statement)) return false;
    return true;
  }

  private statement(node: ts.Statement): boolean {
    if (ts.isReturnStatement(node)) {
      if (!node.expression || isNothing(node.expression)) this.leaves = true;
      return false;
    }
    if (ts.isThrowStatement(node)) return false;
    if (ts.isBlock(node)) return this.statements(node.statements);
    if (ts.isIfStatement(node)) {
      const then = this.statement(node.thenStatement);
      const otherwise = node.elseStatement ? this.statement(node.elseStatement) : true;
      return then || otherwise;
    }
    if (ts.isTryStatement(node)) {
      const tried = this.statement(node.tryBlock);
      const caught = node.catchClause ? this.statement(node.catchClause.block) : false;
      const finished = node.finallyBlock ? this.statement(node.finallyBlock) : true;
      return (tried || caught) && finished;
    }
    if (ts.isSwitchStatement(node)) return this.cases(node);
    return !this.answers(node);
  }

  private cases(node: ts.SwitchStatement): boolean {
    const { clauses } = node.caseBlock;
    let isOpen = !clauses.some(ts.isDefaultClause);
    for (const clause of clauses) {
      const end = clause.statements.findIndex(ts.isBreakStatement);
      const list = end < 0 ? clause.statements : clause.statements.slice(0, end);
      const isLast = clause === clauses[clauses.length - 1];
      const goesOn = this.statements(list);
      if (goesOn && (end >= 0 || isLast)) isOpen = true;
    }
    return isOpen;
  }

  private answers(node: ts.Statement): boolean {
    return isNextStatement(this.state, node) || answersIn(this.state, node) || this.goesOnIn(node);
  }

  /** `next` called or passed on somewhere inside. */
  private goesOnIn(node: ts.Node): boolean {
    const name = this.state.fn.node.parameters[this.state.fn.roles.indexOf('next')]?.name;
    if (!name || !ts.isIdentifier(name)) return false;
    return this.state.bindings
      .references(name)
      .some((reference) => reference.pos >= node.pos && reference.end <= node.end);
  }
}

/** A value that is no answer, as it is written: `undefined`, `null`, `false`, `0`, `''`. */
function isNothing(expression: ts.Expression): boolean {
  return /^(?:undefined|null|false|0|''|""|``|void 0)$/.test(unwrap(expression).getText());
}
