import { ts } from '../../engine/syntax/typescript.js';
import type { State } from './state.js';

export const REQ = 'req';

export function replace(state: State, node: ts.Node, text: string): void {
  state.edits.replace(node.getStart(state.ast), node.end, text);
}

export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
