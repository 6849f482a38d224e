import { bindingsOf, isDeclarationName, type Bindings } from '../../engine/syntax/bindings.js';
import { lineEndIfBlank } from '../../engine/syntax/layout.js';
import { isTypeScript, type ParsedFile, parseFile, reparse } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { LEGACY_PACKAGE } from '../graph/names.js';
import { isCompatText } from './compat-specifier.js';
import { importedNames, namesOf, patternOf, specifierText } from './import-statement.js';
import { importText } from './import-text.js';

/**
 * Removes imported names of lambda-api, hono and the compat module that nothing uses any
 * more, and in TypeScript also those of other modules that the rewrite has left without use.
 *
 * @param isComplete whether names of other modules go in JavaScript as well
 */
export function pruneImports(
  path: string,
  text: string,
  before: Bindings,
  isComplete = isTypeScript(path),
): string {
  const file = parseFile(path, text);
  const bindings = bindingsOf(file.ast);
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
    else if (isComplete)
      result = pruneStatement(file, isLeftOrWasUnused, statement, specifier, result);
  }
  // What comes next reads the result, and nothing the text from before.
  if (result !== text) reparse(file, result);
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
  const after = text.slice(lineEndIfBlank(text, end));
  return start === 0 ? after.replace(/^(?:[ \t]*\r?\n)+/, '') : text.slice(0, start) + after;
}
