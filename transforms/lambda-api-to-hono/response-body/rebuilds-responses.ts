import { parseFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import { REFUSING_MODULES } from '../../llrt/hono-middleware.js';
import { isCompatFile } from '../compat-file/places.js';

/** Middleware of Hono that touches the response before there is one, or a finished one. */
const MIDDLEWARE =
  /['"]hono\/(?:body-limit|cache|compress|cors|etag|method-not-allowed|powered-by|pretty-json|secure-headers|timing)['"]/;
/** Modules whose exceptions are answered by Hono where the application has no error handler. */
const EXCEPTIONS = new RegExp(`['"](?:${REFUSING_MODULES.source}|hono/http-exception)['"]`);
const TEST_FILE = /\.(?:test|spec)\.|(?:^|\/)(?:test|tests|__tests__)\//;

/**
 * Whether code of a package lets Hono make a new response from the body of a finished one: it
 * answers a second time, sets a header behind an answer or behind `next()`, or leaves the answer to an
 * exception to Hono.
 */
export function rebuildsResponses(pkg: PackageView): boolean {
  const texts = pkg.files
    .filter((file) => !isCompatFile(file) && !TEST_FILE.test(file))
    .map((file) => [file, pkg.read(file) ?? ''] as const);
  if (copiesAnswers(texts.map(([, text]) => text))) return true;
  return texts.some(([file, text]) => {
    if (MIDDLEWARE.test(text)) return true;
    return /\.res\b|\bnext\(/.test(text) && touchesAnswer(parseFile(file, text).ast);
  });
}

/** Hono answers exceptions where there is no `onError`, or one that asks for that answer. */
function copiesAnswers(texts: readonly string[]): boolean {
  const has = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  return has(EXCEPTIONS) && (!has(/\.onError\(/) || has(/\.getResponse\(/));
}

/** Whether a function of a file touches an answer behind the place where there is one. */
function touchesAnswer(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) && touchesLate(node)) return true;
  return ts.forEachChild(node, (child) => touchesAnswer(child) || undefined) ?? false;
}

function touchesLate(fn: ts.SignatureDeclaration): boolean {
  const [first] = fn.parameters;
  if (!first || !ts.isIdentifier(first.name)) return false;
  const context = first.name.text;
  let answered = Infinity;
  let isTouched = false;
  const visit = (node: ts.Node): void => {
    if (node.pos > answered && touches(node, context)) isTouched = true;
    if (answers(node, context)) answered = Math.min(answered, node.end - 1);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(fn, visit);
  return isTouched;
}

/** `next()`, and `c.res = ...`. */
function answers(node: ts.Node, context: string): boolean {
  if (ts.isCallExpression(node)) return node.expression.getText() === 'next';
  return isAnswer(node, context);
}

function isAnswer(node: ts.Node, context: string): boolean {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    node.left.getText() === `${context}.res`
  );
}

/** Another answer, a header, or a function that is given the context and may set one. */
function touches(node: ts.Node, context: string): boolean {
  if (isAnswer(node, context)) return true;
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression.getText();
  if (callee === `${context}.header` || callee.startsWith(`${context}.res.headers.`)) return true;
  const [argument] = node.arguments;
  return argument !== undefined && argument.getText() === context;
}
