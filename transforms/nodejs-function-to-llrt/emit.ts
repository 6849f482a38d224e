import { EditSet } from '../engine/syntax/edits.js';
import { quoteOf } from '../engine/syntax/layout.js';
import { bindingsOf } from '../engine/syntax/bindings.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import { namedImport, type NamedImport } from '../lambda-api-to-hono/imports/named-import.js';
import { pruneImports } from '../lambda-api-to-hono/imports/prune-imports.js';
import { otherUse, type Assessment } from './assess.js';
import type { Cleaning } from './bundling.js';
import { fileOf } from './problem.js';
import { addProperties, removeProperties } from './property-edits.js';
import { propertyOf, valueOf } from './props.js';
import { LLRT_VERSION } from './sdk.js';
import { writeTwin } from './twin.js';

/** The package with the construct. */
export const CONSTRUCT_PACKAGE = 'cdk-lambda-llrt';
/** Release of it that was tried. */
export const CONSTRUCT_RANGE = '^0.1.4';

/** A file that is being changed. */
interface OpenFile {
  readonly edits: EditSet;
  /** Import of the construct. */
  readonly imports: NamedImport;
  /** Import of log groups, for twins. */
  readonly logs: NamedImport;
}

/**
 * New texts of the files in which functions change.
 *
 * @param keepNode whether the functions stay and get twins
 */
export function writeChanges(
  program: SourceProgram,
  chosen: readonly Assessment[],
  keepNode: boolean,
): Map<string, string> {
  const files = new Map<string, OpenFile>();
  const open = (path: string): OpenFile => {
    const held = files.get(path) ?? openFile(program, path);
    files.set(path, held);
    return held;
  };
  for (const one of chosen) {
    const { edits, imports, logs } = open(one.site.file);
    if (keepNode) writeTwin(program, one, edits, imports, logs);
    else changeSite(one, edits, imports);
  }
  if (!keepNode) cleanLiterals(program, chosen, open);
  const writes = new Map<string, string>();
  for (const [path, { edits, imports, logs }] of files) {
    imports.write(edits);
    logs.write(edits);
    const before = program.file(path);
    const text = edits.apply();
    if (!before || text === before.text) continue;
    writes.set(path, pruneImports(path, text, bindingsOf(before.ast), true));
  }
  return writes;
}

function openFile(program: SourceProgram, path: string): OpenFile {
  const file = program.file(path);
  if (!file) throw new Error(`${path} was read before and is gone.`);
  const importOf = (specifier: string): NamedImport =>
    namedImport(
      program,
      file,
      (other) => other === specifier,
      () => specifier,
      'Construct',
    );
  const edits = new EditSet(file.text);
  return { edits, imports: importOf(CONSTRUCT_PACKAGE), logs: importOf('aws-cdk-lib/aws-logs') };
}

/** The options that make a function one on LLRT. */
export function llrtOptions({ binary, site }: Assessment, imports: NamedImport): string[] {
  const quote = quoteOf(site.call.getSourceFile().text);
  return [
    `llrtBinaryType: ${imports.localName('LlrtBinaryType')}.${binary}`,
    `llrtVersion: ${quote}${LLRT_VERSION}${quote}`,
  ];
}

function changeSite(one: Assessment, edits: EditSet, imports: NamedImport): void {
  const { callee, props, call } = one.site;
  if (!edits.isReplaced(callee.getStart(), callee.end))
    edits.replace(callee.getStart(), callee.end, imports.localName('LlrtFunction'));
  const added = llrtOptions(one, imports);
  if (props && ts.isObjectLiteralExpression(props)) return;
  if (props) {
    edits.insert(props.getStart(), '{ ...');
    edits.insert(props.end, `, ${added.join(', ')} }`);
  } else {
    const last = call.arguments?.at(-1);
    if (last) edits.insert(last.end, `, { ${added.join(', ')} }`);
  }
}

function cleanLiterals(
  program: SourceProgram,
  chosen: readonly Assessment[],
  open: (path: string) => OpenFile,
): void {
  const seen = new Set(chosen.flatMap(({ props }) => props.names));
  const done = new Set<ts.ObjectLiteralExpression>();
  for (const one of chosen)
    for (const [literal, cleaning] of one.cleanings) {
      const { edits, imports } = open(fileOf(literal));
      const isGone = edits.isReplaced(literal.getStart(), literal.end);
      if (isGone || done.has(literal) || otherUse(program, literal, seen) !== undefined) continue;
      done.add(literal);
      const own = literal === one.site.props ? llrtOptions(one, imports) : [];
      const added = [...cleaning.added, ...own];
      cleanLiteral(literal, one.cleanings, { ...cleaning, added }, edits);
    }
}

/** Applies a cleaning; a `bundling` that would be left empty goes as a whole. */
export function cleanLiteral(
  literal: ts.ObjectLiteralExpression,
  cleanings: ReadonlyMap<ts.ObjectLiteralExpression, Cleaning>,
  { gone, added }: Cleaning,
  edits: EditSet,
): void {
  const all = new Set(gone);
  const bundling = propertyOf(literal, 'bundling');
  const value = bundling && valueOf(bundling);
  if (bundling && value && ts.isObjectLiteralExpression(value)) {
    const inner = cleanings.get(value);
    const isEmpty =
      inner && inner.added.length === 0 && inner.gone.size === value.properties.length;
    if (isEmpty) all.add(bundling);
  }
  removeProperties(literal, all, edits);
  if (added.length > 0) addProperties(literal, added, all, edits);
}
