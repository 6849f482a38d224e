import { ts } from './typescript.js';
import { moduleText, requireSpecifier, type ExportSource } from './modules.js';
import type { SourceProgram } from './program.js';

export type FunctionNode =
  ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

/** What an expression is known to be without running it. `file` is where the node stands. */
export type Value =
  | { readonly kind: 'function'; readonly file: string; readonly node: FunctionNode }
  | { readonly kind: 'class'; readonly file: string; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'instance'; readonly file: string; readonly node: ts.ClassLikeDeclaration }
  | { readonly kind: 'object'; readonly file: string; readonly node: ts.ObjectLiteralExpression }
  | { readonly kind: 'module'; readonly file: string }
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string }
  | { readonly kind: 'parameter'; readonly file: string; readonly node: ts.ParameterDeclaration }
  | { readonly kind: 'call'; readonly file: string; readonly node: ts.CallExpression }
  | { readonly kind: 'expression'; readonly file: string; readonly node: ts.Expression };

const DEPTH = 24;

/** Strips parentheses, casts, `satisfies` and non-null assertions. */
export function unwrap(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isTypeAssertionExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isNonNullExpression(current)
  )
    current = current.expression;
  return current;
}

/** Follows an expression to the function, class, object, module or call that it stands for. */
export function evaluate(
  program: SourceProgram,
  file: string,
  node: ts.Expression,
  depth = 0,
): Value {
  const expression = unwrap(node);
  const unknown: Value = { kind: 'expression', file, node: expression };
  if (depth > DEPTH) return unknown;
  if (ts.isArrowFunction(expression) || ts.isFunctionExpression(expression))
    return { kind: 'function', file, node: expression };
  if (ts.isClassExpression(expression)) return { kind: 'class', file, node: expression };
  if (ts.isObjectLiteralExpression(expression)) return { kind: 'object', file, node: expression };
  if (ts.isIdentifier(expression)) return ofIdentifier(program, file, expression, depth) ?? unknown;
  if (ts.isPropertyAccessExpression(expression)) {
    const object = evaluate(program, file, expression.expression, depth + 1);
    return member(program, object, expression.name.text, depth + 1) ?? unknown;
  }
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return ofThis(file, expression) ?? unknown;
  if (ts.isNewExpression(expression)) {
    const callee = evaluate(program, file, expression.expression, depth + 1);
    return callee.kind === 'class' ? { ...callee, kind: 'instance' } : unknown;
  }
  if (ts.isAwaitExpression(expression)) {
    const inner = expression.expression;
    if (ts.isCallExpression(inner) && inner.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const specifier = moduleText(inner.arguments[0]);
      if (specifier !== undefined) return namespaceOf(program, file, specifier);
    }
    return unknown;
  }
  if (ts.isCallExpression(expression)) return ofCall(program, file, expression, depth);
  return unknown;
}

function ofCall(
  program: SourceProgram,
  file: string,
  node: ts.CallExpression,
  depth: number,
): Value {
  const specifier = requireSpecifier(node);
  if (specifier !== undefined) return mainOf(program, file, specifier, depth + 1);
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind')
    return evaluate(program, file, callee.expression, depth + 1);
  return { kind: 'call', file, node };
}

function ofThis(file: string, node: ts.Node): Value | undefined {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    if (ts.isClassLike(at)) return { kind: 'instance', file, node: at };
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
  }
  return undefined;
}

function ofIdentifier(
  program: SourceProgram,
  file: string,
  node: ts.Identifier,
  depth: number,
): Value | undefined {
  const declaration = program.bindings(file).resolve(node);
  const declared = declaration && ofDeclaration(program, file, declaration, depth + 1);
  return declared ?? ofAssignments(program, file, node, declaration, depth);
}

