import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { outermostFunction } from '../functions.js';
import { mayFollow } from './order.js';
import { evaluate } from '../../engine/syntax/evaluate.js';
import { shortText, type Problem } from '../problem.js';
import { receiverKind } from '../sites/receivers.js';
import type { FormSite } from '../sites/find-sites.js';

const READERS = new Set(['text', 'json', 'arrayBuffer', 'bytes', 'blob']);

/**
 * Reads of the body that come after the form. Hono keeps the FormData and makes the body
 * anew from it, as multipart, which a text that was kept does not give. A body that was read
 * before is fine: both forms are made from it. A Request of its own cannot be read twice,
 * before or after the rewrite.
 */
export function laterReads(program: SourceProgram, site: FormSite): Problem[] {
  const { file, call, kind, gives } = site;
  const scope = outermostFunction(call);
  if (kind !== 'hono' || gives !== 'form' || !scope) return [];
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      node.pos > call.pos &&
      isRead(program, file, node) &&
      mayFollow(call, node)
    )
      problems.push({
        code: 'form-body-read-again',
        file,
        node,
        details: { name: shortText(node) },
      });
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return problems;
}

/** Reads of the body in code that runs when handlers are done: after `next()`, and in `onError`. */
export function readsAfterHandlers(
  program: SourceProgram,
  { kind, gives }: FormSite,
): readonly Problem[] {
  if (kind !== 'hono' || gives !== 'form') return [];
  const held = found.get(program);
  if (held) return held;
  const problems = program.pkg.files.flatMap((path) => {
    const text = program.pkg.read(path) ?? '';
    return /\bnext\(|\bonError\(/.test(text) ? lateReads(program, path) : [];
  });
  found.set(program, problems);
  return problems;
}

/** Asked for once for each form, and the same for all. */
const found = new WeakMap<SourceProgram, readonly Problem[]>();

function lateReads(program: SourceProgram, file: string): Problem[] {
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isReadOfHono(node) && isLate(node))
      problems.push({
        code: 'form-body-read-again',
        file,
        node,
        details: { name: shortText(node) },
      });
    ts.forEachChild(node, visit);
  };
  const parsed = program.file(file);
  if (parsed) visit(parsed.ast);
  return problems;
}

function isReadOfHono({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    READERS.has(expression.name.text) &&
    /\breq$/.test(expression.expression.getText())
  );
}

function isLate(read: ts.Node): boolean {
  const scope = outermostFunction(read);
  if (!scope) return false;
  const call = scope.parent;
  if (ts.isCallExpression(call) && /\bonError$/.test(call.expression.getText())) return true;
  let isAfterNext = false;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'next' && node.pos < read.pos)
      isAfterNext ||= mayFollow(node, read);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return isAfterNext;
}

/** Whether a call reads the body of a Hono request, itself or in a function that it hands it to. */
function isRead(program: SourceProgram, file: string, node: ts.CallExpression): boolean {
  const callee = node.expression;
  if (ts.isIdentifier(callee))
    return callee.text === 'cloneRawRequest' || readsGiven(program, file, node);
  return (
    ts.isPropertyAccessExpression(callee) &&
    ((READERS.has(callee.name.text) && receiverKind(program, file, callee.expression) === 'hono') ||
      readsGiven(program, file, node))
  );
}

/** Whether a function that is given the context or the request reads a body. */
function readsGiven(program: SourceProgram, file: string, call: ts.CallExpression): boolean {
  if (!call.arguments.some((argument) => HANDED_ON.test(argument.getText()))) return false;
  const value = evaluate(program, file, call.expression);
  if (value.kind !== 'function') return false;
  const parameters = value.node.parameters.map(({ name }) => name.getText());
  const reads = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) && isReadOf(node, parameters)) ||
    (ts.forEachChild(node, (child) => reads(child) || undefined) ?? false);
  return value.node.body !== undefined && reads(value.node.body);
}

/** `c`, `c.req`, `c.req.raw` and their like. */
const HANDED_ON = /^(?:c|ctx|context|honoContext|req|request)\b(?:\.(?:req|raw))*$/;

function isReadOf({ expression }: ts.CallExpression, parameters: readonly string[]): boolean {
  if (!ts.isPropertyAccessExpression(expression) || !READERS.has(expression.name.text))
    return false;
  const [root = ''] = expression.expression.getText().split('.');
  return parameters.includes(root) || /\breq$/.test(expression.expression.getText());
}
