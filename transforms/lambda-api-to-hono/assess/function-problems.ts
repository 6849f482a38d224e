import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import { projectOf } from '../compat-file/places.js';
import type { RouteSite } from '../graph/routes.js';
import { nameOf } from '../handlers/call-sites.js';
import type { HandlerFunction, Problem } from '../handlers/context.js';
import { isExportedFunction } from '../handlers/function-uses.js';
import { isModuleListed } from '../handlers/member-access.js';
import { twinOf, unitOf } from '../handlers/units.js';

/** Functions of another Nx project: what they share with this one would need a module that both import. */
export function foreignFunctions(
  app: Application,
  site: RouteSite,
  functions: ReadonlySet<HandlerFunction>,
): Problem[] {
  const { pkg } = app.program;
  const own = projectOf(pkg, site.use.instance.file);
  return [...functions]
    .filter((fn) => projectOf(pkg, fn.file) !== own)
    .map((fn) => ({
      code: 'handler-unresolved',
      file: fn.file,
      node: fn.node,
      details: { name: nameOf(fn) ?? 'anonymous' },
    }));
}

/** lambda-api counts the parameters of middleware, as `fn.length` does, when the application starts. */
export function arityProblems(fn: HandlerFunction): Problem[] {
  const end = fn.node.parameters.findIndex(
    ({ initializer, dotDotDotToken }) => initializer !== undefined || dotDotDotToken !== undefined,
  );
  const count = end < 0 ? fn.node.parameters.length : end;
  if (count === 3) return [];
  const details = { name: nameOf(fn) ?? 'anonymous', count: String(count) };
  return [{ code: 'middleware-arity', file: fn.file, node: fn.node, details }];
}

/** Handlers among the exports of a file that are listed as a whole: a second form cannot stand beside them. */
export function listedFunctions(
  app: Application,
  functions: ReadonlySet<HandlerFunction>,
): Problem[] {
  const { program } = app;
  return [...functions]
    .filter((fn) => isExportedFunction(program, fn) && isModuleListed(program, fn.file))
    .map((fn) => ({
      code: 'exports-listed',
      file: fn.file,
      node: fn.node,
      details: { name: nameOf(fn) ?? 'anonymous' },
    }));
}

/** The Hono form that a function has already takes what its other callers pass: another kind of call does not fit. */
export function twinMismatch(fn: HandlerFunction): Problem[] {
  const unit = unitOf(fn.node);
  const twin = unit && twinOf(unit);
  const form = twin && firstFunction(twin.node);
  if (!form || fn.kind !== 'helper') return [];
  const taken = fn.roles.filter((role) => role === 'req' || role === 'res').length;
  const expected = fn.node.parameters.length - taken + Math.min(taken, 1);
  if (form.parameters.length === expected) return [];
  const target = 'a function that other routes call with a request in another place';
  return [
    { code: 'request-escapes', file: fn.file, node: fn.node, details: { name: 'req', target } },
  ];
}

function firstFunction(node: ts.Node): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionLike(node)) return node;
  return ts.forEachChild(node, firstFunction);
}
