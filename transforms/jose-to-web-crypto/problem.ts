import type { ts } from '../engine/syntax/typescript.js';
import type { JoseFindingCode } from './findings.js';

/** Why a use of jose stays as it is. */
export interface Problem {
  readonly code: JoseFindingCode;
  /** Relative to the workspace root. */
  readonly file: string;
  /** Where; the start of the file where the problem is not one of its code. */
  readonly node?: ts.Node;
  readonly details?: Readonly<Record<string, string>>;
}

/** Source text of a node on one line, short enough for a message. */
export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
