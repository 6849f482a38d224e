import { ts } from '../engine/syntax/typescript.js';
import { evaluate, propertyText, unwrap, type FunctionNode } from '../engine/syntax/evaluate.js';
import type { Bindings } from '../engine/syntax/bindings.js';
import { isTypeScript } from '../engine/syntax/parse.js';
import { indentAt, lineEnding, quoteOf, usesSemicolons } from '../engine/syntax/layout.js';
import { createOptions, type Application } from './application.js';
import { hasTwinStatement } from './bridge.js';
import type { Changes } from './changes.js';
import { localName } from './compat-names.js';
import { compatName } from './graph/compat-module.js';
import type { ApiInstance, ApiUse, Holder } from './graph/model.js';
import { LEGACY_PACKAGE } from './graph/names.js';

/** Why an instance whose routes are all migrated cannot let go of lambda-api. */
export interface Obstacle {
  readonly use: ApiUse;
  readonly reason: string;
}

/** What keeps lambda-api in an application although every route is on Hono. */
export function obstaclesOf(app: Application, instance: ApiInstance): Obstacle[] {
  return app.graph.uses
    .filter((use) => use.instance === instance && use.framework === 'lambda-api')
    .filter((use) => {
      if (['register', 'app', 'bridge'].includes(use.method)) return false;
      return !hasTwinStatement(app, use);
    })
    .map((use) => ({ use, reason: use.method }));
}

/**
 * Second half of a migration, once every route of an instance is on Hono: the Hono app
 * takes the place of the lambda-api instance and the placeholders leave.
 */
export function finishInstance(app: Application, changes: Changes, instance: ApiInstance): void {
  const finish = new Finish(app, changes, instance);
  finish.run();
}

class Finish {
  private readonly names = new Map<ts.Identifier, string>();
  private readonly trimmed = new Set<ts.Node>();
  private readonly inlineNames = new Map<string, Set<string>>();

  constructor(
    private readonly app: Application,
    private readonly changes: Changes,
    private readonly instance: ApiInstance,
  ) {}

  run(): void {
    this.renameHolders();
    this.dropWrappers();
    this.takeOverErrors();
    for (const use of this.uses('lambda-api')) if (use.method === 'bridge') this.shorten(use);
    for (const use of this.uses('lambda-api').toSorted(innerFirst)) {
      if (use.method === 'register') this.unregister(use);
      else if (use.method === 'app') this.namespace(use);
      else if (use.method !== 'bridge') this.dropStatement(use);
    }
    this.create();
  }

  /** Notes that a file needs a function of the compat module, and gives the file's name for it. */
  private compat(file: string, name: string): string {
    this.changes.needs(file).compat.add(name);
    return localName(this.app.program.bindings(file), name);
  }

  private uses(framework: 'lambda-api' | 'hono'): ApiUse[] {
    return this.app.graph.uses.filter(
      (use) => use.instance === this.instance && use.framework === framework,
    );
  }

  /** Variables and parameters that held the lambda-api instance hold the Hono app: `app`, where that name is free. */
  private renameHolders(): void {
    for (const holder of this.app.graph.holders) {
      if (holder.instance !== this.instance) continue;
      const name = this.newName(holder);
      this.names.set(holder.name, name);
      this.retype(holder);
      if (name === holder.name.text) continue;
      const edits = this.changes.editsOf(holder.file);
      const references = this.app.program.bindings(holder.file).references(holder.name);
      for (const id of [holder.name, ...references])
        if (!edits.isReplaced(id.getStart(), id.end)) edits.replace(id.getStart(), id.end, name);
    }
  }

  private newName({ file, name }: Holder): string {
    const parent = name.parent;
    if (ts.isParameter(parent)) {
      const inlined = inlineName(this.app.program.bindings(file), parent.parent);
      if (inlined !== undefined) return this.unusedName(file, inlined);
    }
    const isListed =
      ts.isImportSpecifier(parent) || ts.isBindingElement(parent) || isExported(name);
    const bindings = this.app.program.bindings(file);
    const isShared = bindings
      .references(name)
      .some(({ parent: at }) => ts.isShorthandPropertyAssignment(at) || ts.isExportSpecifier(at));
    if (isListed || isShared || bindings.mentions('app')) return name.text;
    return 'app';
  }

