import { isTypeScript, parseFile, positionOf, type ParsedFile } from '../engine/syntax/parse.js';
import { exportTarget } from '../engine/syntax/modules.js';
import { ts } from '../engine/syntax/typescript.js';
import type { Release } from '../llrt/release.js';
import { applies, llrtFinding, type LlrtFinding } from '../llrt/rules.js';
import { compareReleases } from '../llrt/release.js';
import type { DeploymentSettings } from './deployment/settings.js';

/**
 * Declarations with `using`, decorators and octal numbers in files that nothing is known to compile for the
 * engine: bundlers and TypeScript do, unless they are told to keep the newest syntax.
 */
export function checkSyntax(
  path: string,
  text: string,
  release: Release,
  { bundled, keepsSyntax }: Pick<DeploymentSettings, 'bundled' | 'keepsSyntax'>,
): readonly LlrtFinding[] {
  const isCompiled = bundled || isTypeScript(path);
  if (isCompiled && !keepsSyntax) return [];
  const file = parseFile(path, text);
  const found: LlrtFinding[] = bundled
    ? []
    : [...checkExports(file, release), ...checkOctals(file)];
  const say = (node: ts.Node, name: string): void => {
    const place = { file: path, ...positionOf(file, node.getStart(file.ast)) };
    found.push(llrtFinding('llrt-engine-using', { ...place, name }));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isDecorator(node)) say(node, 'Decorators');
    const isUsing = ts.isVariableDeclarationList(node) && isUsingList(node);
    if (isUsing && compareReleases(release.name, '0.8.1') <= 0)
      say(node, 'Declarations with `using`');
    ts.forEachChild(node, visit);
  };
  visit(file.ast);
  return found;
}

/** `using` shares its bit with `const`, `await using` has both. */
function isUsingList({ flags }: ts.VariableDeclarationList): boolean {
  const kind = flags & ts.NodeFlags.BlockScoped;
  return kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing;
}

/** `module.exports = ...` takes the place of the exports object, which old releases lose. */
function checkExports(file: ParsedFile, release: Release): readonly LlrtFinding[] {
  if (!applies('llrt-cjs-exports-rebind', release)) return [];
  return file.ast.statements.flatMap((statement) => {
    if (!ts.isExpressionStatement(statement)) return [];
    const { expression } = statement;
    if (!ts.isBinaryExpression(expression) || exportTarget(expression.left) !== '') return [];
    const place = { file: file.path, ...positionOf(file, statement.getStart(file.ast)) };
    return [llrtFinding('llrt-cjs-exports-rebind', { ...place, release: release.name })];
  });
}

/** `010`, which strict mode does not allow; bundlers write it as the number that it is. */
function checkOctals(file: ParsedFile): readonly LlrtFinding[] {
  const found: LlrtFinding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node) && /^0\d/.test(node.getText(file.ast))) {
      const place = { file: file.path, ...positionOf(file, node.getStart(file.ast)) };
      const name = `The octal number \`${node.getText(file.ast)}\``;
      found.push(llrtFinding('llrt-cjs-sloppy', { ...place, name }));
    }
    ts.forEachChild(node, visit);
  };
  visit(file.ast);
  return found;
}
