import { readFileSync } from 'node:fs';
import prettier from 'prettier';
import ts from 'typescript';
import type { Declaration, DeclarationText, EmittedSource, ImportedName } from './declaration.js';

/** Where the sources of an emitted module are. */
export interface SourceFiles {
  readonly directory: URL;
  /** In the order in which their declarations appear in the rendered module. */
  readonly files: readonly string[];
  /** The file that exports what user code may import. */
  readonly index: string;
}

const BLANK_LINE = '//#blank';

/** Statements of a text that belong to one declaration, with their comments. */
interface Group {
  readonly name: string;
  readonly nodes: ts.Statement[];
}

/**
 * Reads the sources of a module that is written into packages: every declaration in TypeScript and JavaScript,
 * formatted, with what it depends on. Slow (the compiler and prettier are loaded): it runs when
 * the package is built.
 *
 * @example
 * const directory = new URL('./source/', import.meta.url);
 * const source = await readSources({ directory, files: ['send.ts'], index: 'index.ts' });
 */
export async function readSources(from: SourceFiles): Promise<EmittedSource> {
  const { directory, index } = from;
  const files = from.files.map((file) => parse(readFileSync(new URL(file, directory), 'utf8')));
  const statements = files.flatMap((file) => declarationTexts(file));
  const typescript = statements.join('\n\n');
  const javascript = toJavaScript(typescript);
  const imports = importedNames(files);
  const typeTexts = await textsOf(typescript, 'typescript', imports);
  const scriptTexts = await textsOf(javascript, 'babel', imports);
  const published = publicNames(new URL(index, directory));
  const declarations = [...typeTexts].map(([name, text]): Declaration => {
    const js = scriptTexts.get(name);
    const common = { name, public: published.has(name), ts: text };
    return js ? { ...common, kind: 'value', js } : { ...common, kind: 'type' };
  });
  assertComplete(declarations, published);
  return { declarations, imports: Object.fromEntries(imports) };
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
}

/** Texts of all statements but imports and lists of exports, without `export` and without directives for the linter. */
function declarationTexts(file: ts.SourceFile): string[] {
  return file.statements
    .filter((node) => !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node))
    .map((node) => {
      const comments = file.text.slice(node.getFullStart(), node.getStart());
      return (comments + node.getText().replace(/^export /, '')).trim();
    })
    .map((text) => text.replace(/^[ \t]*\/\/ oxlint-disable.*\n/gm, ''));
}

/** Erases the types; blank lines, which the compiler would drop, are kept. */
function toJavaScript(typescript: string): string {
  const marked = `${typescript.replace(/^$/gm, BLANK_LINE)}\nexport {};\n`;
  const { outputText } = ts.transpileModule(marked, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText.replace(/^\s*\/\/#blank$/gm, '').replace(/\nexport \{\};\s*$/, '\n');
}

/** Names that the sources import from packages, with where from. */
function importedNames(files: readonly ts.SourceFile[]): Map<string, ImportedName> {
  const names = new Map<string, ImportedName>();
  for (const node of files.flatMap((file) => [...file.statements])) {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) continue;
    const from = node.moduleSpecifier.text;
    const bindings = node.importClause?.namedBindings;
    if (from.startsWith('.') || !bindings || !ts.isNamedImports(bindings)) continue;
    for (const { name } of bindings.elements)
      names.set(name.text, { from, isType: from === 'hono' && name.text !== 'Hono' });
  }
  return names;
}

async function textsOf(
  text: string,
  parser: 'typescript' | 'babel',
  imports: ReadonlyMap<string, ImportedName>,
): Promise<Map<string, DeclarationText>> {
  const plain = groupsOf(parse(await format(text, parser)));
  const exportable = [...plain.values()].map((group) => groupText(group, 'export '));
  const exported = groupsOf(parse(await format(exportable.join('\n\n'), parser)));
  const texts = new Map<string, DeclarationText>();
  for (const [name, group] of plain) {
    const used = identifiersOf(group.nodes);
    const twin = exported.get(name);
    if (!twin) throw new Error(`${name} is lost when it is exported`);
    texts.set(name, {
      plain: groupText(group),
      exported: groupText(twin),
      uses: [...plain.keys()].filter((other) => other !== name && used.has(other)),
      imports: [...imports.keys()].filter((other) => used.has(other)),
    });
  }
  return texts;
}

function format(text: string, parser: 'typescript' | 'babel'): Promise<string> {
  return prettier.format(text, { parser, singleQuote: true });
}

/** Declarations by name; a statement that declares nothing belongs to the one before it. */
function groupsOf(file: ts.SourceFile): Map<string, Group> {
  const groups = new Map<string, Group>();
  let current: Group | undefined;
  for (const node of file.statements) {
    const name = declaredName(node);
    if (name !== undefined && !(name === current?.name && isOverload(node))) {
      if (groups.has(name)) throw new Error(`${name} is declared twice in the emitted module`);
      current = { name, nodes: [] };
      groups.set(name, current);
    }
    if (!current) throw new Error(`Nothing is declared before: ${node.getText()}`);
    current.nodes.push(node);
  }
  return groups;
}

function declaredName(node: ts.Statement): string | undefined {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText();
  const named =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node);
  return named ? node.name?.text : undefined;
}

/** Text of a declaration with its comments, and with a keyword before it, or before each of its signatures. */
function groupText(group: Group, keyword = ''): string {
  const texts = group.nodes.map((node, index) => {
    const before = node.getFullText().slice(0, node.getStart() - node.getFullStart());
    const isDeclaring = index === 0 || isOverload(node);
    return before + (isDeclaring ? keyword : '') + node.getText();
  });
  return texts.join('').trim();
}

/** A signature of a function, or the function that has several. */
function isOverload(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node);
}

/** Names that a declaration may refer to: names of properties and parameters do not count. */
function identifiersOf(nodes: readonly ts.Node[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return names;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isParameter(parent)) return parent.name === node;
  const member =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isNamedTupleMember(parent);
  return member && parent.name === node;
}

function publicNames(index: URL): Set<string> {
  const names = new Set<string>();
  for (const node of parse(readFileSync(index, 'utf8')).statements) {
    if (!ts.isExportDeclaration(node) || !node.exportClause) continue;
    if (!ts.isNamedExports(node.exportClause)) continue;
    for (const { name } of node.exportClause.elements) names.add(name.text);
  }
  return names;
}

function assertComplete(
  declarations: readonly Declaration[],
  published: ReadonlySet<string>,
): void {
  const known = new Set(declarations.map(({ name }) => name));
  const missing = [...published].filter((name) => !known.has(name));
  if (missing.length > 0) throw new Error(`The index exports unknown names: ${missing.join(', ')}`);
}
