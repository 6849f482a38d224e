import type { ts } from '../engine/syntax/typescript.js';
import type { FormFindingCode } from './findings.js';

/** Something found about a form: most problems leave the form as it is, see `isInforming`. */
export interface Problem {
  readonly code: FormFindingCode;
  readonly file: string;
  readonly node: ts.Node;
  readonly details?: Readonly<Record<string, string>>;
}

const INFORMING: ReadonlySet<FormFindingCode> = new Set(['form-printed']);

/** Whether a problem only informs and does not stand in the way. */
export function isInforming({ code }: Problem): boolean {
  return INFORMING.has(code);
}

/** Source text of a node on one line, short enough for a message. */
export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
