import { evaluate, propertyText, unwrap } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { HelperName } from '../helper/declarations.js';
import { shortText, type Problem } from '../problem.js';
import { readOptions } from './options.js';
import { receiverKind, type ReceiverKind } from './receivers.js';

/** One call that reads a form, such as `c.req.formData()`. */
export interface FormSite {
  readonly file: string;
  readonly call: ts.CallExpression;
  readonly receiver: ts.Expression;
  /** `form`: gives a FormData; `record`: gives an object with the fields. */
  readonly gives: 'form' | 'record';
  readonly kind: ReceiverKind;
  /** The function that takes its place. */
  readonly helper: HelperName;
  /** Second argument of that function. */
  readonly options: string;
}

/** What was found in a file: calls that can be looked into, and what stands in the way elsewhere. */
export interface FoundSites {
  readonly sites: readonly FormSite[];
  readonly problems: readonly Problem[];
}

const METHODS: ReadonlySet<string> = new Set(['formData', 'parseBody']);

/** Finds the calls that read forms in a file, and other uses of those methods. */
export function findSites(program: SourceProgram, file: string): FoundSites {
  const parsed = program.file(file);
  const sites: FormSite[] = [];
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    const found = siteOf(program, file, node);
    if (found && 'code' in found) problems.push(found);
    else if (found) sites.push(found);
    ts.forEachChild(node, visit);
  };
  if (parsed) visit(parsed.ast);
  return { sites, problems };
}

function siteOf(
  program: SourceProgram,
  file: string,
  node: ts.Node,
): FormSite | Problem | undefined {
  if (ts.isCallExpression(node) && isHonoReader(program, file, node))
    return { code: 'form-read-indirect', file, node, details: { name: shortText(node) } };
  if (isFormContent(node))
    return { code: 'form-validator', file, node, details: { name: shortText(node.name) } };
  if (ts.isCallExpression(node) && isFormValidator(node))
    return { code: 'form-validator', file, node, details: { name: shortText(node.expression) } };
  if (ts.isBindingElement(node)) return ofPattern(program, file, node);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return METHODS.has(node.argumentExpression.text)
      ? indirect(program, file, node, node.expression)
      : undefined;
  if (!ts.isPropertyAccessExpression(node) || !METHODS.has(node.name.text)) return undefined;
  const call = node.parent;
  const isPlain =
    ts.isCallExpression(call) &&
    call.expression === node &&
    !node.questionDotToken &&
    !call.questionDotToken &&
    !(node.expression.flags & ts.NodeFlags.OptionalChain);
  return isPlain
    ? ofCall(program, file, node, call)
    : indirect(program, file, node, node.expression);
}

function ofCall(
  program: SourceProgram,
  file: string,
  node: ts.PropertyAccessExpression,
  call: ts.CallExpression,
): FormSite | Problem | undefined {
  const isForm = node.name.text === 'formData';
  // FormData is read without arguments: with some it is another kind of method.
  if (isForm && call.arguments.length > 0) return undefined;
  const found = receiverKind(program, file, node.expression);
  if (found === 'other') return undefined;
  if (found === 'remote')
    return isForm
      ? { code: 'form-of-answer', file, node: call, details: { name: shortText(call) } }
      : undefined;
  const [options] = call.arguments;
  if (found === 'unknown') {
    if (options && !ts.isObjectLiteralExpression(unwrap(options))) return undefined;
    const details = { name: shortText(node.expression) };
    return { code: 'form-request-unknown', file, node: call, details };
  }
  const site = { file, call, receiver: node.expression, kind: found };
  if (isForm) return { ...site, gives: 'form', helper: 'readForm', options: '' };
  const read = readOptions(options);
  if (read) return { ...site, kind: 'hono', gives: 'record', ...read };
  const details = { name: options ? shortText(options) : '' };
  return { code: 'form-options-unknown', file, node: options ?? call, details };
}

/** `const { formData } = request` takes the method off its object. */
function ofPattern(
  program: SourceProgram,
  file: string,
  element: ts.BindingElement,
): Problem | undefined {
  const name = propertyText(element.propertyName ?? element.name);
  const holder = element.parent.parent;
  if (name === undefined || !METHODS.has(name)) return undefined;
  if (!ts.isVariableDeclaration(holder) || !holder.initializer) return undefined;
  return indirect(program, file, element, holder.initializer);
}

function indirect(
  program: SourceProgram,
  file: string,
  node: ts.Node,
  receiver: ts.Expression,
): Problem | undefined {
  const kind = receiverKind(program, file, receiver);
  const call = node.parent;
  const isOptionalCall =
    ts.isCallExpression(call) && call.expression === node && call.arguments.length === 0;
  if (kind === 'unknown' && isOptionalCall)
    return {
      code: 'form-request-unknown',
      file,
      node: call,
      details: { name: shortText(receiver) },
    };
  if (kind !== 'hono' && kind !== 'fetch') return undefined;
  return { code: 'form-read-indirect', file, node, details: { name: shortText(node) } };
}

/** `validator('form', ...)` of Hono, and `zValidator('form', ...)` and the like of its middleware packages. */
function isFormValidator(node: ts.CallExpression): boolean {
  const name = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name.text
    : node.expression.getText();
  const [target] = node.arguments;
  return (
    /validator$/i.test(name) &&
    target !== undefined &&
    ts.isStringLiteralLike(target) &&
    target.text === 'form'
  );
}

/** `parseBody(c.req)` and `bufferToFormData(...)`, which Hono exports for its own use. */
function isHonoReader(
  program: SourceProgram,
  file: string,
  { expression }: ts.CallExpression,
): boolean {
  if (!/parseBody|bufferToFormData/.test(expression.getText())) return false;
  const value = evaluate(program, file, expression);
  return value.kind === 'package' && /^hono\/utils\/(?:body|buffer)$/.test(value.specifier);
}

/** The content type of a form in `createRoute` of @hono/zod-openapi, which validates it with the form validator. */
function isFormContent(node: ts.Node): node is ts.PropertyAssignment {
  if (!ts.isPropertyAssignment(node)) return false;
  if (!FORM_TYPES.has(propertyText(node.name) ?? '')) return false;
  for (let at: ts.Node = node; at.parent; at = at.parent)
    if (ts.isCallExpression(at) && /(?:^|\.)createRoute$/.test(at.expression.getText()))
      return true;
  return false;
}

const FORM_TYPES = new Set(['application/x-www-form-urlencoded', 'multipart/form-data']);
