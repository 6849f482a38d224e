import { bindingsOf, type Bindings } from '../../engine/syntax/bindings.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { isTypeScript, type ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { ModuleFile, Problem, RequireSite } from './facts.js';
import { isInFunction, memberAround, memberName, runsAlways } from './places.js';
import { freeIdentifiers, markStatement, readChains, readExportRefs } from './read-exports.js';
import { hasUseStrict, scan } from './strictness.js';

/**
 * Reads what a file has to do with CommonJS.
 *
 * @param packageType `type` of the package.json that Node would go by
 */
export function readModule(file: ParsedFile, packageType: string | undefined): ModuleFile {
  const bindings = bindingsOf(file.ast);
  const format = formatOf(file, packageType);
  const isStrict = format === 'esm' || hasUseStrict(file.ast);
  const found = scan(bindings, isStrict);
  const problems: Problem[] = [...found.problems];
  const { requires, mainChecks } = readRequires(bindings, problems);
  const exportRefs = readExportRefs(bindings, format === 'cjs' ? found.topThis : []);
  inspectModule(bindings, mainChecks, problems);
  const marked = exportRefs.find(({ use }) => use === 'mark');
  const mark = marked && markStatement(marked.node);
  const exportEquals = file.ast.statements.find(
    (statement): statement is ts.ExportAssignment =>
      ts.isExportAssignment(statement) && statement.isExportEquals === true,
  );
  return {
    path: file.path,
    file,
    bindings,
    format,
    isStrict,
    requires,
    exportRefs,
    chains: readChains(exportRefs),
    ...(mark ? { mark } : {}),
    ...(exportEquals ? { exportEquals } : {}),
    paths: ['__dirname', '__filename'].flatMap((name) => freeIdentifiers(bindings, name)),
    mainChecks,
    dynamicImports: found.dynamicImports,
    globalWrites: found.globalWrites,
    problems,
  };
}

/** How Node or a bundler reads a file: by its syntax, else by its extension and its package. */
function formatOf(file: ParsedFile, packageType: string | undefined): 'cjs' | 'esm' {
  if (/\.m[jt]sx?$/.test(file.path)) return 'esm';
  if (/\.c[jt]sx?$/.test(file.path)) return 'cjs';
  if (packageType === 'module') return 'esm';
  const isModule = file.ast.statements.some(
    (node) =>
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      (ts.isExportAssignment(node) && !node.isExportEquals) ||
      hasModifier(node, ts.SyntaxKind.ExportKeyword),
  );
  if (isModule) return 'esm';
  return isTypeScript(file.path) ? 'esm' : 'cjs';
}

interface Requires {
  readonly requires: RequireSite[];
  readonly mainChecks: ts.Expression[];
}

function readRequires(bindings: Bindings, problems: Problem[]): Requires {
  const found: Requires = { requires: [], mainChecks: [] };
  for (const id of freeIdentifiers(bindings, 'require')) {
    const { parent } = id;
    const member = memberAround(id);
    if (ts.isCallExpression(parent) && parent.expression === id) {
      const [argument] = parent.arguments;
      if (parent.arguments.length === 1 && argument && ts.isStringLiteralLike(argument))
        found.requires.push(siteOf(parent, argument.text));
      else problems.push({ code: 'computed-require', node: parent });
    } else if (member) inspectMember(member, found, problems);
    else problems.push({ code: 'require-value', node: id });
  }
  for (const statement of bindings.ast.statements) {
    if (!ts.isImportEqualsDeclaration(statement) || statement.isTypeOnly) continue;
    const reference = statement.moduleReference;
    if (ts.isExternalModuleReference(reference) && ts.isStringLiteralLike(reference.expression))
      found.requires.push({
        node: reference,
        specifier: reference.expression.text,
        when: 'always',
      });
  }
  found.requires.sort((a, b) => a.node.pos - b.node.pos);
  return found;
}

function siteOf(node: ts.CallExpression, specifier: string): RequireSite {
  const when = isInFunction(node) ? 'later' : runsAlways(node) ? 'always' : 'load';
  return { node, specifier, when };
}

/** `require.resolve('x')`, `require.main === module`, and what else hangs on `require`. */
function inspectMember(
  member: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  found: Requires,
  problems: Problem[],
): void {
  const { parent } = member;
  const name = memberName(member) ?? '';
  if (name === 'resolve' && ts.isCallExpression(parent) && parent.expression === member)
    problems.push({ code: 'require-resolve', node: parent });
  else if (name === 'main' && isMainCheck(parent)) found.mainChecks.push(parent);
  else problems.push({ code: 'require-member', node: member, details: { name } });
}

function isMainCheck(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const isEqual = [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ].includes(node.operatorToken.kind);
  return (
    isEqual &&
    [node.left, node.right].some((side) => ts.isIdentifier(side) && side.text === 'module')
  );
}

function isNegation(node: ts.Node): node is ts.PrefixUnaryExpression {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken;
}

/** `module` may be used for `module.exports` and to ask for the main module, and for nothing else. */
function inspectModule(bindings: Bindings, mainChecks: ts.Expression[], problems: Problem[]): void {
  for (const id of freeIdentifiers(bindings, 'module')) {
    const member = memberAround(id);
    const name = member && memberName(member);
    if (name === 'exports') continue;
    if (
      mainChecks.some(
        (check) => ts.isBinaryExpression(check) && (check.left === id || check.right === id),
      )
    )
      continue;
    if (member && name === 'parent' && isNegation(member.parent)) mainChecks.push(member.parent);
    else if (member && name !== undefined)
      problems.push({ code: 'module-member', node: member, details: { name } });
    else problems.push({ code: 'module-value', node: id });
  }
  for (const id of freeIdentifiers(bindings, 'process')) {
    const member = memberAround(id);
    if (member && memberName(member) === 'mainModule')
      problems.push({
        code: 'module-loader',
        node: member,
        details: { name: 'process.mainModule' },
      });
  }
  for (const name of ['exports', 'require'])
    for (const id of freeIdentifiers(bindings, name))
      if (ts.isTypeOfExpression(id.parent)) problems.push({ code: 'module-value', node: id });
}
