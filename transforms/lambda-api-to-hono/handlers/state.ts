import type { Bindings } from '../../engine/syntax/bindings.js';
import { EditSet } from '../../engine/syntax/edits.js';
import { quoteOf } from '../../engine/syntax/layout.js';
import { isTypeScript } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { localName } from '../compat-names.js';
import type { LambdaApiFindingCode } from '../findings.js';
import type { ConversionInput, HandlerCall, Problem, Role } from './context.js';
import type { MemberRead } from './hoist.js';

/** What is gathered while one function is converted. */
export interface State extends ConversionInput {
  readonly edits: EditSet;
  readonly bindings: Bindings;
  readonly ast: ts.SourceFile;
  readonly text: string;
  readonly isTypeScript: boolean;
  readonly quote: "'" | '"';
  /** Name of the Hono context in this function: `c` unless that is taken. */
  readonly context: string;
  readonly problems: Problem[];
  readonly calls: HandlerCall[];
  readonly compat: Set<string>;
  readonly honoTypes: Set<string>;
  readonly variables: Map<string, ts.Expression>;
  /** Calls whose arguments have been dealt with. */
  readonly passed: Set<ts.Node>;
  /** Expressions that already give the answer of their statement. */
  readonly answered: Set<ts.Node>;
  /** Statuses set right before a `return` of data, to be given together with it. */
  readonly statuses: Map<ts.Node, number>;
  /** Offsets at which an answer is stored in `c.res` instead of returned. */
  readonly assigned: number[];
  /** Expressions that give the answer as they stand, placed once everything inside them is rewritten. */
  readonly deferred: { readonly node: ts.Expression; readonly isError: boolean }[];
  /** Reads of single members of the request. */
  readonly reads: MemberRead[];
  needsAsync: boolean;
  /** Whether the function hands over an answer at all. */
  answers: boolean;
}

export function newState(input: ConversionInput): State {
  const { program, fn } = input;
  const file = program.file(fn.file);
  if (!file) throw new Error(`no such source file: ${fn.file}`);
  const bindings = program.bindings(fn.file);
  return {
    ...input,
    edits: new EditSet(file.text),
    bindings,
    ast: file.ast,
    text: file.text,
    isTypeScript: isTypeScript(fn.file),
    quote: quoteOf(file.text),
    context: freeName(bindings, fn.node, ['c', 'ctx', 'context', 'honoContext']),
    problems: [],
    calls: [],
    compat: new Set(),
    honoTypes: new Set(),
    variables: new Map(),
    passed: new Set(),
    answered: new Set(),
    statuses: new Map(),
    assigned: [],
    deferred: [],
    reads: [],
    needsAsync: false,
    answers: false,
  };
}

/** The first of some names that nothing inside a node is called. */
export function freeName(bindings: Bindings, inside: ts.Node, names: readonly string[]): string {
  const isTaken = (name: string): boolean =>
    bindings
      .identifiers(name)
      .some((id) => id.pos >= inside.pos && id.end <= inside.end && !isMemberName(id));
  return names.find((name) => !isTaken(name)) ?? `${names[0]}OfHono`;
}

/** Whether an identifier names a member: `.name` or `name:`. */
export function isMemberName(id: ts.Identifier): boolean {
  const parent = id.parent;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === id) ||
    (ts.isPropertyAssignment(parent) && parent.name === id)
  );
}

export function problem(
  state: State,
  code: LambdaApiFindingCode,
  node: ts.Node,
  details?: Readonly<Record<string, string>>,
): void {
  const found = { code, file: state.fn.file, node };
  state.problems.push(details ? { ...found, details } : found);
}

/** Notes that a function of the compat module is called, and gives the name that this file has for it. */
export function useCompat(state: State, name: string): string {
  state.compat.add(name);
  return localName(state.bindings, name);
}

/** A template such as `getBody(c)` with the file's quotes and the function's context name. */
export function inContext(state: State, template: string): string {
  const quoted = state.quote === '"' ? template.replaceAll("'", '"') : template;
  return state.context === 'c' ? quoted : quoted.replace(/\bc\b(?=[.)\],])/g, state.context);
}

/** Source text of a node with the edits made so far. */
export function textOf(state: State, node: ts.Node): string {
  return state.edits.textOf(node.getStart(state.ast), node.end);
}

export function quoted(state: State, text: string): string {
  return `${state.quote}${text.replaceAll('\\', '\\\\').replaceAll(state.quote, `\\${state.quote}`)}${state.quote}`;
}

/** The nearest function around a node. */
export function enclosingFunction(node: ts.Node): ts.Node {
  let current = node.parent;
  while (!ts.isFunctionLike(current)) current = current.parent;
  return current;
}

/** What each parameter that lambda-api fills is called. */
export function roleBindings(state: State): Map<ts.Identifier, Role> {
  const roles = new Map<ts.Identifier, Role>();
  state.fn.node.parameters.forEach((parameter, index) => {
    const role = state.fn.roles[index];
    if (role && ts.isIdentifier(parameter.name)) roles.set(parameter.name, role);
  });
  return roles;
}
