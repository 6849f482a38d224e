import { builtinName, isBuiltin } from '../../llrt/compat.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { moduleText } from '../../engine/syntax/modules.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { BundleView } from './view.js';

/** A module that is left as an import, or a member of it. */
export interface ModuleMember {
  /** Specifier; without `node:` for modules of Node.js. */
  readonly module: string;
  /** Names that lead from the module to the member; none: the module itself. */
  readonly path: readonly string[];
}

/** Says which expressions stand for modules that the bundle leaves as imports, and their members. */
export interface ExternalModules {
  /** The module or member that an expression stands for. */
  of(expression: ts.Expression): ModuleMember | undefined;
  /** The module or member that a declared name stands for. */
  ofName(name: ts.Identifier): ModuleMember | undefined;
}

const DEPTH = 12;

/** Makes `ExternalModules` for a bundle. */
export function externalModules({ bindings }: BundleView): ExternalModules {
  const known = new Map<ts.Identifier, ModuleMember | undefined>();
  const ofName = (name: ts.Identifier, depth = 0): ModuleMember | undefined => {
    if (known.has(name)) return known.get(name);
    known.set(name, undefined);
    const member = declared(name, depth);
    known.set(name, member);
    return member;
  };
  const declared = (name: ts.Identifier, depth: number): ModuleMember | undefined => {
    const { parent } = name;
    const imported = ofImport(name);
    if (imported) return imported;
    if (ts.isVariableDeclaration(parent) && parent.initializer)
      return of(parent.initializer, depth + 1);
    if (!ts.isBindingElement(parent) || parent.dotDotDotToken) return undefined;
    const variable = parent.parent.parent;
    if (!ts.isVariableDeclaration(variable) || !variable.initializer) return undefined;
    const key = parent.propertyName ?? name;
    return ts.isIdentifier(key)
      ? memberOf(of(variable.initializer, depth + 1), key.text)
      : undefined;
  };
  const of = (expression: ts.Expression, depth = 0): ModuleMember | undefined => {
    if (depth > DEPTH) return undefined;
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) {
      const declaration = bindings.resolve(node);
      return declaration && ofName(declaration, depth + 1);
    }
    if (ts.isPropertyAccessExpression(node))
      return memberOf(of(node.expression, depth + 1), node.name.text);
    if (ts.isAwaitExpression(node)) return of(node.expression, depth + 1);
    if (!ts.isCallExpression(node)) return undefined;
    const specifier = loadedModule(node);
    if (specifier !== undefined) return moduleMember(specifier);
    const [first] = node.arguments;
    return first && isInterop(node.expression) ? of(first, depth + 1) : undefined;
  };
  return { of: (expression) => of(expression), ofName: (name) => ofName(name) };
}

/** The specifier of `require("x")` or `import("x")`, as a bundle writes them too. */
export function loadedModule({
  expression,
  arguments: [first],
}: ts.CallExpression): string | undefined {
  return isLoader(expression) ? moduleText(first) : undefined;
}

/** Whether a call of this loads a module: `import`, `require`, and what a bundle makes of it. */
export function isLoader(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && /^(?:__)?require\d*$/.test(callee.text))
  );
}

/** The specifier of the import that a name comes from, and its name there. */
function ofImport(name: ts.Identifier): ModuleMember | undefined {
  const { parent } = name;
  const clause = ts.isImportSpecifier(parent)
    ? parent.parent.parent
    : ts.isNamespaceImport(parent)
      ? parent.parent
      : parent;
  if (!ts.isImportClause(clause)) return undefined;
  const specifier = moduleText(clause.parent.moduleSpecifier);
  if (specifier === undefined) return undefined;
  const path = ts.isImportSpecifier(parent) ? [(parent.propertyName ?? parent.name).text] : [];
  return path[0] === 'default' ? moduleMember(specifier) : { ...moduleMember(specifier), path };
}

function moduleMember(specifier: string): ModuleMember {
  return { module: isBuiltin(specifier) ? builtinName(specifier) : specifier, path: [] };
}

function memberOf(member: ModuleMember | undefined, name: string): ModuleMember | undefined {
  if (!member) return undefined;
  return name === 'default' && member.path.length === 0
    ? member
    : { module: member.module, path: [...member.path, name] };
}

function isInterop(callee: ts.Expression): boolean {
  return (
    ts.isIdentifier(callee) && /^__(?:toESM|importDefault|importStar|toCommonJS)$/.test(callee.text)
  );
}
