import { posix } from 'node:path';
import { ts } from '../engine/syntax/typescript.js';
import { unwrap } from '../engine/syntax/evaluate.js';
import type { EditSet } from '../engine/syntax/edits.js';
import { indentAt, indentUnit, lineEnding, quoteOf } from '../engine/syntax/layout.js';
import {
  createOptions,
  isProblem,
  middlewareKind,
  rootFunction,
  type Application,
} from './application.js';
import { finallyUses, type Assessment } from './assess.js';
import { Changes } from './changes.js';
import { localName } from './compat-names.js';
import type { ApiInstance, ApiUse } from './graph/model.js';
import { pathList, type MiddlewareSite, type RouteSite } from './graph/routes.js';
import { TWIN_SUFFIX } from './graph/names.js';
import type { FunctionKind, HandlerFunction } from './handlers/context.js';
import { mentionsOf, nameOf } from './handlers/call-sites.js';
import { defaultImports, listingsOf, twinReference, type Listing } from './handlers/mentions.js';
import { twinName, twinOf, unitOf, type Unit } from './handlers/units.js';

/**
 * First half of a migration: puts the Hono form of the chosen routes beside lambda-api.
 * lambda-api's table keeps every path, so the application answers as before at every step.
 */
export function bridgeRoutes(
  app: Application,
  assessments: readonly Assessment[],
  chosen: ReadonlySet<Assessment>,
): Changes {
  const changes = new Changes(app.program);
  const bridge = new Bridge(app, changes, assessments, chosen);
  bridge.run();
  return changes;
}

class Bridge {
  private readonly listings: Listing[] = [];

  constructor(
    private readonly app: Application,
    private readonly changes: Changes,
    private readonly assessments: readonly Assessment[],
    private readonly chosen: ReadonlySet<Assessment>,
  ) {}

  run(): void {
    const instances = new Set([...this.chosen].map(({ site }) => site.use.instance));
    const middleware = this.middlewareToTwin(instances);
    const wanted = this.functionsToConvert(middleware, instances);
    const legacy = this.functionsStillNeeded(instances);
    const isShared = (fn: HandlerFunction): boolean =>
      legacy.has(fn) || isUsedElsewhere(this.app, fn, wanted);
    const twins = new Set([...wanted].filter(isShared));
    this.app.registry.keepTwins(new Set([...twins].map((fn) => fn.node)));
    for (const fn of wanted) this.convertNamed(fn, twins.has(fn));
    this.writeListings();
    for (const { site } of this.chosen) this.moveRoute(site);
    for (const site of middleware) this.twinMiddleware(site);
    for (const instance of instances) {
      this.twinFinally(instance);
      this.twinLogger(instance);
      this.bridgeRuns(instance);
    }
  }

  /** Middleware of the instances that covers a chosen route, or any route once all are chosen, and has no twin yet. */
  private middlewareToTwin(instances: ReadonlySet<ApiInstance>): MiddlewareSite[] {
    const covered = new Set([...this.chosen].flatMap(({ middleware }) => middleware));
    return this.app.middleware.filter((site) => {
      if (site.use.framework !== 'lambda-api' || !instances.has(site.use.instance)) return false;
      if (hasTwinStatement(this.app, site.use)) return false;
      return covered.has(site) || this.isComplete(site.use.instance);
    });
  }

  /** Whether no route of an instance is left on lambda-api after this. */
  private isComplete(instance: ApiInstance): boolean {
    return this.assessments.every(
      (entry) =>
        entry.site.use.instance !== instance ||
        entry.state === 'migrated' ||
        this.chosen.has(entry),
    );
  }

  private functionsToConvert(
    middleware: readonly MiddlewareSite[],
    instances: ReadonlySet<ApiInstance>,
  ): Set<HandlerFunction> {
    const wanted = new Set<HandlerFunction>();
    const add = (file: string, node: ts.Expression, kind: FunctionKind): void => {
      const root = rootFunction(this.app, file, node, kind);
      if (isProblem(root)) return;
      for (const fn of this.app.registry.reach(root).functions) wanted.add(fn);
    };
    for (const { site } of this.chosen)
      site.functions.forEach((fn, index) => add(site.use.file, fn, kindAt(site, index)));
    for (const { use, functions } of middleware)
      for (const fn of functions) add(use.file, fn, middlewareKind(this.app, use.file, fn));
    for (const instance of instances)
      for (const use of finallyUses(this.app, instance))
        if (use.args[0] && !hasTwinStatement(this.app, use)) add(use.file, use.args[0], 'finally');
    return wanted;
  }

