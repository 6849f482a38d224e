import { isDeclarationName, isReference, type Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Problem } from './facts.js';
import { functionAround, isAssigned, isUpdated } from './places.js';
import { CONSTANTS, isSilentWrite } from './silent-writes.js';
import { thisProblem } from './sloppy-this.js';

/** What one walk over a file finds. */
export interface Scan {
  readonly topThis: readonly ts.Node[];
  readonly dynamicImports: readonly ts.CallExpression[];
  readonly globalWrites: readonly ts.Identifier[];
  readonly problems: readonly Problem[];
}

const STRICT_WORDS = new Set(
  'implements interface let package private protected public static yield'.split(' '),
);

interface Scanning {
  readonly bindings: Bindings;
  readonly isSloppyFile: boolean;
  readonly blockFunctions: Set<string>;
  readonly topThis: ts.Node[];
  readonly dynamicImports: ts.CallExpression[];
  readonly globalWrites: ts.Identifier[];
  readonly problems: Problem[];
}

/** Walks a file once for what an ES module would not run, or would run otherwise. */
export function scan(bindings: Bindings, isStrict: boolean): Scan {
  const found: Scanning = {
    bindings,
    isSloppyFile: !isStrict,
    blockFunctions: new Set(),
    topThis: [],
    dynamicImports: [],
    globalWrites: [],
    problems: [],
  };
  duplicates(bindings.ast.statements, found);
  walk(found, !isStrict);
  inspectBlockFunctions(found);
  return found;
}

/** One walk with one function: it runs for every node of every file. */
function walk(found: Scanning, isSloppyFile: boolean): void {
  let isSloppy = isSloppyFile;
  const visit = (node: ts.Node): void => {
    const around = isSloppy;
    if (isSloppy && makesStrict(node)) isSloppy = false;
    INSPECT[node.kind]?.(node, found);
    if (isSloppy) INSPECT_SLOPPY[node.kind]?.(node, found);
    ts.forEachChild(node, visit);
    isSloppy = around;
  };
  ts.forEachChild(found.bindings.ast, visit);
}

function makesStrict(node: ts.Node): boolean {
  if (ts.isClassLike(node)) return true;
  return ts.isFunctionLike(node) && 'body' in node && hasUseStrict(node.body);
}

/** Whether a block or a file begins with the directive `'use strict'`. */
export function hasUseStrict(body: unknown): boolean {
  return useStrict(body) !== undefined;
}

/** The directive `'use strict'` at the start of a block or file. */
export function useStrict(body: unknown): ts.ExpressionStatement | undefined {
  if (!isBlockOrFile(body)) return undefined;
  for (const statement of body.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression))
      return undefined;
    if (statement.expression.text === 'use strict') return statement;
  }
  return undefined;
}

function isBlockOrFile(body: unknown): body is ts.Block | ts.SourceFile {
  return typeof body === 'object' && body !== null && 'statements' in body;
}

type Inspect = (node: ts.Node, found: Scanning) => void;

/** What is looked at in every file, by kind of node. */
const INSPECT: Readonly<Partial<Record<ts.SyntaxKind, Inspect>>> = {
  [ts.SyntaxKind.ThisKeyword]: (node, found) => {
    if (!functionAround(node)) found.topThis.push(node);
  },
  [ts.SyntaxKind.ReturnStatement]: (node, { problems }) => {
    if (!isInside(node, ts.isFunctionLike)) problems.push({ code: 'top-level-return', node });
  },
  [ts.SyntaxKind.CallExpression]: (node, found) => {
    if (!ts.isCallExpression(node)) return;
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) found.dynamicImports.push(node);
    else if (isFree(node.expression, 'eval', found))
      found.problems.push({ code: 'direct-eval', node });
  },
  [ts.SyntaxKind.Identifier]: inspectName,
};

/** What is looked at in code that is not strict yet. */
const INSPECT_SLOPPY: Readonly<Partial<Record<ts.SyntaxKind, Inspect>>> = {
  [ts.SyntaxKind.WithStatement]: (node, { problems }) =>
    problems.push({ code: 'with-statement', node }),
  [ts.SyntaxKind.NumericLiteral]: inspectLiteral,
  [ts.SyntaxKind.StringLiteral]: inspectLiteral,
  [ts.SyntaxKind.DeleteExpression]: (node, { problems }) => {
    if (ts.isDeleteExpression(node) && ts.isIdentifier(node.expression))
      problems.push({ code: 'delete-name', node });
  },
  [ts.SyntaxKind.PrefixUnaryExpression]: (node, { bindings: { ast }, problems }) => {
    const start = node.getStart(ast);
    if (ast.text.startsWith('<!--', start - 1)) problems.push({ code: 'html-comment', node });
  },
  [ts.SyntaxKind.Block]: (node, found) => {
    if (ts.isBlock(node)) duplicates(node.statements, found);
  },
  [ts.SyntaxKind.FunctionDeclaration]: inspectFunction,
  [ts.SyntaxKind.FunctionExpression]: inspectFunction,
  [ts.SyntaxKind.ArrowFunction]: inspectFunction,
  [ts.SyntaxKind.MethodDeclaration]: inspectFunction,
  [ts.SyntaxKind.Constructor]: inspectFunction,
  [ts.SyntaxKind.GetAccessor]: inspectFunction,
  [ts.SyntaxKind.SetAccessor]: inspectFunction,
  [ts.SyntaxKind.Identifier]: inspectSloppyName,
  [ts.SyntaxKind.ThisKeyword]: (node, { bindings, problems }) => {
    const problem = thisProblem(node, bindings);
    if (problem) problems.push(problem);
  },
};

