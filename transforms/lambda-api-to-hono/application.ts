import { ts } from '../engine/syntax/typescript.js';
import { evaluate, unwrap } from '../engine/syntax/evaluate.js';
import { SourceProgram } from '../engine/syntax/program.js';
import type { PackageView } from '../engine/transform.js';
import { returnedFunction } from './factories.js';
import { readFacts } from './facts.js';
import { traceInstances } from './graph/carriers.js';
import { compatName } from './graph/compat-module.js';
import { findInstances, optionsOf } from './graph/instances.js';
import type { ApiGraph, ApiInstance, ApiUse } from './graph/model.js';
import {
  middlewareSites,
  routeSites,
  type MiddlewareSite,
  type RouteSite,
} from './graph/routes.js';
import { constantText } from './graph/constants.js';
import type { FunctionKind, HandlerFunction, Problem, Role } from './handlers/context.js';
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
  const registry = new HandlerRegistry(program, readFacts(pkg, program, graph, middleware));
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
    const returned = returnedFunction(app.program, value.file, value.node);
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

/** Text of a constant string argument. */
export function textArgument(app: Application, use: ApiUse, index: number): string | undefined {
  const argument = use.args[index];
  return argument ? constantText(app.program, use.file, argument) : undefined;
}