  /** Two inline registers of a file may have the same prefix. */
  private unusedName(file: string, wanted: string): string {
    const taken = this.inlineNames.get(file) ?? new Set();
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
    this.inlineNames.set(file, taken.add(name));
    return name;
  }

  /** `api: API` becomes `app: Hono<Env>`. */
  private retype({ file, name }: Holder): void {
    const parent = name.parent;
    if (!ts.isParameter(parent) && !ts.isVariableDeclaration(parent)) return;
    if (ts.isParameter(parent)) this.redocument(file, parent, name);
    if (!parent.type || !isTypeScript(file)) return;
    this.changes.editsOf(file).replace(parent.type.getStart(), parent.type.end, 'Hono<Env>');
    // A file that only names the type imports it as one.
    const isMade = file === this.instance.file;
    this.changes.needs(file)[isMade ? 'hono' : 'honoTypes'].add('Hono');
    this.changes.needs(file).compat.add('Env');
  }

  /** `@param {import('lambda-api').API} api` names the Hono app. */
  private redocument(file: string, parameter: ts.ParameterDeclaration, name: ts.Identifier): void {
    const edits = this.changes.editsOf(file);
    for (const tag of ts.getJSDocParameterTags(parameter)) {
      const type = tag.typeExpression?.type;
      if (type && /^import\(['"]lambda-api['"]\)\.API$/.test(type.getText()))
        edits.replace(type.getStart(), type.end, "import('hono').Hono");
      edits.replace(tag.name.getStart(), tag.name.end, this.names.get(name) ?? name.text);
    }
  }

  /** `hono(api)` is the app itself now, and `bridge(api)` becomes `handle(app)`. */
  private dropWrappers(): void {
    const seen = new Set<ts.Node>();
    for (const use of [...this.uses('hono'), ...this.uses('lambda-api')]) {
      const wrapper = use.method === 'bridge' ? use.call : unwrap(use.receiver);
      if (!ts.isCallExpression(wrapper) || seen.has(wrapper)) continue;
      seen.add(wrapper);
      const helper = compatName(this.app.program, use.file, wrapper.expression);
      const api = wrapper.arguments[0];
      if (!api) continue;
      const edits = this.changes.editsOf(use.file);
      if (helper === 'hono') {
        edits.remove(wrapper.getStart(), api.getStart());
        edits.remove(api.end, wrapper.end);
      } else if (helper === 'bridge') {
        edits.replace(
          wrapper.expression.getStart(),
          wrapper.expression.end,
          this.compat(use.file, 'handle'),
        );
      }
    }
  }

  /** A handler that only passes its arguments on is what `handle(app)` gives. */
  private shorten(use: ApiUse): void {
    const call = use.call.parent;
    if (!ts.isCallExpression(call) || call.expression !== use.call) return;
    const fn = ts.findAncestor(call, ts.isFunctionLike);
    if (!fn || !(ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) || !passesOn(fn, call))
      return;
    const edits = this.changes.editsOf(use.file);
    const text = edits.textOf(use.call.getStart(), use.call.end);
    edits.replace(fn.getStart(), fn.end, text);
  }

  /** The only error middleware of an application is what a Hono user gives to `onError`. */
  private takeOverErrors(): void {
    const use = this.soleErrorMiddleware();
    if (!use) return;
    const edits = this.changes.editsOf(use.file);
    const [first, fn] = use.call.arguments;
    if (!first || !fn) return;
    const receiver = edits.textOf(first.getStart(), first.end);
    edits.replace(
      use.call.getStart(),
      fn.getStart(),
      `${receiver}.onError(${this.compat(use.file, 'errorHandler')}(`,
    );
    edits.insert(use.call.end, ')');
  }

  private soleErrorMiddleware(): ApiUse | undefined {
    const all = this.uses('hono').filter((use) => use.method === 'errorMiddleware');
    const [only, second] = all;
    if (!only || second || only.mounts.length !== 1) return undefined;
    if (createOptions(this.app, this.instance)?.has('errorHeaderWhitelist')) return undefined;
    return only.mounts[0]?.join('/') === this.instance.base.join('/') ? only : undefined;
  }

  /** A placeholder or a middleware registration whose Hono form stands right behind it. */
  private dropStatement(use: ApiUse): void {
    const statement = use.call.parent;
    const list = statement.parent;
    if (!ts.isBlock(list) && !ts.isSourceFile(list)) return;
    const next = list.statements[list.statements.indexOf(statement as ts.Statement) + 1];
    if (next) this.changes.editsOf(use.file).remove(statement.getStart(), next.getStart());
  }

  /** `api.register(routes, { prefix: '/v1' })` becomes `routes(app.basePath('/v1'))`. */
  private unregister(use: ApiUse): void {
    const [fn, options] = use.args;
    if (!fn) return;
    const edits = this.changes.editsOf(use.file);
    const value = evaluate(this.app.program, use.file, fn);
    const inline = unwrap(fn);
    if (ts.isFunctionLike(inline) && inlineName(this.app.program.bindings(use.file), inline))
      return this.unwrapInline(use, inline);
    const takesOptions = value.kind === 'function' && this.keepsOptions(value.file, value.node);
    const receiver = edits.textOf(use.receiver.getStart(), use.receiver.end);
    const prefix = options ? this.prefixText(use, options) : undefined;
    const target = prefix === undefined ? receiver : `${receiver}.basePath(${prefix})`;
    const callee = unwrap(fn);
    const isInline = ts.isArrowFunction(callee) || ts.isFunctionExpression(callee);
    const fnText = edits.textOf(fn.getStart(), fn.end);
    const rest =
      takesOptions && options ? `, ${edits.textOf(options.getStart(), options.end)}` : '';
    const called = isInline ? `(${fnText})` : fnText;
    const guard = isInline && !usesSemicolons(use.call.getSourceFile(), use.call.parent) ? ';' : '';
    edits.replace(use.call.getStart(), use.call.end, `${guard}${called}(${target}${rest})`);
  }

  /** The body of an inline registered function runs right there, on an app with the prefix. */
  private unwrapInline(use: ApiUse, fn: ts.SignatureDeclaration): void {
    const edits = this.changes.editsOf(use.file);
    const statement = use.call.parent;
    const { text } = use.call.getSourceFile();
    const block = inlineBody(fn);
    const holder = fn.parameters[0]?.name;
    const options = use.args[1];
    if (!block || !holder || !options || !ts.isIdentifier(holder)) return;
    const receiver = edits.textOf(use.receiver.getStart(), use.receiver.end);
    const name = this.names.get(holder) ?? holder.text;
    const end = usesSemicolons(use.call.getSourceFile(), statement) ? ';' : '';
    const prefix = this.prefixText(use, options) ?? quoteOf(text).repeat(2);
    const declaration = `const ${name} = ${receiver}.basePath(${prefix})${end}`;
    const first = block.statements[0];
    const indent = indentAt(text, statement.getStart());
    const inner = first ? indentAt(text, first.getStart()) : indent;
    const body = edits.textOf(block.getStart() + 1, block.end - 1);
    const lines = body
      .replace(/^[ \t]*\r?\n/, '')
      .replace(/\s*$/, '')
      .split('\n');
    const moved = lines.map((line) =>
      line.startsWith(inner) ? indent + line.slice(inner.length) : line,
    );
    const rest = moved.join('\n').trimStart();
    edits.replace(
      statement.getStart(),
      statement.end,
      `${declaration}${lineEnding(text)}${indent}${rest}`,
    );
  }

  /** Whether a registered function reads its options; a parameter that it never reads is dropped. */
  private keepsOptions(file: string, fn: FunctionNode): boolean {
    const [first, second] = fn.parameters;
    if (!first || !second) return false;
    const name = second.name;
    if (!ts.isIdentifier(name) || this.app.program.bindings(file).references(name).length > 0) {
      this.retypeOptions(file, second);
      return true;
    }
    if (!this.trimmed.has(fn)) this.changes.editsOf(file).remove(first.end, second.end);
    this.trimmed.add(fn);
    return false;
  }

  /** lambda-api's `RegisterOptions` leaves with the package. */
  private retypeOptions(file: string, parameter: ts.ParameterDeclaration): void {
    const visit = (node: ts.Node): void => {
      const isIt = ts.isTypeReferenceNode(node) && node.typeName.getText() === 'RegisterOptions';
      if (!isIt) return ts.forEachChild(node, visit);
      const edits = this.changes.editsOf(file);
      if (!edits.isReplaced(node.getStart(), node.end))
        edits.replace(node.getStart(), node.end, '{ prefix?: string }');
    };
    if (parameter.type) visit(parameter.type);
  }

  private prefixText(use: ApiUse, options: ts.Expression): string | undefined {
    const node = unwrap(options);
    if (!ts.isObjectLiteralExpression(node)) return `${options.getText()}.prefix`;
    const edits = this.changes.editsOf(use.file);
    for (const property of node.properties) {
      if (!property.name || propertyText(property.name) !== 'prefix') continue;
      if (ts.isPropertyAssignment(property))
        return edits.textOf(property.initializer.getStart(), property.initializer.end);
      return 'prefix';
    }
    return undefined;
  }

  private namespace(use: ApiUse): void {
    const edits = this.changes.editsOf(use.file);
    const receiver = edits.textOf(use.receiver.getStart(), use.receiver.end);
    const first = use.args[0];
    const args = first ? `, ${edits.textOf(first.getStart(), use.call.end - 1)}` : '';
    edits.replace(
      use.call.getStart(),
      use.call.end,
      `${this.compat(use.file, 'useNamespace')}(${receiver}${args})`,
    );
  }

  /** `createAPI({ base: 'v1' })` becomes `new Hono(lambdaApiRouting()).basePath('v1')`. */
  private create(): void {
    const { file, creation } = this.instance;
    const edits = this.changes.editsOf(file);
    const needed = this.changes.needs(file);
    const options = createOptions(this.app, this.instance);
    const env = isTypeScript(file) ? '<Env>' : '';
    let text = `new Hono${env}(${this.compat(file, 'lambdaApiRouting')}())`;
    const base = options?.get('base');
    if (base) {
      text += `.basePath(${basePathText(edits.textOf(base.getStart(), base.end), base)})`;
    }
    needed.hono.add('Hono');
    if (env) needed.compat.add('Env');
    if (!this.soleErrorMiddleware()) {
      const kept = options?.get('errorHeaderWhitelist');
      text += `.onError(${this.compat(file, 'errorHandler')}(${kept ? `{ keepHeaders: ${kept.getText()} }` : ''}))`;
    }
    edits.replace(creation.getStart(), creation.end, text);
    const field = creation.parent;
    if (ts.isPropertyDeclaration(field) && field.type)
      edits.replace(field.type.getStart(), field.type.end, `Hono${env}`);
    this.importHono(file);
  }

  /** Hono is imported where lambda-api was. */
  private importHono(file: string): void {
    const parsed = this.app.program.file(file);
    if (!parsed || parsed.text.match(/from ['"]hono['"]|require\(['"]hono['"]\)/)) return;
    const statement = parsed.ast.statements.find((node) => isLegacyImport(node));
    if (!statement) return;
    const quote = quoteOf(parsed.text);
    const end = usesSemicolons(parsed.ast) ? ';' : '';
    const line = ts.isImportDeclaration(statement)
      ? `import { Hono } from ${quote}hono${quote}${end}`
      : `const { Hono } = require(${quote}hono${quote})${end}`;
    this.changes.editsOf(file).insert(statement.getStart(), line + lineEnding(parsed.text));
    this.changes.needs(file).hono.delete('Hono');
  }
}

/**
 * Name for the app of an inline `register()` whose body can stand by itself: it takes only
 * the API, declares nothing and never returns. Undefined for any other function.
 */
function inlineName(bindings: Bindings, fn: ts.Node): string | undefined {
  if (!ts.isFunctionLike(fn)) return undefined;
  const call = fn.parent;
  const block = inlineBody(fn);
  if (!block || !ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent))
    return undefined;
  const options = call.arguments[1];
  if (call.arguments[0] !== fn || !options || !ts.isObjectLiteralExpression(options))
    return undefined;
  const prefix = options.properties.find((property) => property.name?.getText() === 'prefix');
  if (options.properties.length !== 1 || !prefix || !ts.isPropertyAssignment(prefix))
    return undefined;
  const word = ts.isStringLiteralLike(prefix.initializer)
    ? /[A-Za-z][A-Za-z0-9]*/.exec(prefix.initializer.text)?.[0]
    : undefined;
  const name =
    word === undefined ? undefined : `${word.charAt(0).toLowerCase()}${word.slice(1)}App`;
  const rest = fn.parameters.slice(1).map((parameter) => parameter.name);
  const isAlone = rest.every((id) => ts.isIdentifier(id) && bindings.references(id).length === 0);
  return name !== undefined && isAlone && !bindings.mentions(name) ? name : undefined;
}

function inlineBody(fn: ts.SignatureDeclaration): ts.Block | undefined {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined;
  if (!ts.isBlock(fn.body) || fn.body.statements.length === 0) return undefined;
  if (ts.getModifiers(fn)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)) return undefined;
  const isPlain = fn.body.statements.every((statement) => ts.isExpressionStatement(statement));
  return isPlain ? fn.body : undefined;
}

/** lambda-api takes a missing base for an empty one, Hono does not. */
function basePathText(text: string, base: ts.Expression): string {
  const node = unwrap(base);
  const empty = quoteOf(base.getSourceFile().text).repeat(2);
  if (isAlwaysText(node)) return text;
  const isSimple =
    ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isCallExpression(node);
  return `${isSimple ? text : `(${text})`} ?? ${empty}`;
}

function isAlwaysText(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.kind;
  const isDefault =
    operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken;
  if (isDefault) return isAlwaysText(unwrap(node.right));
  return (
    operator === ts.SyntaxKind.PlusToken &&
    (isAlwaysText(unwrap(node.left)) || isAlwaysText(unwrap(node.right)))
  );
}

/** Whether a function is nothing but `(event, context) => run(event, context)`. */
function passesOn(fn: ts.ArrowFunction | ts.FunctionExpression, call: ts.CallExpression): boolean {
  const names = fn.parameters.map(({ name, initializer }) =>
    ts.isIdentifier(name) && !initializer ? name.text : undefined,
  );
  const isSame =
    call.arguments.length <= names.length &&
    call.arguments.length >= 2 &&
    call.arguments.every((argument, i) => ts.isIdentifier(argument) && argument.text === names[i]);
  if (!isSame) return false;
  const only = ts.isBlock(fn.body) ? fn.body.statements[0] : fn.body;
  if (ts.isBlock(fn.body) && (fn.body.statements.length !== 1 || /\/[/*]/.test(fn.body.getText())))
    return false;
  const isVoid = only && ts.isExpressionStatement(only);
  const value = only && (ts.isReturnStatement(only) || isVoid) ? only.expression : only;
  const core = value && ts.isAwaitExpression(value) ? value.expression : value;
  return core === call && (!isVoid || call.arguments.length > 2);
}

/** A registration inside of an inline `register()` is rewritten before that call itself moves. */
function innerFirst(a: ApiUse, b: ApiUse): number {
  return b.call.getStart() - a.call.getStart();
}

function isLegacyImport(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement))
    return statement.moduleSpecifier.getText().slice(1, -1) === LEGACY_PACKAGE;
  if (!ts.isVariableStatement(statement)) return false;
  const initializer = statement.declarationList.declarations[0]?.initializer;
  return initializer !== undefined && /^require\(['"]lambda-api['"]\)$/.test(initializer.getText());
}

function isExported(name: ts.Identifier): boolean {
  const statement = ts.findAncestor(name, ts.isVariableStatement);
  return (
    statement !== undefined &&
    ts.isVariableDeclaration(name.parent) &&
    (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}
