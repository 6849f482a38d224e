import { ts } from '../../engine/syntax/typescript.js';
import { pathOf, type Link, type PackageGraph } from '../graph/package-graph.js';
import { formOf } from '../graph/site-form.js';
import type { ModuleFile } from '../model/facts.js';
import { isCompatModule } from './half-migrated.js';

/** Whether some file may read the `name` of what a module exports. */
export interface NameReaders {
  /** Of the function or class that one of its exports is. */
  isRead(path: string, exported: string, value: ts.Expression): boolean;
  /** Of the function or class that it exports as a whole. */
  isWholeRead(path: string, value: ts.Expression): boolean;
}

/**
 * Tells which exports may have the `name` of their function or class read: those of `f.name`, all
 * classes and functions where some file reads `constructor.name`, and all of a module that is
 * printed, because what prints a function shows its name.
 */
export function namesRead(graph: PackageGraph): NameReaders {
  const read = new Set<string>();
  const printed = new Set<string>();
  for (const module of graph.modules.values()) {
    // It reads the names of handlers of routes, as lambda-api does.
    if (isCompatModule(module.path)) continue;
    for (const { parent } of module.bindings.identifiers('name'))
      if ('expression' in parent && 'name' in parent) read.add(lastWord(parent.getText()));
    const shown = printedValues(module);
    for (const value of shown) read.add(/[\w$]+$/.exec(value.getText())?.[0] ?? '');
    for (const link of shown.length > 0 ? graph.linksOf(module.path) : [])
      if (shown.some((value) => isOf(module, link, value))) printed.add(pathOf(link.target) ?? '');
  }
  const isAny = read.has('constructor') || read.has('target');
  return {
    isRead: (path, exported, value) =>
      printed.has(path) || read.has(exported) || (isAny && !ts.isArrowFunction(value)),
    isWholeRead: (path, value) => printed.has(path) || (isAny && ts.isClassExpression(value)),
  };
}

/** Whether a function or class has no name of its own, and gets one from the variable it is put into. */
export function isNameless(value: ts.Expression): boolean {
  const isMade = ts.isClassExpression(value) || ts.isFunctionExpression(value);
  return ts.isArrowFunction(value) || (isMade && !value.name);
}

/** What is passed to `console.log` and its like, and to `inspect`. */
function printedValues({ bindings }: ModuleFile): ts.Expression[] {
  return [...bindings.identifiers('console'), ...bindings.identifiers('inspect')].flatMap((id) => {
    let callee: ts.Node = id;
    while (ts.isPropertyAccessExpression(callee.parent)) callee = callee.parent;
    const call = callee.parent;
    return ts.isCallExpression(call) && call.expression === callee ? [...call.arguments] : [];
  });
}

/** Whether a value is the module that a require gives. */
function isOf({ bindings }: ModuleFile, { site }: Link, value: ts.Expression): boolean {
  if (value === site.node) return true;
  const form = formOf(site);
  return form.kind === 'whole' && ts.isIdentifier(value) && bindings.resolve(value) === form.name;
}

/** @example lastWord('error.constructor.name') // 'constructor' */
function lastWord(access: string): string {
  return /([\w$]+)\??\.name$/.exec(access)?.[1] ?? '';
}
