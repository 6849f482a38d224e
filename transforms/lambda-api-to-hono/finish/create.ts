import { lostComments } from '../../engine/syntax/comments.js';
import { indentAt, lineEnding, quoteOf, usesSemicolons } from '../../engine/syntax/layout.js';
import { isTypeScript } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { createOptions } from '../application.js';
import { LEGACY_PACKAGE } from '../graph/names.js';
import { lastImport } from '../imports/import-place.js';
import { basePathText } from './base-path.js';
import { soleErrorMiddleware } from './errors.js';
import type { Finishing } from './finishing.js';

/** `createAPI({ base: 'v1' })` becomes `new Hono(lambdaApiRouting()).basePath('v1')`. */
export function createApp(finish: Finishing): void {
  const { file, creation } = finish.instance;
  const edits = finish.changes.editsOf(file);
  const needed = finish.changes.needs(file);
  const options = createOptions(finish.app, finish.instance);
  const env = isTypeScript(file) ? '<Env>' : '';
  let text = `new Hono${env}(${finish.changes.compat(file, 'lambdaApiRouting')}())`;
  const base = options?.get('base');
  if (base) {
    text += `.basePath(${basePathText(edits.textOf(base.getStart(), base.end), base)})`;
  }
  needed.hono.add('Hono');
  if (env) needed.compat.add('Env');
  if (!soleErrorMiddleware(finish)) {
    const kept = options?.get('errorHeaderWhitelist');
    text += `.onError(${finish.changes.compat(file, 'errorHandler')}(${kept ? `{ keepHeaders: ${kept.getText()} }` : ''}))`;
  }
  keepComments(finish, text);
  edits.replace(creation.getStart(), creation.end, text);
  const field = creation.parent;
  if (ts.isPropertyDeclaration(field) && field.type)
    edits.replace(field.type.getStart(), field.type.end, `Hono${env}`);
  importHono(finish, file);
}

/** Comments among the options, unless they went with one, stand above the statement. */
function keepComments(finish: Finishing, text: string): void {
  const { file, creation } = finish.instance;
  const source = creation.getSourceFile().text;
  const around = source.slice(0, creation.getStart()) + source.slice(creation.end);
  const lost = lostComments(creation.getText(), text).filter(
    (comment) => !around.includes(comment),
  );
  const statement = ts.findAncestor(creation, ts.isStatement);
  if (!statement || lost.length === 0) return;
  const start = statement.getStart();
  const newline = lineEnding(source) + indentAt(source, start);
  finish.changes.editsOf(file).insert(start, lost.map((comment) => comment + newline).join(''));
}

/** Hono is imported where lambda-api was. */
function importHono(finish: Finishing, file: string): void {
  const parsed = finish.app.program.file(file);
  if (!parsed || parsed.text.match(/from ['"]hono['"]|require\(['"]hono['"]\)/)) return;
  const statement = parsed.ast.statements.find((node) => isLegacyImport(node));
  if (!statement) return;
  // A `require()` further down may run after an app is made above it.
  const last = ts.isImportDeclaration(statement) ? statement : lastImport(parsed.ast, 'cjs');
  if (!last || statement.end > last.end) return;
  const quote = quoteOf(parsed.text);
  const end = usesSemicolons(parsed.ast) ? ';' : '';
  const line = ts.isImportDeclaration(statement)
    ? `import { Hono } from ${quote}hono${quote}${end}`
    : `const { Hono } = require(${quote}hono${quote})${end}`;
  finish.changes.editsOf(file).insert(statement.getStart(), line + lineEnding(parsed.text));
  finish.changes.needs(file).hono.delete('Hono');
}

function isLegacyImport(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement))
    return statement.moduleSpecifier.getText().slice(1, -1) === LEGACY_PACKAGE;
  if (!ts.isVariableStatement(statement)) return false;
  const initializer = statement.declarationList.declarations[0]?.initializer;
  return initializer !== undefined && /^require\(['"]lambda-api['"]\)$/.test(initializer.getText());
}
