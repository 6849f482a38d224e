import { ts } from './typescript.js';

/** The identifier that declares a name; its identity stands for the binding. */
export type Declaration = ts.Identifier;

/**
 * Names of one file resolved by scope, without the type checker (asking the checker
 * for every identifier was measured at several hundred times the cost of parsing).
 */
export class Bindings {
  /** By name and scope. Most names are declared once in a file: those have no map of their own. */
  private readonly declared = new Map<string, Declared | Map<ts.Node, Declaration>>();
  /** Most names stand once in a file: those have no list. */
  private readonly byName = new Map<string, ts.Identifier | ts.Identifier[]>();

  constructor(readonly ast: ts.SourceFile) {
    this.collect();
  }

  /** The declaration that an identifier in value position refers to; undefined for globals. */
  resolve(identifier: ts.Identifier): Declaration | undefined {
    return this.lookup(identifier.text, identifier);
  }

  /** The declaration a name has at a place. */
  lookup(name: string, at: ts.Node): Declaration | undefined {
    const declared = this.declared.get(name);
    if (!declared) return undefined;
    for (let node: ts.Node | undefined = at; node; node = node.parent) {
      if (declared instanceof Map) {
        const found = declared.get(node);
        if (found) return found;
      } else if (declared.scope === node) return declared.id;
    }
    return undefined;
  }

  /** Every identifier that refers to a declaration, the declaration itself left out. */
  references(declaration: Declaration): ts.Identifier[] {
    return this.identifiers(declaration.text).filter(
      (id) => id !== declaration && isReference(id) && this.resolve(id) === declaration,
    );
  }

  /** Whether a name is declared or used as a free variable anywhere in the file. */
  mentions(name: string): boolean {
    return this.identifiers(name).some((id) => isReference(id) || isDeclarationName(id));
  }

  /** All identifiers of the file with this text, property names included. */
  identifiers(name: string): readonly ts.Identifier[] {
    const held = this.byName.get(name);
    if (held === undefined) return [];
    return Array.isArray(held) ? held : [held];
  }

  /** One walk with one function: it runs for every node of every file. */
  private collect(): void {
    let parent: ts.Node = this.ast;
    const visit = (node: ts.Node): void => {
      link(node, parent);
      if (ts.isIdentifier(node)) this.note(node);
      else this.declare(node);
      const around = parent;
      parent = node;
      ts.forEachChild(node, visit);
      parent = around;
    };
    ts.forEachChild(this.ast, visit);
  }

  private note(id: ts.Identifier): void {
    const held = this.byName.get(id.text);
    if (held === undefined) this.byName.set(id.text, id);
    else if (Array.isArray(held)) held.push(id);
    else this.byName.set(id.text, [held, id]);
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

  private add(scope: ts.Node, id: ts.Identifier): void {
    const held = this.declared.get(id.text);
    if (!held) this.declared.set(id.text, { scope, id });
    else if (held instanceof Map) {
      if (!held.has(scope)) held.set(scope, id);
    } else if (held.scope !== scope) {
      const both = new Map([
        [held.scope, held.id],
        [scope, id],
      ]);
      this.declared.set(id.text, both);
    }
  }
}

/** A declaration and where it is visible. */
interface Declared {
  readonly scope: ts.Node;
  readonly id: Declaration;
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
