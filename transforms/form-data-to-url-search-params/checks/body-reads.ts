import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { outermostFunction } from '../functions.js';
import { mayFollow } from './order.js';
import { shortText, type Problem } from '../problem.js';
import type { FormSite } from '../sites/find-sites.js';

const READERS = new Set(['text', 'json', 'arrayBuffer', 'bytes', 'blob']);

/**
 * Reads of the body that come after the form. Hono keeps the FormData and makes the body
 * anew from it, as multipart, which a text that was kept does not give. A body that was read
 * before is fine: both forms are made from it. A Request of its own cannot be read twice,
 * before or after the rewrite.
 */
export function laterReads({ file, call, receiver, kind, gives }: FormSite): Problem[] {
  const scope = outermostFunction(call);
  if (kind !== 'hono' || gives !== 'form' || !scope) return [];
  const request = receiver.getText();
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      node.pos > call.pos &&
      isRead(node, request) &&
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

function isRead(node: ts.CallExpression, request: string): boolean {
  const callee = node.expression;
  if (ts.isIdentifier(callee)) return callee.text === 'cloneRawRequest';
  return (
    ts.isPropertyAccessExpression(callee) &&
    READERS.has(callee.name.text) &&
    callee.expression.getText() === request
  );
}
