import type { ts } from '../engine/syntax/typescript.js';
import { llrtFunctionFindings, type LlrtFunctionFindingCode } from './findings.js';

/** Something to tell about one place. */
export interface Problem {
  readonly code: LlrtFunctionFindingCode;
  readonly node: ts.Node;
  readonly details?: Readonly<Record<string, string>>;
}

/** Whether a problem keeps the function on Node.js. */
export function isBlocking({ code }: Problem): boolean {
  return llrtFunctionFindings.some((entry) => entry.code === code && entry.severity === 'error');
}

/** Path of the file that a node stands in, relative to the workspace root. */
export function fileOf(node: ts.Node): string {
  return node.getSourceFile().fileName;
}