  /** Functions that what stays on lambda-api still calls in their old form. */
  private functionsStillNeeded(instances: ReadonlySet<ApiInstance>): Set<HandlerFunction> {
    const needed = new Set<HandlerFunction>();
    const add = (file: string, node: ts.Expression, kind: FunctionKind): void => {
      const root = rootFunction(this.app, file, node, kind);
      if (isProblem(root)) return;
      for (const fn of this.app.registry.reach(root).functions) needed.add(fn);
    };
    for (const entry of this.assessments)
      if (entry.state !== 'migrated' && !this.chosen.has(entry))
        entry.site.functions.forEach((fn, index) =>
          add(entry.site.use.file, fn, kindAt(entry.site, index)),
        );
    for (const { use, functions } of this.app.middleware)
      if (use.framework === 'lambda-api')
        for (const fn of functions) add(use.file, fn, middlewareKind(this.app, use.file, fn));
    for (const instance of instances)
      for (const use of finallyUses(this.app, instance))
        if (use.args[0]) add(use.file, use.args[0], 'finally');
    return needed;
  }

  /** A function with a name is rewritten where it stands, or gets a second form behind it while both are needed. */
  private convertNamed(fn: HandlerFunction, isTwin: boolean): void {
    const unit = unitOf(fn.node);
    if (!unit || isInlineOf(this.app, fn)) return;
    const conversion = this.app.registry.conversion(fn);
    if (!isTwin) {
      this.changes.needsOf(fn.file, conversion);
      return this.changes.editsOf(fn.file).merge(conversion.edits);
    }
    if (twinOf(unit)) return this.listTwin(fn, unit);
    this.changes.needsOf(fn.file, conversion);
    const edits = this.changes.editsOf(fn.file);
    const text = this.app.program.file(fn.file)?.text ?? '';
    const start = unit.node.getStart();
    const newline = lineEnding(text);
    const indent = indentAt(text, start);
    const body = twinText(unit, conversion.edits);
    const gap = unit.kind === 'property' ? `,${newline}${indent}` : `${newline}${newline}${indent}`;
    edits.insert(unit.node.end, gap + body);
    this.listTwin(fn, unit);
  }

  /** Imports, exports and destructured requires that list a function list its twin too. */
  private listTwin(fn: HandlerFunction, unit: Unit): void {
    const { program } = this.app;
    const names = unit.kind === 'main' ? [] : [unit.name.text];
    const listings = listingsOf(program, fn.node, names).filter(({ node }) => node !== unit.node);
    if (!program.exportsOf(fn.file).main) return this.addListings(listings);
    this.addListings([...listings, ...defaultImports(program, fn.node)]);
  }

  private addListings(listings: readonly Listing[]): void {
    this.listings.push(...listings);
  }

  /** In the order of the names that they stand for, whenever each was added. */
  private writeListings(): void {
    for (const { file, node, addition, rank } of this.listings.toSorted(
      (a, b) => a.rank - b.rank,
    )) {
      const isImport = ts.isImportSpecifier(node) || ts.isBindingElement(node);
      const around = isImport ? node.parent : node.getSourceFile();
      const entry = addition.replace(/^[\s,]+/, '');
      if (around.getText().includes(entry)) continue;
      if (isImport) this.changes.insertIfUsed(file, node.end, addition);
      else this.changes.editsOf(file).insert(behindEarlier(node, rank), addition);
    }
  }

