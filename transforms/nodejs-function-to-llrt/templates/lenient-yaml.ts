import type { Document } from 'yaml';
import { parseDocument } from './yaml-library.js';

/** More lines than any template has brackets at the left edge. */
const ATTEMPTS = 200;
const INDENT = '        ';

/** A document, and the text that it was read from. */
export interface LenientDocument {
  readonly document: Document;
  /** The same lines; some of them further to the right. */
  readonly text: string;
}

/**
 * Reads YAML as the tools of AWS do, which allow a closing bracket at the indentation of its key: such
 * lines are read as if they stood further to the right.
 */
export function readLeniently(text: string): LenientDocument {
  let current = text;
  let document = parseDocument(current);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const line = badlyIndented(document);
    const lines = current.split('\n');
    const found = line === undefined ? undefined : lines[line - 1];
    if (line === undefined || found === undefined || found.startsWith(INDENT + INDENT)) break;
    lines[line - 1] = INDENT + found;
    current = lines.join('\n');
    document = parseDocument(current);
  }
  return { document, text: current };
}

/** The 1-based line of the first closing bracket that strict readers refuse. */
function badlyIndented({ errors }: Document): number | undefined {
  const [first] = errors;
  return first?.code === 'BAD_INDENT' ? first.linePos?.[0].line : undefined;
}