/** A variable that is only ever given new instances of one class, declared or not. */
function ofAssignments(
  program: SourceProgram,
  file: string,
  node: ts.Identifier,
  declaration: ts.Identifier | undefined,
  depth: number,
): Value | undefined {
  const initial = declaration?.parent;
  if (initial && !ts.isVariableDeclaration(initial)) return undefined;
  const bindings = program.bindings(file);
  const values = initial?.initializer
    ? [evaluate(program, file, initial.initializer, depth + 1)]
    : [];
  for (const id of bindings.identifiers(node.text)) {
    const written = id.parent;
    if (!ts.isBinaryExpression(written) || written.left !== id || !isAssignmentTarget(id)) continue;
    if (bindings.resolve(id) !== declaration) continue;
    values.push(evaluate(program, file, written.right, depth + 1));
  }
  const [first, ...others] = values;
  if (first?.kind !== 'instance') return undefined;
  return others.every((value) => value.kind === 'instance' && value.node === first.node)
    ? first
    : undefined;
}

/** The value that a declared name has, when it is declared once and never assigned again. */
export function ofDeclaration(
  program: SourceProgram,
  file: string,
  name: ts.Identifier,
  depth = 0,
): Value | undefined {
  const parent = name.parent;
  if (ts.isVariableDeclaration(parent)) {
    if (!parent.initializer || isReassigned(program, file, name)) return undefined;
    return evaluate(program, file, parent.initializer, depth + 1);
  }
  if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent))
    return { kind: 'function', file, node: parent };
  if (ts.isClassLike(parent)) return { kind: 'class', file, node: parent };
  if (ts.isParameter(parent)) return { kind: 'parameter', file, node: parent };
  if (ts.isBindingElement(parent)) return ofBindingElement(program, file, parent, depth);
  return ofImport(program, file, name, depth);
}

function ofBindingElement(
  program: SourceProgram,
  file: string,
  element: ts.BindingElement,
  depth: number,
): Value | undefined {
  const key = element.propertyName ?? element.name;
  const pattern = element.parent;
  if (!ts.isIdentifier(key) || !ts.isObjectBindingPattern(pattern)) return undefined;
  const holder = pattern.parent;
  if (!ts.isVariableDeclaration(holder) || !holder.initializer) return undefined;
  const object = evaluate(program, file, holder.initializer, depth + 1);
  return member(program, object, key.text, depth + 1);
}

function ofImport(
  program: SourceProgram,
  file: string,
  name: ts.Identifier,
  depth: number,
): Value | undefined {
  const parent = name.parent;
  if (ts.isImportClause(parent)) {
    const specifier = moduleText(parent.parent.moduleSpecifier);
    return specifier === undefined ? undefined : mainOf(program, file, specifier, depth + 1);
  }
  if (ts.isNamespaceImport(parent)) {
    const specifier = moduleText(parent.parent.parent.moduleSpecifier);
    return specifier === undefined ? undefined : namespaceOf(program, file, specifier);
  }
  if (ts.isImportSpecifier(parent)) {
    const specifier = moduleText(parent.parent.parent.parent.moduleSpecifier);
    const imported = (parent.propertyName ?? parent.name).text;
    return specifier === undefined
      ? undefined
      : imported === 'default'
        ? mainOf(program, file, specifier, depth + 1)
        : member(program, namespaceOf(program, file, specifier), imported, depth + 1);
  }
  if (
    ts.isImportEqualsDeclaration(parent) &&
    ts.isExternalModuleReference(parent.moduleReference)
  ) {
    const specifier = moduleText(parent.moduleReference.expression);
    return specifier === undefined ? undefined : mainOf(program, file, specifier, depth + 1);
  }
  return undefined;
}

function namespaceOf(program: SourceProgram, from: string, specifier: string): Value {
  const file = program.resolve(from, specifier);
  return file === undefined ? { kind: 'package', specifier, name: '*' } : { kind: 'module', file };
}

/** What `require(specifier)` or a default import gives. */
function mainOf(program: SourceProgram, from: string, specifier: string, depth: number): Value {
  const file = program.resolve(from, specifier);
  if (file === undefined) return { kind: 'package', specifier, name: 'default' };
  const exports = program.exportsOf(file);
  if (exports.main && exports.named.size === 0)
    return ofExport(program, file, exports.main, depth) ?? { kind: 'module', file };
  if (exports.main) {
    const value = ofExport(program, file, exports.main, depth);
    if (value && value.kind !== 'object') return value;
  }
  return { kind: 'module', file };
}

