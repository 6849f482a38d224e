import { ts } from '../../engine/syntax/typescript.js';
import type { State } from './state.js';

/** What the request is called in messages. */
export const REQ = 'req';

/** Puts a text in the place of a node. */
export function replace(state: State, node: ts.Node, text: string): void {
  state.edits.replace(node.getStart(state.ast), node.end, text);
}

/** Code of a node on one line of at most 40 characters, for messages. */
export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