function inspectName(node: ts.Node, found: Scanning): void {
  if (!ts.isIdentifier(node)) return;
  const { text } = node;
  if (text === 'await') {
    const isName = isReference(node) || isDeclarationName(node);
    if (isName && !ts.isAwaitExpression(node.parent))
      found.problems.push({ code: 'reserved-name', node, details: { name: 'await' } });
  } else if (text === 'arguments' && isReference(node) && !functionAround(node)) {
    if (!found.bindings.resolve(node)) found.problems.push({ code: 'top-level-arguments', node });
  }
}

function inspectLiteral(node: ts.Node, { bindings: { ast }, problems }: Scanning): void {
  const text = ast.text.slice(node.getStart(ast), node.end);
  const isOctal = ts.isNumericLiteral(node)
    ? /^0\d/.test(text)
    : text.includes('\\') && /(?<!\\)(?:\\\\)*\\(?:[1-9]|0\d)/.test(text);
  if (isOctal) problems.push({ code: 'octal', node });
}

function inspectSloppyName(node: ts.Node, found: Scanning): void {
  if (!ts.isIdentifier(node)) return;
  const { text, parent } = node;
  if (STRICT_WORDS.has(text) && (isReference(node) || isDeclarationName(node)))
    found.problems.push({ code: 'reserved-name', node, details: { name: text } });
  if (text === 'arguments' && ts.isPropertyAccessExpression(parent))
    if (['callee', 'caller'].includes(parent.name.text))
      found.problems.push({ code: 'arguments-callee', node });
  if (ts.isFunctionDeclaration(parent) && parent.name === node && ts.isBlock(parent.parent))
    found.blockFunctions.add(text);
  if (isSilentWrite(found.bindings, node))
    found.problems.push({ code: 'silent-write', node: parent, details: { name: text } });
  const isWritten = isAssigned(node) || (isUpdated(node) && !ts.isDeleteExpression(parent));
  if (!isWritten || !isReference(node)) return;
  const declaration = found.bindings.resolve(node);
  if (text === 'eval' || text === 'arguments')
    found.problems.push({ code: 'reserved-name', node, details: { name: text } });
  else if (declaration) {
    const isOwnName = ts.isFunctionExpression(declaration.parent);
    if (isOwnName && declaration.parent.name === declaration)
      found.problems.push({ code: 'function-name-assigned', node, details: { name: text } });
  } else if (CONSTANTS.has(text))
    found.problems.push({ code: 'silent-write', node, details: { name: text } });
  else if (!isKnownGlobal(text)) found.globalWrites.push(node);
}

/** Names that strict code may assign to, because they are there. */
function isKnownGlobal(name: string): boolean {
  return Reflect.has(globalThis, name) || ['module', 'exports', 'require'].includes(name);
}

/** Sloppy code reads functions outside of the block that declares them. */
function inspectBlockFunctions({ blockFunctions, bindings, problems }: Scanning): void {
  for (const name of blockFunctions) {
    const node = bindings.identifiers(name).find((id) => isReference(id) && !bindings.resolve(id));
    if (node) problems.push({ code: 'block-function', node, details: { name } });
  }
}

function inspectFunction(node: ts.Node, found: Scanning): void {
  if (!ts.isFunctionLike(node)) return;
  const names = node.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
  for (const [index, name] of names.entries())
    if (names.findIndex(({ text }) => text === name.text) !== index)
      found.problems.push({
        code: 'duplicate-parameter',
        node: name,
        details: { name: name.text },
      });
  const all = found.bindings.identifiers('arguments');
  if (ts.isArrowFunction(node) || all.length === 0) return;
  const own = all.filter((id) => isReference(id) && functionAround(id) === node);
  if (own.length === 0) return;
  const changed = names.some((name) =>
    found.bindings.references(name).some((id) => isAssigned(id) || isUpdated(id)),
  );
  const element = own.find(
    (id) =>
      ts.isElementAccessExpression(id.parent) && (isAssigned(id.parent) || isUpdated(id.parent)),
  );
  const isOneSided = names.length === 0 || !isSimple(node);
  if ((changed || element) && !isOneSided)
    found.problems.push({ code: 'arguments-alias', node: element ?? own[0] ?? node });
}

/** Only functions with plain parameters have `arguments` that follow them. */
function isSimple(node: ts.SignatureDeclaration): boolean {
  return node.parameters.every(
    ({ name, initializer, dotDotDotToken }) =>
      ts.isIdentifier(name) && !initializer && !dotDotDotToken,
  );
}

/** Functions declared twice, or beside a `var` of the same name: an ES module does not allow it at its top. */
function duplicates(statements: ts.NodeArray<ts.Statement>, found: Scanning): void {
  const names = new Map<string, boolean>();
  const isTop = statements === found.bindings.ast.statements;
  if (!isTop && !found.isSloppyFile) return;
  for (const statement of statements) {
    const isFunction = ts.isFunctionDeclaration(statement) && statement.body !== undefined;
    const declared = isFunction
      ? [statement.name]
      : isTop && ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name)
        : [];
    for (const name of declared) {
      if (!name || !ts.isIdentifier(name)) continue;
      const other = names.get(name.text);
      if (other === true || (other === false && isFunction))
        found.problems.push({ code: 'declared-twice', node: name, details: { name: name.text } });
      names.set(name.text, isFunction);
    }
  }
}

function isFree(node: ts.Expression, name: string, { bindings }: Scanning): boolean {
  return ts.isIdentifier(node) && node.text === name && !bindings.resolve(node);
}

function isInside(node: ts.Node, test: (at: ts.Node) => boolean): boolean {
  for (let at = node.parent; at; at = at.parent) if (test(at)) return true;
  return false;
}
