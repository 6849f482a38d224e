import { bindingsOf } from './bindings.js';
import { ts } from './typescript.js';

/** One parsed source file. The tree has parent pointers and is never changed. */
export interface ParsedFile {
  /** Relative to the workspace root, forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly ast: ts.SourceFile;
  /** First syntax error, when the file does not parse. */
  readonly syntaxError?: { readonly message: string; readonly position: number };
}

/**
 * Parses one file. JavaScript is read with JSX allowed, as bundlers do.
 *
 * @example parseFile('src/a.ts', 'export const a = 1').ast.statements.length // 1
 */
export function parseFile(path: string, text: string): ParsedFile {
  const held = parsed.get(path);
  const known = held?.find((file) => file.text === text);
  if (known) return known;
  const file = parseAnew(path, text);
  parsed.set(path, held?.[0] ? [file, held[0]] : [file]);
  return file;
}

const WITHOUT_JSDOC = {
  languageVersion: ts.ScriptTarget.ESNext,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

/**
 * Parses one file and keeps nothing of it: for passes over whole packages, which would otherwise
 * hold every tree at once. Comments are not parsed for types.
 */
export function parseAndForget(path: string, text: string): ParsedFile {
  const ast = ts.createSourceFile(path, text, WITHOUT_JSDOC, false, scriptKind(path));
  bindingsOf(ast);
  return described(path, text, ast);
}

/** The first syntax error of a text; undefined when it parses. */
export function syntaxErrorIn(path: string, text: string): ParsedFile['syntaxError'] {
  const ast = ts.createSourceFile(path, text, WITHOUT_JSDOC, false, scriptKind(path));
  return described(path, text, ast).syntaxError;
}

/** The last two texts of each path: a rewrite reads what it has just written several times. */
const parsed = new Map<string, readonly ParsedFile[]>();

/** Comments with a tag: without one there is nothing in them that the rewrite reads. */
const TAGGED_COMMENT = /\/\*\*(?:[^*]|\*(?!\/))*@\w/;

function parseAnew(path: string, text: string): ParsedFile {
  const isTagged = TAGGED_COMMENT.test(text);
  const { ParseAll, ParseNone } = ts.JSDocParsingMode;
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: isTagged ? ParseAll : ParseNone,
  };
  const ast = ts.createSourceFile(path, text, options, isTagged, scriptKind(path));
  // Reading the names walks the tree, which links nodes and parents as well where the parser has not.
  bindingsOf(ast);
  return described(path, text, ast);
}

/** Files whose trees are held on to: they stay as they are. */
const pinned = new WeakSet<ParsedFile>();

/** Notes that a tree is held on to, so that `reparse` leaves it alone. */
export function pin(file: ParsedFile): void {
  pinned.add(file);
}

/**
 * Parses what became of a file by a few edits. Where nobody holds the earlier tree, nodes that did
 * not change are moved over from it, and it cannot be used any more.
 */
export function reparse(file: ParsedFile, text: string): ParsedFile {
  const { path } = file;
  const needsAll = TAGGED_COMMENT.test(text) && !TAGGED_COMMENT.test(file.text);
  if (pinned.has(file) || file.syntaxError || needsAll) return parseFile(path, text);
  const ast = ts.updateSourceFile(file.ast, text, changedRange(file.text, text));
  const next = described(path, text, ast);
  const earlier = parsed.get(path)?.find((held) => held !== file);
  parsed.set(path, earlier ? [next, earlier] : [next]);
  return next;
}

/** The span of the earlier text outside of which both are the same. */
function changedRange(before: string, after: string): ts.TextChangeRange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  const span = { start, length: before.length - same - start };
  return { span, newLength: after.length - same - start };
}

function described(path: string, text: string, ast: ts.SourceFile): ParsedFile {
  const first = parseDiagnostics(ast)[0];
  if (!first) return { path, text, ast };
  const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  return { path, text, ast, syntaxError: { message, position: first.start } };
}

/** 1-based line and column of an offset. */
export function positionOf(file: ParsedFile, offset: number): { line: number; column: number } {
  const { line, character } = file.ast.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}

/** True for .ts, .mts, .cts and .tsx. */
export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

function scriptKind(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (isTypeScript(path)) return ts.ScriptKind.TS;
  return ts.ScriptKind.JSX;
}

/** The parser keeps its diagnostics on the tree, in a property that the type declarations leave out. */
function parseDiagnostics(ast: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  const held: { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] } = ast as object;
  return held.parseDiagnostics ?? [];
}
