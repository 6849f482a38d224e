import { moduleText } from '../../engine/syntax/modules.js';
import { ts } from '../../engine/syntax/typescript.js';
import { builtinExports, builtinName, compat, isBuiltin } from '../../llrt/compat.js';
import { isInRange } from '../../llrt/release.js';
import { applies } from '../../llrt/rules.js';
import { isLoader, type ModuleMember } from '../bundle/builtins.js';
import { isGuarded } from '../bundle/context.js';
import { hit, type Detector, type Hit, type Tools } from './hit.js';
import { ruleOfModule, ruleOfName } from './module-rules.js';
import { textOf, valueOf } from './values.js';

/** Imports of modules that the release lacks, and names that its modules lack. */
export const detectModules: Detector = (node, tools) => {
  if (ts.isImportDeclaration(node)) return ofImport(node, tools);
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return missingModule(moduleText(node.moduleSpecifier), node, tools);
  if (ts.isCallExpression(node) && loadsModule(node, tools)) {
    const specifier = textOf(node.arguments[0], tools);
    if (specifier !== undefined)
      return isGuarded(node, specifier) ? [] : missingModule(specifier, node, tools);
  }
  if (ts.isPropertyAccessExpression(node)) return ofMember(node, tools);
  if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) {
    const member = tools.modules.ofName(node.name);
    return member ? missingMember(member, node, tools) : [];
  }
  return [];
};

/** Modules that are loaded by a name which nothing here can read: one of those that are missing, perhaps. */
export const detectUnreadImports: Detector = (node, tools) => {
  if (!ts.isCallExpression(node) || !loadsModule(node, tools)) return [];
  const [first] = node.arguments;
  if (!first || textOf(first, tools) !== undefined) return [];
  return hit(tools, 'llrt-import-unread', node, first.getText().replace(/\s+/g, ' ').slice(0, 40));
};

/** `import(x)`, `require(x)`, and calls of what `createRequire()` gives. */
function loadsModule({ expression }: ts.CallExpression, tools: Tools): boolean {
  if (isLoader(expression)) return true;
  const made = valueOf(expression, tools);
  if (!ts.isCallExpression(made)) return false;
  const maker = tools.modules.of(made.expression);
  return maker?.module === 'module' && maker.path.join('.') === 'createRequire';
}

function ofImport(node: ts.ImportDeclaration, tools: Tools): readonly Hit[] {
  const specifier = moduleText(node.moduleSpecifier);
  const missing = missingModule(specifier, node, tools);
  if (specifier === undefined || missing.length > 0) return missing;
  const named = node.importClause?.namedBindings;
  if (!named || !ts.isNamedImports(named)) return [];
  return named.elements.flatMap((element) => {
    const name = (element.propertyName ?? element.name).text;
    return missingMember({ module: builtinName(specifier), path: [name] }, element, tools);
  });
}

function missingModule(specifier: string | undefined, node: ts.Node, tools: Tools): readonly Hit[] {
  if (specifier === undefined || !isBuiltin(specifier)) return [];
  if (builtinExports(tools.release.facts, specifier)) return [];
  const module = builtinName(specifier);
  const code = ruleOfModule(module);
  if (!applies(code, tools.release)) return [];
  const details = { module, name: 'The module itself' };
  return [{ code, node, details, what: `the module "${module}"` }];
}

function ofMember(node: ts.PropertyAccessExpression, tools: Tools): readonly Hit[] {
  // The member of a member is reported where the member is.
  const member = tools.modules.of(node);
  if (!member || isGuarded(node, node.name.text)) return [];
  return missingMember(member, node, tools);
}

/** `fs.promises.x` is looked up in fs/promises. */
function missingMember(member: ModuleMember, node: ts.Node, tools: Tools): readonly Hit[] {
  if (!isBuiltin(member.module)) return [];
  const isPromises = member.module === 'fs' && member.path[0] === 'promises';
  const module = isPromises ? 'fs/promises' : member.module;
  const [name, ...deeper] = isPromises ? member.path.slice(1) : member.path;
  const exports = builtinExports(tools.release.facts, module);
  if (!exports || name === undefined || deeper.length > 0 || name === 'default') return [];
  if (isUndefined(module, name, tools)) {
    const details = { name, module };
    return [{ code: 'llrt-fs-promises-append', node, details, what: `\`${name}\` of "${module}"` }];
  }
  if (exports.has(name) || !isPlausible(node)) return [];
  const code = ruleOfName(module, name);
  if (!applies(code, tools.release)) return [];
  return [{ code, node, details: { name, module }, what: `\`${name}\` of "${module}"` }];
}

/** Whether a name can be imported in the release and is undefined there. */
function isUndefined(module: string, name: string, { release }: Tools): boolean {
  const known = compat.declared_but_undefined;
  const entry = module === 'fs/promises' ? known['fs/promises'][name] : undefined;
  return entry !== undefined && isInRange(release, { until: entry.until });
}

/** A member that the code itself gives a value is there. */
function isPlausible(node: ts.Node): boolean {
  const { parent } = node;
  const written =
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return !written;
}
