import { posix } from 'node:path';
import { ts } from '../engine/syntax/typescript.js';
import { Bindings, isDeclarationName } from '../engine/syntax/bindings.js';
import type { EditSet } from '../engine/syntax/edits.js';
import { endOfLine, lineEnding, quoteOf, usesSemicolons } from '../engine/syntax/layout.js';
import { moduleText, requireSpecifier } from '../engine/syntax/modules.js';
import { isTypeScript, parseFile, type ParsedFile } from '../engine/syntax/parse.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { COMPAT_TYPES, honoTypeName, localName } from './compat-names.js';
import { isCompatSpecifier } from './graph/carriers.js';
import { LEGACY_PACKAGE } from './graph/names.js';

/** Names that the new code of a file uses. */
export interface NeededImports {
  readonly compat: Set<string>;
  readonly hono: Set<string>;
  readonly honoTypes: Set<string>;
}

export type ModuleFormat = 'esm' | 'cjs';

/** How a file imports: by its syntax, else by its extension and its package. */
export function formatOf(file: ParsedFile, packageType: string | undefined): ModuleFormat {
  if (/\.m[jt]s$/.test(file.path)) return 'esm';
  if (/\.c[jt]s$/.test(file.path)) return 'cjs';
  const isModule = file.ast.statements.some(
    (node) =>
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      ts.isExportAssignment(node) ||
      (ts.canHaveModifiers(node) &&
        (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false)),
  );
  if (isModule) return 'esm';
  return packageType === 'module' || isTypeScript(file.path) ? 'esm' : 'cjs';
}

/** Adds what the new code needs to the file's imports of hono and of the compat module. */
export function addImports(
  program: SourceProgram,
  file: ParsedFile,
  edits: EditSet,
  needed: NeededImports,
  compatFile: string,
): void {
  const format = formatOf(file, program.pkg.manifest.type);
  let lines: string[] = [];
  const values = [...needed.hono].map((name) => ({ name, isType: false }));
  const types = [...needed.honoTypes].map((name) => ({
    name,
    isType: true,
    local: honoTypeName(program.bindings(file.path), name),
  }));
  const isTs = isTypeScript(file.path);
  const bindings = program.bindings(file.path);
  const compat = [...needed.compat]
    .filter((name) => isTs || !COMPAT_TYPES.has(name))
    .map((name) => ({ name, isType: COMPAT_TYPES.has(name), local: localName(bindings, name) }));
  const hono = isTs ? [...values, ...types] : values;
  extend(file, edits, format, (specifier) => specifier === 'hono', hono, 'hono', lines);
  const from = compatSpecifier(program, file, compatFile, format);
  extend(file, edits, format, isCompatText, compat, from, lines);
  const newline = lineEnding(file.text);
  const legacy = file.ast.statements.find((node) => specifierText(node) === LEGACY_PACKAGE);
  const ours = legacy ?? findImport(file.ast, isCompatText);
  const isHono = (line: string): boolean => /['"]hono['"]/.test(line);
  if (ours)
    for (const line of lines.filter(isHono)) edits.insert(ours.getStart(file.ast), line + newline);
  if (ours) lines = lines.filter((line) => !isHono(line));
  if (lines.length === 0) return;
  const after = lastImport(file.ast, format);
  if (after) edits.insert(after.end, newline + lines.join(newline));
  else edits.insertFirst(startOfCode(file), lines.join(newline) + newline + newline);
}

interface Name {
  readonly name: string;
  readonly isType: boolean;
  /** Name in this file, when it is another one. */
  readonly local?: string;
}

function isCompatText(specifier: string): boolean {
  return isCompatSpecifier(ts.factory.createStringLiteral(specifier));
}

/** Adds names to an import that is there already, else adds the line of a new one. */
function extend(
  file: ParsedFile,
  edits: EditSet,
  format: ModuleFormat,
  matches: (specifier: string) => boolean,
  names: readonly Name[],
  specifier: string,
  lines: string[],
): void {
  if (names.length === 0) return;
  const existing = findImport(file.ast, matches);
  const held = existing ? namesOf(existing) : [];
  const all = mergeNames(held, names, format);
  if (!existing) return void lines.push(importText(file, format, all, specifier));
  if (all.length === held.length) return;
  const text = importText(file, format, all, specifierText(existing) ?? specifier);
  edits.replace(existing.getStart(file.ast), existing.end, text);
}

interface Listed extends Name {
  readonly text: string;
}

function mergeNames(
  held: readonly Listed[],
  names: readonly Name[],
  format: ModuleFormat,
): Listed[] {
  const merged = [...held];
  for (const { name, isType, local = name } of names) {
    const text = local === name ? name : `${name}${format === 'esm' ? ' as ' : ': '}${local}`;
    if (!merged.some((entry) => entry.name === name)) merged.push({ name, isType, text });
  }
  return merged.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

type ImportStatement = ts.ImportDeclaration | ts.VariableStatement;

function findImport(
  ast: ts.SourceFile,
  matches: (specifier: string) => boolean,
): ImportStatement | undefined {
  for (const statement of ast.statements) {
    const specifier = specifierText(statement);
    if (specifier === undefined || !matches(specifier)) continue;
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      const isNamed =
        clause?.namedBindings && ts.isNamedImports(clause.namedBindings) && !clause.name;
      if (isNamed) return statement;
    } else if (ts.isVariableStatement(statement) && patternOf(statement)) return statement;
  }
  return undefined;
}

/** Specifier of `import ... from 'x'` and of `const ... = require('x')`. */
function specifierText(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier))
    return statement.moduleSpecifier.text;
  if (
    ts.isImportEqualsDeclaration(statement) &&
    ts.isExternalModuleReference(statement.moduleReference)
  )
    return moduleText(statement.moduleReference.expression);
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const call = declaration?.initializer;
  if (!call || !ts.isCallExpression(call) || call.expression.getText() !== 'require')
    return undefined;
  const argument = call.arguments[0];
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

