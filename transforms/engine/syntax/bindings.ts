import { ts } from './typescript.js';

/** The identifier that declares a name; its identity stands for the binding. */
export type Declaration = ts.Identifier;

/**
 * Names of one file resolved by scope, without the type checker (asking the checker
 * for every identifier was measured at several hundred times the cost of parsing).
 */
export class Bindings {
  private readonly scopes = new Map<ts.Node, Map<string, Declaration>>();
  private readonly byName = new Map<string, ts.Identifier[]>();

  constructor(readonly ast: ts.SourceFile) {
    this.collect(ast);
  }

  /** The declaration that an identifier in value position refers to; undefined for globals. */
  resolve(identifier: ts.Identifier): Declaration | undefined {
    return this.lookup(identifier.text, identifier);
  }

  /** The declaration a name has at a place. */
  lookup(name: string, at: ts.Node): Declaration | undefined {
    for (let node: ts.Node | undefined = at; node; node = node.parent) {
      const found = this.scopes.get(node)?.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** Every identifier that refers to a declaration, the declaration itself left out. */
  references(declaration: Declaration): ts.Identifier[] {
    return (this.byName.get(declaration.text) ?? []).filter(
      (id) => id !== declaration && isReference(id) && this.resolve(id) === declaration,
    );
  }

  /** Whether a name is declared or used as a free variable anywhere in the file. */
  mentions(name: string): boolean {
    return (this.byName.get(name) ?? []).some((id) => isReference(id) || isDeclarationName(id));
  }

  /** All identifiers of the file with this text, property names included. */
  identifiers(name: string): readonly ts.Identifier[] {
    return this.byName.get(name) ?? [];
  }

  private collect(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      const list = this.byName.get(node.text);
      if (list) list.push(node);
      else this.byName.set(node.text, [node]);
    }
    this.declare(node);
    ts.forEachChild(node, (child) => {
      link(child, node);
      this.collect(child);
    });
  }

  private declare(node: ts.Node): void {
    if (ts.isVariableDeclaration(node)) {
      const scope = isVar(node) ? functionScope(node) : blockScope(node);
      this.declarePattern(scope, node.name);
    } else if (ts.isParameter(node)) {
      this.declarePattern(node.parent, node.name);
    } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
      if (node.name) this.add(blockScope(node.parent, true), node.name);
    } else if (ts.isFunctionExpression(node) || ts.isClassExpression(node)) {
      if (node.name) this.add(node, node.name);
    } else if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) {
      if (ts.isIdentifier(node.name)) this.add(blockScope(node.parent, true), node.name);
    } else if (
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportEqualsDeclaration(node)
    ) {
      if (node.name) this.add(this.ast, node.name);
    }
  }

  private declarePattern(scope: ts.Node, name: ts.BindingName): void {
    if (ts.isIdentifier(name)) this.add(scope, name);
    else
      for (const element of name.elements)
        if (ts.isBindingElement(element)) this.declarePattern(scope, element.name);
  }

  private add(scope: ts.Node, name: ts.Identifier): void {
    let names = this.scopes.get(scope);
    if (!names) this.scopes.set(scope, (names = new Map()));
    if (!names.has(name.text)) names.set(name.text, name);
  }
}

const known = new WeakMap<ts.SourceFile, Bindings>();

/** The bindings of a tree, which never changes: made once for each. */
export function bindingsOf(ast: ts.SourceFile): Bindings {
  let bindings = known.get(ast);
  if (!bindings) known.set(ast, (bindings = new Bindings(ast)));
  return bindings;
}

/** A parser that links nodes with their parents walks the tree once more than is needed. */
function link(child: { parent?: ts.Node }, parent: ts.Node): void {
  child.parent = parent;
}

/** Whether an identifier reads or writes a variable, as opposed to naming a property or declaring something. */
export function isReference(id: ts.Identifier): boolean {
  const parent = id.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent)) return parent.name !== id;
  if (ts.isQualifiedName(parent)) return parent.left === id;
  if (ts.isBindingElement(parent)) return parent.initializer === id;
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === id;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) return false;
  if (ts.isNamespaceImport(parent) || ts.isNamespaceExport(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isJsxAttribute(parent)) return false;
  if (isDeclarationName(id)) return false;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isEnumMember(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent)
  )
    return parent.name !== id;
  return true;
}

/** Whether an identifier is the name that a declaration introduces. */
export function isDeclarationName(id: ts.Identifier): boolean {
  const parent = id.parent;
  if (ts.isImportSpecifier(parent)) return parent.name === id;
  if (ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionLike(parent) ||
      ts.isClassLike(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isTypeParameterDeclaration(parent)) &&
    parent.name === id &&
    !ts.isMethodDeclaration(parent) &&
    !ts.isAccessor(parent)
  );
}

function isVar(node: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableDeclarationList(node.parent) && !(node.parent.flags & ts.NodeFlags.BlockScoped)
  );
}

function functionScope(node: ts.Node): ts.Node {
  let current = node.parent;
  while (!ts.isFunctionLike(current) && !ts.isSourceFile(current) && !ts.isModuleBlock(current))
    current = current.parent;
  return current;
}

function blockScope(node: ts.Node, inclusive = false): ts.Node {
  let current = inclusive ? node : node.parent;
  while (!isBlockScope(current)) current = current.parent;
  return current;
}

function isBlockScope(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isFunctionLike(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isCaseBlock(node) ||
    ts.isModuleBlock(node)
  );
}
