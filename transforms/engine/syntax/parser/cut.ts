import ts from 'typescript';

/** A statement of the compiler's one module function, and the names it declares. */
interface Part {
  readonly statement: ts.Statement;
  readonly names: readonly string[];
}

/**
 * What the language service needs to document symbols. Nothing here asks for a symbol, and
 * half of the compiler hangs on it.
 */
const LEFT_OUT = new Set(['ts_JsDoc_exports', 'getDocumentationComment']);

/** Gives nodes their `getText()`, `getStart()` and `getSourceFile()`; nothing refers to it. */
const NODE_METHODS = 'setObjectAllocator';

/**
 * Cuts out of the text of `typescript.js` what some of its exports need: parsing alone is an
 * eighth of the file, and loading the rest costs more than parsing a hundred files. Statements
 * stay as they are and in their order. A name counts as needed wherever it is mentioned, so that
 * rather too much stays than too little.
 *
 * @param wanted names of exports, for example `createSourceFile`
 * @throws Error when the file is built differently, or has no such export
 * @example cutCompiler(readFileSync(path, 'utf8'), ['createSourceFile', 'forEachChild'])
 */
export function cutCompiler(text: string, wanted: readonly string[]): string {
  const file = ts.createSourceFile('typescript.js', text, ts.ScriptTarget.ESNext, true);
  const parts = moduleStatements(file).map((statement) => ({
    statement,
    names: declaredNames(statement),
  }));
  const kept = reach(parts, wanted);
  const texts = parts
    .filter((part) => kept.has(part))
    .map(({ statement }) => text.slice(statement.getStart(file), statement.end));
  const licence = text.slice(0, text.indexOf('*/') + 2);
  return `${licence}\n'use strict';\n${texts.join('\n')}\nmodule.exports = { ${wanted.join(', ')} };\n`;
}

/** The file is `var ts = {}; ((module) => { ... })(...)`. */
function moduleStatements(file: ts.SourceFile): readonly ts.Statement[] {
  for (const statement of file.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression))
      continue;
    let called: ts.Expression = statement.expression.expression;
    while (ts.isParenthesizedExpression(called)) called = called.expression;
    if (ts.isArrowFunction(called) && ts.isBlock(called.body)) return called.body.statements;
  }
  throw new Error(
    'typescript.js is not one function call any more: adapt the cut to its new form.',
  );
}

function reach(parts: readonly Part[], wanted: readonly string[]): Set<Part> {
  const declarations = new Map<string, Part>();
  for (const part of parts)
    for (const name of part.names) if (!LEFT_OUT.has(name)) declarations.set(name, part);
  const additions = additionsByName(parts);
  const queue = wanted.map((name) => {
    const part = declarations.get(name);
    if (!part) throw new Error(`typescript.js declares no ${name}.`);
    return part;
  });
  queue.push(...parts.filter(({ statement }) => statement.getText().startsWith(NODE_METHODS)));
  const kept = new Set<Part>();
  for (let part = queue.pop(); part; part = queue.pop()) {
    if (kept.has(part)) continue;
    kept.add(part);
    for (const name of mentionedNames(part.statement)) {
      const needed = declarations.get(name);
      if (needed) queue.push(needed);
    }
    for (const name of part.names) queue.push(...(additions.get(name) ?? []));
  }
  return kept;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return statement.name ? [statement.name.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(element.name) : [],
  );
}

/** Statements that fill what another one declares: `((Parser2) => {...})(Parser || (Parser = {}))`. */
function additionsByName(parts: readonly Part[]): Map<string, Part[]> {
  const additions = new Map<string, Part[]>();
  for (const part of parts) {
    const name = filledName(part.statement);
    if (name !== undefined) additions.set(name, [...(additions.get(name) ?? []), part]);
  }
  return additions;
}

function filledName(statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) return rootName(expression.left);
  const argument = ts.isCallExpression(expression) ? expression.arguments[0] : undefined;
  if (argument && ts.isBinaryExpression(argument)) return rootName(argument.left);
  return argument && rootName(argument);
}

function rootName(node: ts.Expression): string | undefined {
  let root = node;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = root.expression;
  return ts.isIdentifier(root) ? root.text : undefined;
}

function mentionedNames(statement: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (!ts.isIdentifier(node)) ts.forEachChild(node, visit);
    else if (!isMemberName(node)) names.add(node.text);
  };
  visit(statement);
  return names;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent);
  return isMember && parent.name === node;
}