function patternOf(statement: ts.VariableStatement): ts.ObjectBindingPattern | undefined {
  const [declaration, second] = statement.declarationList.declarations;
  return declaration && !second && ts.isObjectBindingPattern(declaration.name)
    ? declaration.name
    : undefined;
}

function namesOf(statement: ImportStatement): Listed[] {
  if (ts.isVariableStatement(statement))
    return (patternOf(statement)?.elements ?? []).map((element) => ({
      name: (element.propertyName ?? element.name).getText(),
      isType: false,
      text: element.getText(),
    }));
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  const isAllTypes = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return bindings.elements.map((element) => ({
    name: (element.propertyName ?? element.name).text,
    isType: isAllTypes || element.isTypeOnly,
    text: element.getText().replace(/^type\s+/, ''),
  }));
}

const LINE_WIDTH = 80;

function importText(
  file: ParsedFile,
  format: ModuleFormat,
  names: readonly Listed[],
  specifier: string,
): string {
  const quote = quoteOf(file.text);
  const end = usesSemicolons(file.ast) ? ';' : '';
  const from = `${quote}${specifier}${quote}`;
  if (format === 'cjs') {
    const list = names.map(({ text }) => text);
    return bracketed(file, 'const ', list, ` = require(${from})${end}`);
  }
  const isAllTypes = names.every(({ isType }) => isType);
  const list = names.map(({ text, isType }) => (isType && !isAllTypes ? `type ${text}` : text));
  return bracketed(file, isAllTypes ? 'import type ' : 'import ', list, ` from ${from}${end}`);
}

function bracketed(
  file: ParsedFile,
  before: string,
  names: readonly string[],
  after: string,
): string {
  const line = `${before}{ ${names.join(', ')} }${after}`;
  if (line.length <= LINE_WIDTH) return line;
  const newline = lineEnding(file.text);
  const indent = /^\t/m.test(file.text)
    ? '\t'
    : /^ {4}\S/m.test(file.text) && !/^ {2}\S/m.test(file.text)
      ? '    '
      : '  ';
  return [`${before}{`, ...names.map((name) => `${indent}${name},`), `}${after}`].join(newline);
}

