import { ts } from '../engine/syntax/typescript.js';
import { evaluate, unwrap } from '../engine/syntax/evaluate.js';
import { SourceProgram } from '../engine/syntax/program.js';
import type { PackageView } from '../engine/transform.js';
import { traceInstances } from './graph/carriers.js';
import { compatName, isCompatSpecifier } from './graph/compat-module.js';
import { findInstances, optionOf, optionsOf } from './graph/instances.js';
import type { ApiGraph, ApiInstance, ApiUse } from './graph/model.js';
import {
  middlewareSites,
  routeSites,
  type MiddlewareSite,
  type RouteSite,
} from './graph/routes.js';
import { constantText } from './graph/constants.js';
import type { AppFacts, FunctionKind, HandlerFunction, Problem, Role } from './handlers/context.js';
import { presetsStatus } from './preset-status.js';
import { REQUEST_PROPERTIES } from './handlers/request-map.js';
import { HandlerRegistry } from './handlers/registry.js';

/** Everything the transform knows about one package, read from its sources as they stand. */
export interface Application {
  readonly program: SourceProgram;
  /** Files that name lambda-api or the compat module. */
  readonly files: readonly string[];
  readonly graph: ApiGraph;
  /** Registrations of routes, on lambda-api and on Hono. */
  readonly routes: readonly RouteSite[];
  readonly middleware: readonly MiddlewareSite[];
  readonly registry: HandlerRegistry;
}

const ROLES: Readonly<Record<FunctionKind, readonly Role[]>> = {
  handler: ['req', 'res', 'next'],
  middleware: ['req', 'res', 'next'],
  error: ['err', 'req', 'res', 'next'],
  finally: ['req', 'res'],
  'log request': ['req'],
  'log response': ['res'],
  helper: [],
};

/** Reads the application in a package; undefined when no file of it names lambda-api. */
export function readApplication(pkg: PackageView): Application | undefined {
  const files = pkg.candidates;
  if (files.length === 0) return undefined;
  const program = new SourceProgram(pkg);
  const instances = findInstances(program, files);
  const graph = traceInstances(program, instances);
  const routes = routeSites(program, graph);
  const middleware = middlewareSites(program, graph);
  const registry = new HandlerRegistry(program, readFacts(program, graph, pkg));
  return { program, files, graph, routes, middleware, registry };
}

/** The function that an expression in a registration stands for, or why it cannot be converted. */
export function rootFunction(
  app: Application,
  file: string,
  expression: ts.Expression,
  kind: FunctionKind,
): HandlerFunction | Problem {
  const value = evaluate(app.program, file, expression);
  const node = unwrap(expression);
  const name = node.getText().replace(/\s+/g, ' ').slice(0, 60);
  if (value.kind === 'function' && value.node.body)
    return app.registry.enter({ file: value.file, node: value.node, kind, roles: ROLES[kind] });
  if (value.kind === 'call') {
    const returned = returnedFunction(app, value.file, value.node);
    if (returned) return app.registry.enter({ ...returned, kind, roles: ROLES[kind] });
    return {
      code: 'handler-wrapped',
      file,
      node,
      details: { name: value.node.expression.getText() },
    };
  }
  return { code: 'handler-unresolved', file, node, details: { name } };
}

/** Whether a function or a problem came back. */
export function isProblem(value: HandlerFunction | Problem): value is Problem {
  return 'code' in value;
}

/** The function that a factory such as `requireRole('admin')` returns, when there is just one. */
function returnedFunction(
  app: Application,
  file: string,
  call: ts.CallExpression,
): Pick<HandlerFunction, 'file' | 'node'> | undefined {
  const factory = evaluate(app.program, file, call.expression);
  if (factory.kind !== 'function' || !factory.node.body) return undefined;
  const body = factory.node.body;
  const results: ts.Expression[] = [];
  if (!ts.isBlock(body)) results.push(body);
  else
    for (const statement of body.statements)
      if (ts.isReturnStatement(statement) && statement.expression)
        results.push(statement.expression);
  const only = results.length === 1 ? results[0] : undefined;
  if (!only) return undefined;
  const value = evaluate(app.program, factory.file, only);
  return value.kind === 'function' && value.node.body
    ? { file: value.file, node: value.node }
    : undefined;
}

/** Error middleware takes four parameters; lambda-api tells it from other middleware by that. */
export function middlewareKind(
  app: Application,
  file: string,
  expression: ts.Expression,
): 'middleware' | 'error' {
  const value = evaluate(app.program, file, expression);
  if (value.kind === 'function') return value.node.parameters.length === 4 ? 'error' : 'middleware';
  if (value.kind === 'call') {
    const returned = returnedFunction(app, value.file, value.node);
    if (returned?.node.parameters.length === 4) return 'error';
  }
  return 'middleware';
}

/** The instance that a call is made on has options; those of a finished migration are gone. */
export function createOptions(
  app: Application,
  instance: ApiInstance,
): Map<string, ts.Expression> | undefined {
  return optionsOf(app.program, instance.file, instance.creation);
}