  /** `api.get(path, handler)` becomes a placeholder, with the Hono registration right behind it. */
  private moveRoute(site: RouteSite): void {
    const { use } = site;
    const first = site.functions[0];
    const statement = use.call.parent;
    const file = this.app.program.file(use.file);
    if (!first || !file) return;
    const edits = this.changes.editsOf(use.file);
    const start = statement.getStart(file.ast);
    const before = file.text.slice(start, first.getStart(file.ast)).replace(/\s*\n\s*$/, '');
    const spaced = /[\s(]$/.test(before) ? before : `${before} `;
    const rest = file.text.slice(use.call.end, statement.end);
    const placeholder = collapse(`${spaced}${this.compat(use.file, 'migrated')})${rest}`);
    this.honoCall(use, site, edits);
    site.functions.forEach((fn, index) =>
      this.convertArgument(use.file, fn, kindAt(site, index), edits),
    );
    edits.insert(start, placeholder + lineEnding(file.text) + indentAt(file.text, start));
  }

  private honoCall(use: ApiUse, site: RouteSite, edits: EditSet): void {
    const access = use.call.expression;
    if (!ts.isPropertyAccessExpression(access)) return;
    const isPathless =
      use.args[0] === site.functions[0] ||
      (use.method === 'METHOD' && use.args[1] === site.functions[0]);
    edits.replace(
      use.receiver.getStart(),
      use.receiver.end,
      `${this.compat(use.file, 'hono')}(${use.receiver.getText()})`,
    );
    const first = use.call.arguments[0];
    const quote = quoteOf(use.call.getSourceFile().text);
    const list = (methods: readonly string[]): string => {
      const names = methods.map((name) => quote + name + quote);
      return names.length === 1 ? `${names[0]}` : `[${names.join(', ')}]`;
    };
    if (use.method === 'METHOD' && first) {
      edits.replace(access.name.getStart(), access.name.end, 'on');
      // Several methods of one registration do not inherit a wildcard route of one of them: as one name they do not either.
      const methods = this.inheritsWildcard(site) ? [site.methods.join(',')] : site.methods;
      edits.replace(first.getStart(), first.end, list(methods));
    } else if (use.method === 'any' || use.method === 'head') {
      edits.replace(access.name.getStart(), access.name.end, 'on');
      if (first) edits.insert(first.getStart(), `${list(site.methods)}, `);
    }
    const fn = site.functions[0];
    if (isPathless && fn) edits.insert(fn.getStart(), `${quote}/*${quote}, `);
  }

  private inheritsWildcard(site: RouteSite): boolean {
    return this.app.routes.some(
      (other) =>
        other.use.order < site.use.order &&
        other.segments?.at(-1) === '*' &&
        other.methods.some((method) => site.methods.includes(method)),
    );
  }

  /** A function given to a registration: rewritten when it stands there itself, called by its twin's name otherwise. */
  private convertArgument(
    file: string,
    expression: ts.Expression,
    kind: FunctionKind,
    edits: EditSet,
  ): void {
    const root = rootFunction(this.app, file, expression, kind);
    if (isProblem(root)) return;
    if (isInlineOf(this.app, root) && unwrap(expression) === root.node) {
      const conversion = this.app.registry.conversion(root);
      this.changes.needsOf(file, conversion);
      edits.merge(conversion.edits);
    } else if (this.app.registry.hasTwin(root)) {
      const { at, text } = twinReference(this.app.program, file, unwrap(expression));
      edits.insert(at, text);
    }
  }

  private twinMiddleware(site: MiddlewareSite): void {
    const { use, functions } = site;
    const errors = functions.filter((fn) => middlewareKind(this.app, use.file, fn) === 'error');
    const lines: string[] = [];
    if (errors.length < functions.length) lines.push(...this.useLines(site, errors));
    for (const fn of errors) lines.push(this.call(use, 'errorMiddleware', fn, 'error'));
    this.insertBehind(use, lines);
  }

  private useLines(site: MiddlewareSite, errors: readonly ts.Expression[]): string[] {
    const { use } = site;
    const list = site.functions.filter(
      (fn) => !errors.includes(fn) && isCallable(this.app, use.file, fn),
    );
    const texts = list.map((fn) => this.argumentText(use.file, fn, 'middleware'));
    const [first] = use.args;
    const hasPath = first !== undefined && first !== site.functions[0];
    const receiver = `${this.compat(use.file, 'hono')}(${use.receiver.getText()})`;
    if (!hasPath || !first) return [`${receiver}.use(${texts.join(', ')})`];
    const paths = pathList(this.app.program, use.file, first);
    if (!paths) return [`${receiver}.use(${[first.getText(), ...texts].join(', ')})`];
    const isNamed = list.every((fn) => !ts.isFunctionLike(unwrap(fn)));
    const elements = ts.isArrayLiteralExpression(unwrap(first)) ? paths.elements : undefined;
    if (elements && (isNamed || elements.length === 1))
      return elements.map((path) => `${receiver}.use(${[path.getText(), ...texts].join(', ')})`);
    // Hono takes one path at a time; the function is written once all the same.
    const { text } = use.call.getSourceFile();
    const indent = indentAt(text, use.call.parent.getStart());
    const inner = `${lineEnding(text)}${indent}${indentUnit(text)}`;
    const loop = `for (const path of ${first.getText()})`;
    return [`${loop}${inner}${receiver}.use(path, ${texts.join(', ')})`];
  }

  private twinFinally(instance: ApiInstance): void {
    for (const use of finallyUses(this.app, instance)) {
      const fn = use.args[0];
      if (fn && !hasTwinStatement(this.app, use))
        this.insertBehind(use, [this.call(use, 'onFinish', fn, 'finally')]);
    }
  }

  private call(use: ApiUse, helper: string, fn: ts.Expression, kind: FunctionKind): string {
    const hono = `${this.compat(use.file, 'hono')}(${use.receiver.getText()})`;
    return `${this.compat(use.file, helper)}(${hono}, ${this.argumentText(use.file, fn, kind)})`;
  }

  private argumentText(file: string, expression: ts.Expression, kind: FunctionKind): string {
    const root = rootFunction(this.app, file, expression, kind);
    if (isProblem(root)) return expression.getText();
    if (isInlineOf(this.app, root) && unwrap(expression) === root.node) {
      const conversion = this.app.registry.conversion(root);
      this.changes.needsOf(file, conversion);
      return conversion.edits.textOf(root.node.getStart(), root.node.end);
    }
    if (!this.app.registry.hasTwin(root)) return expression.getText();
    const { at, text: suffix } = twinReference(this.app.program, file, unwrap(expression));
    const text = expression.getText();
    const offset = at - expression.getStart();
    return text.slice(0, offset) + suffix + text.slice(offset);
  }

  /** Notes that a file needs a function of the compat module, and gives the file's name for it. */
  private compat(file: string, name: string): string {
    this.changes.needs(file).compat.add(name);
    return localName(this.app.program.bindings(file), name);
  }

  private insertBehind(use: ApiUse, lines: readonly string[]): void {
    const file = this.app.program.file(use.file);
    const statement = use.call.parent;
    if (!file || lines.length === 0) return;
    const indent = indentAt(file.text, statement.getStart(file.ast));
    const end = file.text.charAt(statement.end - 1) === ';' ? ';' : '';
    const newline = lineEnding(file.text);
    const text = lines.map((line) => `${newline}${indent}${line}${end}`).join('');
    this.changes.editsOf(use.file).insert(statement.end, text);
  }

  /** The `logger` option of createAPI, for the Hono side: right behind the declaration of the API. */
  private twinLogger(instance: ApiInstance): void {
    const logger = createOptions(this.app, instance)?.get('logger');
    const statement = ts.findAncestor(instance.creation, ts.isVariableStatement);
    const file = this.app.program.file(instance.file);
    const name = statement?.declarationList.declarations[0]?.name;
    if (!logger || !statement || !file || !name) return;
    const hasTwin = this.app.graph.uses.some(
      (use) => use.instance === instance && use.method === 'logRequests',
    );
    if (hasTwin) return;
    const newline = lineEnding(file.text);
    const end = file.text.charAt(statement.end - 1) === ';' ? ';' : '';
    const indent = indentAt(file.text, statement.getStart(file.ast));
    const hono = `${this.compat(instance.file, 'hono')}(${name.getText()})`;
    const call = `${this.compat(instance.file, 'logRequests')}(${hono}, ${dedent(logger, file.text)})${end}`;
    this.changes.editsOf(instance.file).insert(statement.end, `${newline}${indent}${call}`);
  }

  private bridgeRuns(instance: ApiInstance): void {
    for (const use of this.app.graph.uses) {
      if (use.instance !== instance || use.framework !== 'lambda-api') continue;
      if (use.method !== 'run' && use.method !== 'run.bind') continue;
      const receiver = use.receiver.getText();
      const edits = this.changes.editsOf(use.file);
      const end = use.method === 'run' ? use.call.expression.end : use.call.end;
      edits.replace(use.call.getStart(), end, `${this.compat(use.file, 'bridge')}(${receiver})`);
    }
  }
}

function kindAt(site: RouteSite, index: number): FunctionKind {
  return index === site.functions.length - 1 ? 'handler' : 'middleware';
}

/** Whether a function is written where it is registered. */
function isInlineOf(app: Application, fn: HandlerFunction): boolean {
  let node: ts.Node = fn.node;
  while (ts.isParenthesizedExpression(node.parent) || ts.isAsExpression(node.parent))
    node = node.parent;
  const call = node.parent;
  return ts.isCallExpression(call) && app.graph.uses.some((use) => use.call === call);
}

/** lambda-api ignores what is not a function in `use()`. */
function isCallable(app: Application, file: string, expression: ts.Expression): boolean {
  return !isProblem(rootFunction(app, file, expression, 'middleware'));
}

/** End of the last second form behind a node that stands for an earlier name of `module.exports = { ... }`. */
function behindEarlier(node: ts.Node, rank: number): number {
  const list = node.parent;
  if (!ts.isSourceFile(list) || !ts.isStatement(node)) return node.end;
  let end = node.end;
  for (const next of list.statements.slice(list.statements.indexOf(node) + 1)) {
    const name = /^module\.exports\.(\w+)OnHono = /.exec(next.getText())?.[1];
    if (name === undefined) break;
    const entry = new RegExp(`\\b${name}\\b`).exec(node.getText());
    if (entry && node.getStart() + entry.index < rank) end = next.end;
  }
  return end;
}

/** Source of a function's second form, under the name of a twin. */
function twinText(unit: Unit, edits: EditSet): string {
  const start = unit.node.getStart();
  if (unit.kind !== 'main') {
    edits.insert(unit.name.end, TWIN_SUFFIX);
    return edits.textOf(start, unit.node.end);
  }
  const rest = edits.textOf(unit.headEnd, unit.node.end);
  return unit.isCommonJs
    ? `module.exports.${twinName(unit)}${rest}`
    : `export const ${twinName(unit)} = ${rest};`.replace(/;;$/, ';');
}

/** Whether the statement behind a registration is its Hono form. */
export function hasTwinStatement(app: Application, use: ApiUse): boolean {
  const statement = use.call.parent;
  const list = statement.parent;
  if (!ts.isBlock(list) && !ts.isSourceFile(list)) return false;
  const next = list.statements[list.statements.indexOf(statement as ts.Statement) + 1];
  if (!next) return false;
  return app.graph.uses.some(
    (other) =>
      other.framework === 'hono' && other.instance === use.instance && isIn(other.call, next),
  );
}

/** A registration is a statement of its own, or the one statement of a loop over its paths. */
function isIn(call: ts.CallExpression, statement: ts.Statement): boolean {
  if (call.parent === statement) return true;
  return ts.isForOfStatement(statement) && call.parent === statement.statement;
}

/**
 * Whether something other than registrations that are understood and converted functions
 * uses a function: it would meet the Hono form under the old name.
 */
function isUsedElsewhere(
  app: Application,
  fn: HandlerFunction,
  converted: ReadonlySet<HandlerFunction>,
): boolean {
  if (isNamedInBroken(app, fn)) return true;
  const nodes = new Set([...converted].map((other) => other.node as ts.Node));
  const known = new Set<ts.Node>([
    ...app.routes.map((site) => site.use.call),
    ...app.middleware.map((site) => site.use.call),
    ...app.graph.uses.filter((use) => use.method === 'finally').map((use) => use.call),
  ]);
  return mentionsOf(app.program, fn).some((id) => {
    const callee =
      ts.isPropertyAccessExpression(id.parent) && id.parent.name === id ? id.parent : id;
    const place = callee.parent;
    if (ts.isCallExpression(place) && place.expression === callee) {
      if (known.has(place.parent) || isFactoryCall(app, place)) return false;
      return ts.findAncestor(place, (node) => nodes.has(node)) === undefined;
    }
    if (ts.isCallExpression(place)) return !known.has(place) && !isBinding(place);
    return ts.isArrayLiteralExpression(place) || isTableEntry(place, callee);
  });
}

/** Whether a file that does not parse names a function or its module: it may call the old form once it is mended. */
function isNamedInBroken(app: Application, fn: HandlerFunction): boolean {
  const module = posix.basename(fn.file).replace(/\.[^.]+$/, '');
  const names = [nameOf(fn) ?? module, module].map(
    (name) => new RegExp(`\\b${escapeRegExp(name)}\\b`),
  );
  return app.program.broken.some(({ text }) => names.some((name) => name.test(text)));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `controller.get.bind(controller)` as a handler is read through. */
function isBinding(call: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'bind';
}

/** A value in an object that is not what a module exports: a table of routes, say. */
function isTableEntry(place: ts.Node, value: ts.Node): boolean {
  if (!ts.isPropertyAssignment(place) || place.initializer !== value) return false;
  const holder = place.parent.parent;
  return !(ts.isBinaryExpression(holder) && /^(module\.)?exports\b/.test(holder.left.getText()));
}

function isFactoryCall(app: Application, call: ts.CallExpression): boolean {
  const outer = call.parent;
  return ts.isCallExpression(outer) && app.graph.uses.some((use) => use.call === outer);
}

function collapse(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace('( ', '(');
}

/** Text of a nested expression moved to the outermost level. */
function dedent(node: ts.Node, text: string): string {
  const from = indentAt(text, node.getStart());
  const extra = from.length;
  if (extra === 0) return node.getText();
  return node
    .getText()
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(from) ? line.slice(extra) : line))
    .join('\n');
}