/** Path by which a file imports the compat module, with an extension where the file's other imports have one. */
function compatSpecifier(
  program: SourceProgram,
  file: ParsedFile,
  compatFile: string,
  format: ModuleFormat,
): string {
  const relative = posix.relative(posix.dirname(file.path), compatFile);
  const path = relative.startsWith('.') ? relative : `./${relative}`;
  const extension = posix.extname(path);
  const bare = path.slice(0, -extension.length);
  const asJs = bare + extension.replace('t', 'j');
  if (format === 'cjs') return writesExtensions(file.text) ? asJs : bare;
  if (!isTypeScript(compatFile)) return asJs;
  const texts = [file.text, ...program.pkg.files.map((other) => program.pkg.read(other) ?? '')];
  return texts.some(writesExtensions) ? asJs : bare;
}

function writesExtensions(text: string): boolean {
  return /(?:from|require\()\s*['"]\.{1,2}\/[^'"]*\.[cm]?js['"]/.test(text);
}

/** The last import of the block at the top of a file. */
function lastImport(ast: ts.SourceFile, format: ModuleFormat): ts.Statement | undefined {
  let last: ts.Statement | undefined;
  for (const statement of ast.statements) {
    if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement))
      last = statement;
    else if (format === 'cjs' && ts.isVariableStatement(statement) && isRequire(statement))
      last = statement;
    else if (format === 'cjs' && !isDirective(statement)) break;
  }
  return last;
}

