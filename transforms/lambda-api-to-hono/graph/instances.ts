import { ts } from '../../engine/syntax/typescript.js';
import { evaluate, propertyText, unwrap } from '../../engine/syntax/evaluate.js';
import { moduleText, requireSpecifier } from '../../engine/syntax/modules.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { constantText, pathSegments } from './constants.js';
import { compatName } from './compat-module.js';
import type { ApiInstance } from './model.js';
import { LEGACY_PACKAGE } from './names.js';

/** Finds where API objects are made, lambda-api's and those that a finished migration has left. */
export function findInstances(program: SourceProgram, files: readonly string[]): ApiInstance[] {
  const instances: ApiInstance[] = [];
  for (const path of files) {
    const file = program.file(path);
    if (!file) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isCreateApi(program, path, node))
        instances.push({
          file: path,
          creation: node,
          framework: 'lambda-api',
          base: baseOf(program, path, node),
        });
      else if (ts.isNewExpression(node) && isHonoApp(program, path, node))
        instances.push({ file: path, creation: node, framework: 'hono', base: [] });
      ts.forEachChild(node, visit);
    };
    visit(file.ast);
  }
  return instances;
}

function isCreateApi(program: SourceProgram, file: string, call: ts.CallExpression): boolean {
  if (call.arguments.length > 1 || ts.isFunctionLike(call.expression)) return false;
  const root = rootIdentifier(call.expression);
  if (!root || (root.text !== 'require' && !isImported(program, file, root))) return false;
  const callee = evaluate(program, file, call.expression);
  return (
    callee.kind === 'package' &&
    callee.specifier === LEGACY_PACKAGE &&
    ['default', 'default.default', '*'].includes(callee.name)
  );
}

/** The identifier at the start of `a.b.c` or `a(b)`. */
function rootIdentifier(node: ts.Expression): ts.Identifier | undefined {
  let current = node;
  while (ts.isPropertyAccessExpression(current) || ts.isCallExpression(current))
    current = current.expression;
  return ts.isIdentifier(current) ? current : undefined;
}

/** Whether a name comes from lambda-api or from a file of the package; most calls are told apart by this alone. */
function isImported(program: SourceProgram, file: string, id: ts.Identifier): boolean {
  const declared = program.bindings(file).resolve(id);
  const specifier = declared && specifierOf(declared);
  if (specifier === undefined) return false;
  return specifier === LEGACY_PACKAGE || program.resolve(file, specifier) !== undefined;
}

/** The module that a declared name is imported or required from. */
function specifierOf(declared: ts.Identifier): string | undefined {
  for (let node: ts.Node = declared.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isImportDeclaration(node)) return moduleText(node.moduleSpecifier);
    if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      return moduleText(node.moduleReference.expression);
    if (ts.isVariableDeclaration(node)) return requiredIn(node.initializer);
    if (ts.isFunctionLike(node) || ts.isBlock(node)) return undefined;
  }
  return undefined;
}

/** The specifier of the `require()` at the start of `require('x')(options).y`. */
function requiredIn(initializer: ts.Expression | undefined): string | undefined {
  let node = initializer && unwrap(initializer);
  while (node) {
    const specifier = requireSpecifier(node);
    if (specifier !== undefined) return specifier;
    if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
    else if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))
      node = unwrap(node.expression);
    else return undefined;
  }
  return undefined;
}

/** `new Hono(lambdaApiRouting())`, with or without type arguments. */
function isHonoApp(program: SourceProgram, file: string, node: ts.NewExpression): boolean {
  const options = node.arguments?.[0];
  return (
    options !== undefined &&
    ts.isCallExpression(options) &&
    compatName(program, file, options.expression) === 'lambdaApiRouting'
  );
}

/** The value of one of createAPI's options, undefined when it is not given or the options are not written out. */
export function optionOf(
  program: SourceProgram,
  file: string,
  call: ts.CallExpression | ts.NewExpression,
  name: string,
): ts.Expression | undefined {
  return optionsOf(program, file, call)?.get(name);
}

/** createAPI's options by name; undefined when they are not written out as an object. */
export function optionsOf(
  program: SourceProgram,
  file: string,
  call: ts.CallExpression | ts.NewExpression,
): Map<string, ts.Expression> | undefined {
  const options = new Map<string, ts.Expression>();
  const argument = call.arguments?.[0];
  if (!argument) return options;
  const value = evaluate(program, file, argument);
  if (value.kind !== 'object') return undefined;
  for (const property of value.node.properties) {
    const name = property.name ? propertyText(property.name) : undefined;
    if (name === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) options.set(name, property.initializer);
    else if (ts.isShorthandPropertyAssignment(property)) options.set(name, property.name);
    else return undefined;
  }
  return options;
}

function baseOf(program: SourceProgram, file: string, call: ts.CallExpression): string[] {
  const base = optionOf(program, file, call, 'base');
  return base ? pathSegments(constantText(program, file, base) ?? '') : [];
}
