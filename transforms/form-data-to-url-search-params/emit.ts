import { lostComments } from '../engine/syntax/comments.js';
import type { EditSet } from '../engine/syntax/edits.js';
import { ts } from '../engine/syntax/typescript.js';
import { isKnownUrlencoded } from './checks/known-type.js';
import type { HelperName } from './helper/declarations.js';
import type { FormSite } from './sites/find-sites.js';

/**
 * Rewrites one call that reads a form.
 *
 * @param localName gives the name by which the file calls a function of the helper module
 */
export function emitSite(
  site: FormSite,
  edits: EditSet,
  localName: (name: HelperName) => string,
): void {
  const { call, receiver, helper, options } = site;
  const awaited = call.parent;
  if (isInline(site)) {
    const outer = withoutNeedlessParentheses(awaited);
    const start = outer.getStart();
    edits.replace(start, outer.end, `new URLSearchParams(await ${receiver.getText()}.text())`);
    return;
  }
  const types = call.typeArguments?.at(-1);
  const name = localName(helper) + (types ? `<${types.getText()}>` : '');
  edits.insert(call.getStart(), `${name}(`);
  edits.replace(receiver.end, call.end, options === '' ? ')' : `, ${options})`);
}

/** Whether what is replaced has a comment in it that would get lost. */
export function losesComments({ call, receiver }: FormSite): boolean {
  const rest = call.getSourceFile().text.slice(receiver.end, call.end);
  return lostComments(`x${rest}`, 'x').length > 0;
}

function isInline(site: FormSite): boolean {
  return (
    site.helper === 'readForm' && ts.isAwaitExpression(site.call.parent) && isKnownUrlencoded(site)
  );
}

/** Whether a function of the helper module takes the place of the call. */
export function needsHelper(site: FormSite): boolean {
  return !isInline(site);
}

/** `(await c.req.formData()).get('a')` needs its parentheses no more. */
function withoutNeedlessParentheses(node: ts.Node): ts.Node {
  const { parent } = node;
  return ts.isParenthesizedExpression(parent) && ts.isPropertyAccessExpression(parent.parent)
    ? parent
    : node;
}