/** `const x = require('y')` and nothing more: a call on what is required may need what is imported here. */
function isRequire(statement: ts.VariableStatement): boolean {
  return statement.declarationList.declarations.every(({ initializer }) => {
    const node =
      initializer && ts.isPropertyAccessExpression(initializer)
        ? initializer.expression
        : initializer;
    return node !== undefined && requireSpecifier(node) !== undefined;
  });
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** Where a first import goes: behind directives, ahead of the first statement and the comments that belong to it. */
function startOfCode(file: ParsedFile): number {
  const directives = file.ast.statements.filter(isDirective);
  const last = directives[directives.length - 1];
  const first = file.ast.statements.find((statement) => !isDirective(statement));
  if (!first && last) return endOfLine(file.text, last.end);
  if (!first) return file.text.length;
  let start = first.getStart(file.ast);
  const comments = ts.getLeadingCommentRanges(file.text, first.getFullStart()) ?? [];
  for (const comment of comments.toReversed()) {
    if (/\n\s*\n/.test(file.text.slice(comment.end, start)) || comment.pos < (last?.end ?? 0))
      break;
    start = comment.pos;
  }
  return start;
}

/**
 * Removes imported names of lambda-api, hono and the compat module that nothing uses any
 * more, and in TypeScript also those of other modules that the rewrite has left without use.
 */
export function pruneImports(path: string, text: string, before: Bindings): string {
  const file = parseFile(path, text);
  const bindings = new Bindings(file.ast);
  let result = text;
  for (const statement of file.ast.statements.toReversed()) {
    const specifier = specifierText(statement);
    if (specifier === undefined) continue;
    const isOurs = specifier === LEGACY_PACKAGE || specifier === 'hono' || isCompatText(specifier);
    const isLeft = (name: ts.Identifier): boolean => isUsed(bindings, name);
    // What was not used before either is there for a reason that cannot be seen.
    const isLeftOrWasUnused = (name: ts.Identifier): boolean =>
      isLeft(name) || !wasUsed(before, name.text);
    if (isOurs) result = pruneStatement(file, isLeft, statement, specifier, result);
    else if (isTypeScript(path) && ts.isImportDeclaration(statement))
      result = pruneStatement(file, isLeftOrWasUnused, statement, specifier, result);
  }
  return result;
}

function pruneStatement(
  file: ParsedFile,
  isKept: (name: ts.Identifier) => boolean,
  statement: ts.Statement,
  specifier: string,
  text: string,
): string {
  const names = importedNames(statement);
  const used = names.filter(isKept);
  if (names.length === 0 || used.length === names.length) return text;
  if (used.length === 0) return removeLine(text, statement.getStart(file.ast), statement.end);
  const isSimple = ts.isVariableStatement(statement)
    ? patternOf(statement) !== undefined
    : ts.isImportDeclaration(statement) && !statement.importClause?.name;
  if (isSimple) return keepNames(file, statement, specifier, used, text);
  return keepClause(file, statement, used, text);
}

function keepNames(
  file: ParsedFile,
  statement: ts.Statement,
  specifier: string,
  used: readonly ts.Identifier[],
  text: string,
): string {
  if (!ts.isVariableStatement(statement) && !ts.isImportDeclaration(statement)) return text;
  const kept = namesOf(statement).filter(({ text: listed }) =>
    used.some((name) => listed.split(/\s+as\s+|\s*:\s*/).pop() === name.text),
  );
  const format = ts.isImportDeclaration(statement) ? 'esm' : 'cjs';
  const replacement = importText(file, format, kept, specifier);
  return text.slice(0, statement.getStart(file.ast)) + replacement + text.slice(statement.end);
}

/** `import createAPI, { Request } from 'lambda-api'` loses one half. */
function keepClause(
  file: ParsedFile,
  statement: ts.Statement,
  used: readonly ts.Identifier[],
  text: string,
): string {
  if (!ts.isImportDeclaration(statement) || !statement.importClause) return text;
  const { name, namedBindings } = statement.importClause;
  const defaultText = name && used.includes(name) ? name.text : '';
  let listText = '';
  if (namedBindings && ts.isNamedImports(namedBindings)) {
    const kept = namedBindings.elements.filter((element) => used.includes(element.name));
    if (kept.length > 0) listText = `{ ${kept.map((element) => element.getText()).join(', ')} }`;
  } else if (namedBindings && used.includes(namedBindings.name)) listText = namedBindings.getText();
  const clause = [defaultText, listText].filter((part) => part !== '').join(', ');
  const start = statement.importClause.getStart(file.ast);
  return text.slice(0, start) + clause + text.slice(statement.importClause.end);
}

function importedNames(statement: ts.Statement): ts.Identifier[] {
  if (ts.isVariableStatement(statement)) {
    const [declaration] = statement.declarationList.declarations;
    if (!declaration) return [];
    if (ts.isIdentifier(declaration.name)) return [declaration.name];
    const pattern = patternOf(statement);
    return (pattern?.elements ?? []).flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
  }
  if (ts.isImportEqualsDeclaration(statement)) return [statement.name];
  if (!ts.isImportDeclaration(statement) || !statement.importClause) return [];
  const { name, namedBindings } = statement.importClause;
  const names = name ? [name] : [];
  if (namedBindings && ts.isNamedImports(namedBindings))
    names.push(...namedBindings.elements.map((element) => element.name));
  else if (namedBindings) names.push(namedBindings.name);
  return names;
}

/** Types are used in places that value bindings do not see, so any other mention of the name counts. */
function isUsed(bindings: Bindings, name: ts.Identifier): boolean {
  return bindings.identifiers(name.text).some((id) => {
    if (id === name) return false;
    const parent = id.parent;
    if (ts.isPropertyAccessExpression(parent) && parent.name === id) return false;
    if (ts.isPropertyAssignment(parent) && parent.name === id) return false;
    if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) return false;
    if (ts.isBindingElement(parent) && parent.propertyName === id) return false;
    const declared = bindings.lookup(id.text, id);
    return declared === undefined || declared === name;
  });
}

function wasUsed(before: Bindings, name: string): boolean {
  const imported = before.identifiers(name).find((id) => isDeclarationName(id));
  return imported !== undefined && isUsed(before, imported);
}

function removeLine(text: string, start: number, end: number): string {
  const lineEnd = endOfLine(text, end);
  const rest = text.slice(end, lineEnd).trim();
  if (rest !== '') return text.slice(0, start) + text.slice(end);
  const after = text.slice(lineEnd);
  return start === 0 ? after.replace(/^(?:[ \t]*\r?\n)+/, '') : text.slice(0, start) + after;
}
