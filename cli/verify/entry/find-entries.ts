import { parseFile } from '../../../transforms/engine/syntax/parse.js';
import { ts } from '../../../transforms/engine/syntax/typescript.js';
import { exportsOf } from './module-exports.js';

/** A module and the Lambda handler that it exports. */
export interface Entry {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  /** Undefined: `handler`, `main`, or the only exported function. */
  readonly exportName?: string;
}

export const TEST_FILE = /(^|\/)(__tests__|__mocks__|tests?)\/|[._-](test|spec)\.[cm]?[jt]sx?$/;
const MAY_SERVE = /\.run\b|\b(handle|bridge|lambdaApiHandle|lambdaApiBridge)\s*\(/;
/** `lambdaApiHandle` and `lambdaApiBridge` are the names where a file has its own `handle` or `bridge`. */
const ADAPTERS = new Set(['handle', 'bridge', 'lambdaApiHandle', 'lambdaApiBridge']);

/**
 * Finds the Lambda handlers in the sources of a package: exports that hand the event to
 * an API, by `api.run(event, context)`, `api.run.bind(api)`, `bridge(api)` or
 * `handle(app)`, directly or through a function of the same file. Tests are left out.
 */
export function findEntries(files: ReadonlyMap<string, string>): Entry[] {
  return [...files].flatMap(([file, text]) => {
    if (TEST_FILE.test(file) || !MAY_SERVE.test(text)) return [];
    const { ast } = parseFile(file, text);
    const serving = servingNames(ast);
    const names = exportsOf(ast)
      .filter(({ node }) => serves(node, serving))
      .map(({ name }) => name);
    const named = names.filter((name) => name !== 'default');
    return (named.length > 0 ? named : names).map((exportName) => ({ file, exportName }));
  });
}

/** Top-level names whose value hands events to an API, found until nothing is added. */
function servingNames(ast: ts.SourceFile): ReadonlySet<string> {
  const declared = ast.statements.flatMap(declarationsOf);
  const serving = new Set<string>();
  for (let size = -1; size !== serving.size;) {
    size = serving.size;
    for (const { name, node } of declared) if (serves(node, serving)) serving.add(name);
  }
  return serving;
}

function declarationsOf(statement: ts.Statement): { name: string; node: ts.Node }[] {
  if (ts.isFunctionDeclaration(statement) && statement.name && statement.body) {
    return [{ name: statement.name.text, node: statement }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer ? [{ name: name.text, node: initializer }] : [],
  );
}

function serves(node: ts.Node, serving: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return serving.has(node.text) && !isMemberName(node);
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'run' && runsEvent(node)) {
    return true;
  }
  if (ts.isCallExpression(node) && adaptsApi(node)) return true;
  return ts.forEachChild(node, (child) => serves(child, serving) || undefined) ?? false;
}

/** `handle(app)` or `bridge(api)`, unless the function of that name is one of this file. */
function adaptsApi({ expression, arguments: [app] }: ts.CallExpression): boolean {
  if (!app || !ts.isIdentifier(expression)) return false;
  const { text } = expression;
  if (!ADAPTERS.has(text)) return false;
  return !expression
    .getSourceFile()
    .statements.some((one) => ts.isFunctionDeclaration(one) && one.name?.text === text);
}

/**
 * `x.run` itself, `x.run.bind(...)`, or a call with the parameters of the function around
 * it. An API that is itself a parameter belongs to somebody else: the code is a helper.
 */
function runsEvent(access: ts.PropertyAccessExpression): boolean {
  const { parent, expression } = access;
  if (ts.isIdentifier(expression) && parametersAround(access).has(expression.text)) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'bind';
  if (!ts.isCallExpression(parent) || parent.expression !== access) return true;
  const [event, context] = parent.arguments;
  const name = event && context ? withoutTypes(event) : undefined;
  return name !== undefined && ts.isIdentifier(name) && parametersAround(parent).has(name.text);
}

/** The expression below `as`, `!`, `satisfies` and parentheses. */
function withoutTypes(node: ts.Expression): ts.Expression {
  const wraps =
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isParenthesizedExpression(node);
  return wraps ? withoutTypes(node.expression) : node;
}

function parametersAround(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    for (const { name } of at.parameters) if (ts.isIdentifier(name)) names.add(name.text);
  }
  return names;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
