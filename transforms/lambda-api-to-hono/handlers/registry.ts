import { ts } from '../../engine/syntax/typescript.js';
import { evaluate, type FunctionNode } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { answeringLink, chainOf } from './chain.js';
import type {
  AnswerStyle,
  AppFacts,
  Conversion,
  HandlerFunction,
  HandlerLookup,
  Problem,
} from './context.js';
import { convert } from './convert.js';
import { callSites } from './call-sites.js';
import { isTail } from './tail.js';

/** Answers that become a rejected promise when something is wrong. */
const CAN_FAIL: ReadonlySet<string> = new Set(['error', 'sendFile', 'download']);

/** What one function and everything it passes the request on to needs. */
export interface Reach {
  readonly functions: ReadonlySet<HandlerFunction>;
  readonly problems: readonly Problem[];
}

/**
 * The functions that take part in answering, each converted at most once per run. The
 * same node is the same function: what lambda-api passes to it has to agree everywhere.
 */
export class HandlerRegistry implements HandlerLookup {
  private readonly functions = new Map<ts.Node, HandlerFunction>();
  private readonly conversions = new Map<HandlerFunction, Conversion>();
  private readonly reaches = new Map<HandlerFunction, Reach>();
  private readonly styles = new Map<ts.Node, AnswerStyle>();
  private twins: ReadonlySet<ts.Node> = new Set();

  constructor(
    readonly program: SourceProgram,
    readonly facts: AppFacts,
  ) {}

  /** The one entry for a function; roles seen first are kept, so callers compare them with `agrees`. */
  enter(fn: HandlerFunction): HandlerFunction {
    const held = this.functions.get(fn.node);
    if (held) return held;
    this.functions.set(fn.node, fn);
    return fn;
  }

  /** Files of all functions that have been entered. */
  files(): Set<string> {
    return new Set([...this.functions.values()].map(({ file }) => file));
  }

  /** From now on these functions keep both forms, and their Hono forms are called by their own names. */
  keepTwins(nodes: ReadonlySet<ts.Node>): void {
    const changed = new Set([...nodes, ...this.twins]);
    this.twins = nodes;
    // Only calls of functions with two forms are written in another way.
    for (const [fn, { calls }] of this.conversions)
      if (calls.some(({ callee }) => changed.has(callee.node))) this.conversions.delete(fn);
  }

  hasTwin(fn: { node: FunctionNode }): boolean {
    return this.twins.has(fn.node);
  }

  conversion(fn: HandlerFunction): Conversion {
    const entered = this.enter(fn);
    let held = this.conversions.get(entered);
    if (!held) {
      held = convert({ program: this.program, fn: entered, facts: this.facts, lookup: this });
      this.conversions.set(entered, held);
    }
    return held;
  }

  /** Everything that a function reaches with the request or the response in hand, itself included. */
  reach(fn: HandlerFunction): Reach {
    const entered = this.enter(fn);
    const held = this.reaches.get(entered);
    if (held) return held;
    const functions = new Set<HandlerFunction>();
    const problems: Problem[] = [];
    const visit = (wanted: HandlerFunction): void => {
      const current = this.enter(wanted);
      if (!agrees(current, wanted)) problems.push(disagreement(current));
      if (functions.has(current)) return;
      functions.add(current);
      const { calls, problems: own } = this.conversion(current);
      problems.push(...own);
      for (const { callee } of calls) visit(callee);
    };
    visit(entered);
    const reach = { functions, problems };
    this.reaches.set(entered, reach);
    return reach;
  }

  calleeOf(
    file: string,
    call: ts.CallExpression,
  ): { file: string; node: FunctionNode } | undefined {
    const value = evaluate(this.program, file, call.expression);
    if (value.kind !== 'function' || !value.node.body) return undefined;
    return { file: value.file, node: value.node };
  }

  /** A function returns its answer when nothing else is returned from it and every caller can return it on. */
  styleOf(fn: HandlerFunction): AnswerStyle {
    const held = this.styles.get(fn.node);
    if (held) return held;
    this.styles.set(fn.node, 'returns');
    const style = this.findStyle(fn);
    this.styles.set(fn.node, style);
    return style;
  }