/** Whether a registration passes the placeholder of a migrated route. */
export function isHelper(
  app: Application,
  use: ApiUse,
  expression: ts.Expression,
  name: string,
): boolean {
  return compatName(app.program, use.file, unwrap(expression)) === name;
}

const PRESET =
  /(?<!\.req)\.(?:header|setHeader|removeHeader)\(\s*(?:['"`]content-type['"`]|[A-Za-z_$])|\.(?:type|attachment|download)\(|(?<![\w.])attachment\(|setType\(|defaultHeaders\(|(?:setHeader|removeResponseHeader)\(\w+,\s*(?:['"`]content-type|[A-Za-z_$])/i;

const FAILS = /\bres(?:ponse)?\b[^;{}]*\.error\(|\bfail\(/;
const S3 = /\.getLink\(|\b(?:redirect|sendFile|download)\([^;]*['"`]s3:\/\//i;

function readFacts(program: SourceProgram, graph: ApiGraph, pkg: PackageView): AppFacts {
  const given = (name: string): (readonly [string, ts.Expression])[] =>
    graph.instances.flatMap(({ file, creation }) => {
      const value = optionOf(program, file, creation, name);
      return value ? [[file, value] as const] : [];
    });
  const textOf = (name: string): string | undefined =>
    given(name)
      .map(([file, value]) => constantText(program, file, value))
      .find((text) => text !== undefined);
  return {
    version: textOf('version') ?? 'v1',
    callbackName: textOf('callback')?.trim() ?? 'callback',
    serializes: given('serializer').length > 0,
    countsAnswers:
      given('logger').length > 0 ||
      graph.uses.some(({ method }) => method === 'finally' || method === 'onFinish'),
    fails: ownTexts(pkg).some((text) => FAILS.test(text)),
    usesS3: given('s3Config').length > 0 || ownTexts(pkg).some((text) => S3.test(text)),
    presetsContentType:
      given('headers').length > 0 || ownTexts(pkg).some((text) => PRESET.test(text)),
    presetsStatus: ownTexts(pkg).some((text) => presetsStatus(text)),
    callbackRun: graph.uses.some((use) => RUNNERS.has(use.method) && runsWithCallback(use)),
    overwritten: overwrittenProperties(pkg),
  };
}

const RUNNERS = new Set(['run', 'bridge', 'handle', 'run.bind']);

function runsWithCallback(use: ApiUse): boolean {
  if (use.method === 'run') return use.args.length > 2;
  const call = use.call.parent;
  return ts.isCallExpression(call) && call.arguments.length > 2;
}

/** Texts of the package's own code: the compat module is ours and sets headers of all kinds. */
function ownTexts(pkg: PackageView): string[] {
  return pkg.files
    .filter((path) => !isCompatSpecifier(ts.factory.createStringLiteral(path)))
    .map((path) => pkg.read(path) ?? '');
}

const PROPERTIES = [...REQUEST_PROPERTIES.keys()].join('|');
/** `.body = `, `['body'] += `, `.set('body'`. */
const ASSIGNED = new RegExp(
  `(?:\\.|\\[['"])(${PROPERTIES})(?:['"]\\])?\\s*(?:(?:[-+*/%|&^?]|<<|>>>?){0,2}=(?![=>])|\\+\\+|--)|\\.set\\(\\s*['"](${PROPERTIES})['"]`,
  'g',
);
const NAME_BEFORE = /(?<![\w$.])([A-Za-z_$][\w$]*)$/;
/** What requests and contexts are mostly called. */
const COMMON_NAMES = new Set(['req', 'request', 'c', 'ctx', 'context', 'honoContext']);

/** Properties of lambda-api's request that the application assigns itself, in either form of the code. */
function overwrittenProperties(pkg: PackageView): Set<string> {
  const texts = ownTexts(pkg);
  const found = new Set<string>();
  let names: ReadonlySet<string> | undefined;
  for (const text of texts)
    for (const match of text.matchAll(ASSIGNED)) {
      const name = match[1] ?? match[2];
      const holder = before(NAME_BEFORE, text, match.index);
      if (name === undefined || holder === undefined || found.has(name)) continue;
      const isRequest =
        COMMON_NAMES.has(holder) || (names ??= new Set(texts.flatMap(requestNames))).has(holder);
      if (isRequest) found.add(name);
    }
  return found;
}

const RESPONSE = /,\s*_?(?:res|resp|response|reply)\w*\s*[:,)]/g;
const PARAMETER_BEFORE = /([A-Za-z_$][\w$]*)(?:\s*:[^,()]+)?\s*$/;

/** What parameters in front of one for the response are called. */
function requestNames(text: string): string[] {
  return [...text.matchAll(RESPONSE)].flatMap(
    ({ index }) => before(PARAMETER_BEFORE, text, index) ?? [],
  );
}

/** What a pattern finds right before a place. */
function before(pattern: RegExp, text: string, place: number): string | undefined {
  return pattern.exec(text.slice(Math.max(0, place - 200), place))?.[1];
}

/** Text of a constant string argument. */
export function textArgument(app: Application, use: ApiUse, index: number): string | undefined {
  const argument = use.args[index];
  return argument ? constantText(app.program, use.file, argument) : undefined;
}
