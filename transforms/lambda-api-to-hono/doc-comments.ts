import { ts } from '../engine/syntax/typescript.js';
import { EditSet } from '../engine/syntax/edits.js';
import { isTypeScript, parseFile, reparse } from '../engine/syntax/parse.js';

/** What lambda-api's parameters are called in practice. */
const LEGACY_NAMES = /^_?(?:req|request|res|response)$/;
const CONTEXT_NAMES = new Set(['c', 'ctx', 'context', 'honoContext']);

/** A tag that names a request or response, or a type of lambda-api: most files have none and are not parsed. */
const MAYBE_STALE =
  /@param\s+(?:\{[^}]*\}\s*)?\[?_?(?:req|request|res|response)\b|import\(['"]lambda-api/;

/**
 * Corrects the `@param` tags of functions that take a Hono context now: the first tag of a
 * request or response names the context, the other leaves.
 */
export function refreshDocComments(path: string, text: string): string {
  if (!MAYBE_STALE.test(text)) return text;
  const file = parseFile(path, text);
  const edits = new EditSet(text);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) refresh(node, edits, text, isTypeScript(path));
    ts.forEachChild(node, visit);
  };
  visit(file.ast);
  return edits.isEmpty ? text : reparse(file, edits.apply()).text;
}

function refresh(
  fn: ts.SignatureDeclaration,
  edits: EditSet,
  text: string,
  isTyped: boolean,
): void {
  const names = fn.parameters.map(({ name }) => name.getText());
  const context = names.find((name) => CONTEXT_NAMES.has(name));
  if (context === undefined) return;
  for (const tag of ts.getJSDocTags(fn))
    if (ts.isJSDocTypeTag(tag)) retype(tag.typeExpression, edits);
  const tags = ts.getJSDocTags(fn).filter(ts.isJSDocParameterTag);
  if (tags.some((tag) => tag.name.getText() === context)) return;
  const stale = tags.filter((tag) => {
    const name = tag.name.getText();
    return !names.includes(name) && LEGACY_NAMES.test(name);
  });
  stale.forEach((tag, index) => {
    if (index > 0) return removeLines(tag, edits, text);
    const type = !isTyped && tag.typeExpression ? "{import('hono').Context} " : '';
    const start = tag.typeExpression?.getStart() ?? tag.name.getStart();
    edits.replace(start, tag.name.end, `${type}${context}`);
  });
}

/** lambda-api's function types in doc comments, and what Hono calls them. */
const DOC_TYPES: Readonly<Record<string, string>> = {
  HandlerFunction: 'Handler',
  Middleware: 'MiddlewareHandler',
  ErrorHandlingMiddleware: 'ErrorHandler',
};

function retype(expression: ts.Node, edits: EditSet): void {
  const written = expression.getText();
  const text = written.replace(
    /import\((['"])lambda-api\1\)\.(\w+)/g,
    (all, quote: string, name: string) =>
      DOC_TYPES[name] === undefined ? all : `import(${quote}hono${quote}).${DOC_TYPES[name]}`,
  );
  if (text !== written) edits.replace(expression.getStart(), expression.end, text);
}

/** A tag goes with the lines it stands on. */
function removeLines(tag: ts.JSDocTag, edits: EditSet, text: string): void {
  const start = text.lastIndexOf('\n', tag.getStart());
  const body = text.slice(tag.getStart(), tag.end).replace(/(?:\s|\*)+$/, '');
  const end = tag.getStart() + body.length;
  if (start >= 0) edits.remove(start, end);
}