  /** Whether a function ends some request with `res.error()`, which becomes a rejected promise. */
  mayFail(fn: HandlerFunction): boolean {
    const entered = this.enter(fn);
    return [...this.answersOf(entered)].some(
      (node) =>
        ts.isCallExpression(node) &&
        ts.isPropertyAccessExpression(node.expression) &&
        CAN_FAIL.has(node.expression.name.text),
    );
  }

  private findStyle(fn: HandlerFunction): AnswerStyle {
    const answers = this.answersOf(fn);
    if (answers.size === 0) return 'none';
    if (fn.kind !== 'helper') return 'returns';
    if (returnsOther(fn.node, answers)) return 'assigns';
    const sites = callSites(this.program, fn);
    return sites.every(isReturnedFrom) ? 'returns' : 'assigns';
  }

  /** The expressions in a function that answer or go on: chains that end in an answer, `next()`, calls of answering functions. */
  answersOf(fn: HandlerFunction): Set<ts.Node> {
    const found = new Set<ts.Node>();
    const bindings = this.program.bindings(fn.file);
    fn.node.parameters.forEach((parameter, index) => {
      const role = fn.roles[index];
      if ((role !== 'res' && role !== 'next') || !ts.isIdentifier(parameter.name)) return;
      for (const reference of bindings.references(parameter.name)) {
        const parent = reference.parent;
        const chain = role === 'res' ? chainOf(reference) : undefined;
        if (chain && answeringLink(chain)) found.add(chain.node);
        else if (!ts.isCallExpression(parent)) continue;
        else if (parent.expression === reference) found.add(parent);
        else if (this.calleeAnswers(fn, parent)) found.add(parent);
      }
    });
    return found;
  }

  private calleeAnswers(fn: HandlerFunction, call: ts.CallExpression): boolean {
    const callee = this.calleeOf(fn.file, call);
    if (!callee) return false;
    const bindings = this.program.bindings(fn.file);
    const roles = call.arguments.map((argument) => {
      const declaration = ts.isIdentifier(argument) ? bindings.resolve(argument) : undefined;
      const index = fn.node.parameters.findIndex((parameter) => parameter.name === declaration);
      return index < 0 ? undefined : fn.roles[index];
    });
    return this.styleOf(this.enter({ ...callee, kind: 'helper', roles })) !== 'none';
  }
}

function agrees(a: HandlerFunction, b: HandlerFunction): boolean {
  const length = Math.min(a.node.parameters.length, Math.max(a.roles.length, b.roles.length));
  for (let i = 0; i < length; i++) if (a.roles[i] !== b.roles[i]) return false;
  return true;
}

function disagreement(fn: HandlerFunction): Problem {
  return {
    code: 'request-escapes',
    file: fn.file,
    node: fn.node,
    details: {
      name: 'req',
      target: 'a function that is called with different arguments elsewhere',
    },
  };
}

/** Whether a function returns something that is not an answer. */
function returnsOther(fn: FunctionNode, answers: ReadonlySet<ts.Node>): boolean {
  if (!fn.body) return false;
  if (!ts.isBlock(fn.body)) return !containsAnswer(fn.body, answers);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression && !containsAnswer(node.expression, answers))
      found = true;
    ts.forEachChild(node, visit);
  };
  visit(fn.body);
  return found;
}

function containsAnswer(node: ts.Node, answers: ReadonlySet<ts.Node>): boolean {
  let found = answers.has(node);
  ts.forEachChild(node, (child) => {
    found ||= containsAnswer(child, answers);
  });
  return found;
}

/** Whether the value of a call can be returned from the function around it without changing what runs. */
function isReturnedFrom(call: ts.CallExpression): boolean {
  let node: ts.Expression = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent))
    node = node.parent;
  const parent = node.parent;
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
    return true;
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return true;
  return ts.isExpressionStatement(parent) && isTail(parent, isNextLike);
}

function isNextLike(statement: ts.Statement): boolean {
  return /^(return\s+)?(await\s+)?next\(/.test(statement.getText());
}
