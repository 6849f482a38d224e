import { ts } from '../../engine/syntax/typescript.js';
import { indentAt, indentUnit, lineEnding, usesSemicolons } from '../../engine/syntax/layout.js';
import { isMemberName, type State } from './state.js';

/** One read of a member of the request, such as `req.query.page`, and what it became. */
export interface MemberRead {
  readonly node: ts.Node;
  readonly key: string;
  readonly text: string;
}

/**
 * Reads a member once where it is read several times. `if (req.query.ids) split(req.query.ids)`
 * type-checks because a property can be narrowed; the result of a call cannot.
 */
export function hoistReads(state: State): void {
  const body = state.fn.node.body;
  if (!state.isTypeScript || !body || !ts.isBlock(body)) return;
  const byText = new Map<string, MemberRead[]>();
  const inOrder = state.reads
    .filter(({ node }) => !state.edits.isSwallowed(node.getStart(state.ast), node.end))
    .toSorted((a, b) => a.node.pos - b.node.pos);
  for (const read of inOrder) byText.set(read.text, [...(byText.get(read.text) ?? []), read]);
  const declarations: string[] = [];
  const taken = new Set<string>();
  const end = usesSemicolons(state.ast) ? ';' : '';
  for (const [text, reads] of byText) {
    const key = reads[0]?.key;
    if (reads.length < 2 || key === undefined) continue;
    const name = nameFor(state, key, taken);
    if (name === undefined) continue;
    taken.add(name);
    for (const { node } of reads) state.edits.replace(node.getStart(state.ast), node.end, name);
    declarations.push(`const ${name} = ${text}${end}`);
  }
  if (declarations.length > 0) insertAtStart(state, body, declarations);
}

/** The member's own name in camel case, unless the function uses it for something else. */
function nameFor(state: State, key: string, taken: ReadonlySet<string>): string | undefined {
  const camel = key.replace(/[-_]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (!/^[A-Za-z_$][\w$]*$/.test(camel) || RESERVED.has(camel) || taken.has(camel))
    return undefined;
  const isUsed = state.bindings
    .identifiers(camel)
    .some((id) => id.pos >= state.fn.node.pos && id.end <= state.fn.node.end && !isMemberName(id));
  return isUsed ? undefined : camel;
}

const RESERVED = new Set([
  'default',
  'class',
  'new',
  'delete',
  'return',
  'function',
  'import',
  'export',
  'package',
  'private',
  'public',
  'static',
  'interface',
  'in',
  'for',
  'if',
  'var',
  'let',
  'const',
  'this',
  'await',
  'async',
  'case',
  'do',
  'enum',
]);

function insertAtStart(state: State, body: ts.Block, lines: readonly string[]): void {
  const first = body.statements[0];
  const indent = first
    ? indentAt(state.text, first.getStart(state.ast))
    : indentAt(state.text, state.fn.node.getStart(state.ast)) + indentUnit(state.text);
  const newline = lineEnding(state.text);
  const text = lines.map((line) => `${newline}${indent}${line}`).join('');
  state.edits.insert(body.getStart(state.ast) + 1, text);
}