function ofExport(
  program: SourceProgram,
  file: string,
  source: ExportSource,
  depth: number,
): Value | undefined {
  if (source.kind === 'reexport') {
    if (source.name === '*') return namespaceOf(program, file, source.specifier);
    if (source.name === 'default') return mainOf(program, file, source.specifier, depth + 1);
    return member(program, namespaceOf(program, file, source.specifier), source.name, depth + 1);
  }
  const node = source.node;
  if (ts.isVariableDeclaration(node))
    return node.initializer ? evaluate(program, file, node.initializer, depth + 1) : undefined;
  if (ts.isFunctionDeclaration(node)) return { kind: 'function', file, node };
  if (ts.isClassDeclaration(node)) return { kind: 'class', file, node };
  if (ts.isExpression(node)) return evaluate(program, file, node, depth + 1);
  return undefined;
}

/** A property of a module, an object literal, a class or an instance. */
export function member(
  program: SourceProgram,
  object: Value,
  name: string,
  depth = 0,
): Value | undefined {
  if (depth > DEPTH) return undefined;
  if (object.kind === 'package')
    return object.name === '*'
      ? { ...object, name }
      : { ...object, name: `${object.name}.${name}` };
  if (object.kind === 'module') return moduleMember(program, object.file, name, depth);
  if (object.kind === 'object') return objectMember(program, object.file, object.node, name, depth);
  if (object.kind === 'instance' || object.kind === 'class')
    return classMember(program, object, name, depth);
  return undefined;
}

function moduleMember(
  program: SourceProgram,
  file: string,
  name: string,
  depth: number,
): Value | undefined {
  const exports = program.exportsOf(file);
  const source = exports.named.get(name);
  if (source) return ofExport(program, file, source, depth + 1);
  if (name === 'default' && exports.main) return ofExport(program, file, exports.main, depth + 1);
  if (exports.main) {
    const main = ofExport(program, file, exports.main, depth + 1);
    if (main && main.kind !== 'module') return member(program, main, name, depth + 1);
  }
  for (const specifier of exports.stars) {
    const found = member(program, namespaceOf(program, file, specifier), name, depth + 1);
    if (found && found.kind !== 'package') return found;
  }
  return undefined;
}

function objectMember(
  program: SourceProgram,
  file: string,
  object: ts.ObjectLiteralExpression,
  name: string,
  depth: number,
): Value | undefined {
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const inner = evaluate(program, file, property.expression, depth + 1);
      const found = member(program, inner, name, depth + 1);
      if (found) return found;
    } else if (!property.name || propertyText(property.name) !== name) continue;
    else if (ts.isPropertyAssignment(property))
      return evaluate(program, file, property.initializer, depth + 1);
    else if (ts.isShorthandPropertyAssignment(property))
      return ofIdentifier(program, file, property.name, depth + 1);
    else if (ts.isMethodDeclaration(property)) return { kind: 'function', file, node: property };
  }
  return undefined;
}

function classMember(
  program: SourceProgram,
  object: { kind: 'instance' | 'class'; file: string; node: ts.ClassLikeDeclaration },
  name: string,
  depth: number,
): Value | undefined {
  const wantStatic = object.kind === 'class';
  for (const element of object.node.members) {
    if (!element.name || propertyText(element.name) !== name) continue;
    const isStatic =
      ts.canHaveModifiers(element) &&
      (ts.getModifiers(element)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword) ?? false);
    if (isStatic !== wantStatic) continue;
    if (ts.isMethodDeclaration(element))
      return { kind: 'function', file: object.file, node: element };
    if (ts.isPropertyDeclaration(element) && element.initializer)
      return evaluate(program, object.file, element.initializer, depth + 1);
  }
  return undefined;
}

/** Text of a property name that is written out; undefined for computed ones. */
export function propertyText(name: ts.PropertyName | ts.BindingName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name))
    return name.text;
  if (ts.isPrivateIdentifier(name)) return name.text;
  return undefined;
}

/** Whether a variable is assigned after its declaration. */
export function isReassigned(program: SourceProgram, file: string, name: ts.Identifier): boolean {
  return program.bindings(file).references(name).some(isAssignmentTarget);
}

/** Whether an expression is written to: `x = 1`, `x += 1`, `x++`, `[x] = y`, `for (x of y)`. */
export function isAssignmentTarget(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const kind = parent.operatorToken.kind;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken ||
      parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent))
    return parent.initializer === node;
  return false;
}
