import { isTypeScript } from '../../engine/syntax/parse.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Holder } from '../graph/model.js';
import type { Finishing } from './finishing.js';
import { inlineName } from './inline-register.js';

/** Variables and parameters that held the lambda-api instance hold the Hono app: `app`, where that name is free. */
export function renameHolders(finish: Finishing): void {
  for (const holder of finish.app.graph.holders) {
    if (holder.instance !== finish.instance) continue;
    const name = newName(finish, holder);
    finish.names.set(holder.name, name);
    retype(finish, holder);
    if (name === holder.name.text) continue;
    const edits = finish.changes.editsOf(holder.file);
    const references = finish.app.program.bindings(holder.file).references(holder.name);
    for (const id of [holder.name, ...references])
      if (!edits.isReplaced(id.getStart(), id.end)) edits.replace(id.getStart(), id.end, name);
  }
}

function newName(finish: Finishing, { file, name }: Holder): string {
  const parent = name.parent;
  if (ts.isParameter(parent)) {
    const inlined = inlineName(finish.app.program.bindings(file), parent.parent);
    if (inlined !== undefined) return unusedName(finish, file, inlined);
  }
  const isListed = ts.isImportSpecifier(parent) || ts.isBindingElement(parent) || isExported(name);
  const bindings = finish.app.program.bindings(file);
  const isShared = bindings
    .references(name)
    .some(({ parent: at }) => ts.isShorthandPropertyAssignment(at) || ts.isExportSpecifier(at));
  const isOneOfSeveral = finish.app.graph.holders.some(
    (other) => other.file === file && other.instance !== finish.instance,
  );
  if (isListed || isShared || isOneOfSeveral || bindings.mentions('app')) return name.text;
  return 'app';
}

/** Two inline registers of a file may have the same prefix. */
function unusedName(finish: Finishing, file: string, wanted: string): string {
  const taken = finish.inlineNames.get(file) ?? new Set();
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
  finish.inlineNames.set(file, taken.add(name));
  return name;
}

/** `api: API` becomes `app: Hono<Env>`. */
function retype(finish: Finishing, { file, name }: Holder): void {
  const parent = name.parent;
  if (!ts.isParameter(parent) && !ts.isVariableDeclaration(parent)) return;
  if (ts.isParameter(parent)) redocument(finish, file, parent, name);
  if (!parent.type || !isTypeScript(file)) return;
  finish.changes.editsOf(file).replace(parent.type.getStart(), parent.type.end, 'Hono<Env>');
  // A file that only names the type imports it as one.
  const isMade = file === finish.instance.file;
  finish.changes.needs(file)[isMade ? 'hono' : 'honoTypes'].add('Hono');
  finish.changes.needs(file).compat.add('Env');
}

/** `@param {import('lambda-api').API} api` names the Hono app. */
function redocument(
  finish: Finishing,
  file: string,
  parameter: ts.ParameterDeclaration,
  name: ts.Identifier,
): void {
  const edits = finish.changes.editsOf(file);
  for (const tag of ts.getJSDocParameterTags(parameter)) {
    const type = tag.typeExpression?.type;
    if (type && /^import\(['"]lambda-api['"]\)\.API$/.test(type.getText()))
      edits.replace(type.getStart(), type.end, "import('hono').Hono");
    edits.replace(tag.name.getStart(), tag.name.end, finish.names.get(name) ?? name.text);
  }
}

function isExported(name: ts.Identifier): boolean {
  const statement = ts.findAncestor(name, ts.isVariableStatement);
  return (
    statement !== undefined &&
    ts.isVariableDeclaration(name.parent) &&
    hasModifier(statement, ts.SyntaxKind.ExportKeyword)
  );
}
