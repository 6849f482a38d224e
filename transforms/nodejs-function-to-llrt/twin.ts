import { EditSet } from '../engine/syntax/edits.js';
import { indentAt, lineEnding, quoteOf, usesSemicolons } from '../engine/syntax/layout.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import type { NamedImport } from '../lambda-api-to-hono/imports/named-import.js';
import type { Assessment } from './assess.js';
import { cleanLiteral, llrtOptions } from './emit.js';
import { fileOf, type Problem } from './problem.js';
import { propertyOf, valueOf } from './props.js';
import type { FunctionSite } from './sites.js';
import { constructIn, isGivenBack } from './twin-constructs.js';

/** Appended to the id of a function for that of its twin. */
export const TWIN_SUFFIX = 'OnLlrt';

/** Whether a twin stands in the same file. */
export function hasTwin({ call, id }: FunctionSite): boolean {
  const wanted = id && twinId(id);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node !== call) {
      const [, other] = node.arguments ?? [];
      found ||= other !== undefined && sameText(other.getText(), wanted);
    }
    ts.forEachChild(node, visit);
  };
  visit(call.getSourceFile());
  return found;
}

function sameText(a: string, b: string | undefined): boolean {
  return b !== undefined && a.replace(/['"`]/g, '') === b.replace(/['"`]/g, '');
}

/** What stands in the way of a twin, and what it will lack. */
export function twinProblems(program: SourceProgram, one: Assessment): Problem[] {
  const { site, cleanings } = one;
  const impossible = (reason: string, remedy: string): Problem[] => [
    { code: 'cdk-twin-impossible', node: site.call, details: { reason, remedy } },
  ];
  if (!ts.isNewExpression(site.call))
    return impossible('it is made by a class', 'Make a class that extends LlrtFunction beside it.');
  const name = nameOf(site);
  if (name === undefined) return impossible('it has no name', 'Assign the function to a constant.');
  const shared = [...cleanings].find(
    ([literal, { gone }]) =>
      !isInside(literal, site.call) &&
      [...gone].some((property) => property.name?.getText() !== 'runtime'),
  );
  if (shared) {
    const [, { gone }] = shared;
    const details = { name: [...gone][0]?.name?.getText() ?? '', owner: 'the function on Node.js' };
    return [{ code: 'cdk-props-shared', node: site.call, details }];
  }
  const made = constructOf(one);
  if (made)
    return impossible(
      `its options make \`${made.expression.getText()}\``,
      'Assign that to a constant in front of the function, and use the constant in the options.',
    );
  return laterEnvironment(program, site, name);
}

/** What the options make that a twin with the same options would make again. */
function constructOf({ site, cleanings }: Assessment): ReturnType<typeof constructIn> {
  const { props, call } = site;
  const scope = call.arguments?.[0]?.getText() ?? '';
  if (!props || !ts.isObjectLiteralExpression(props)) return props && constructIn(props, scope);
  const gone = cleanings.get(props)?.gone;
  for (const property of props.properties) {
    if (gone?.has(property) || isGivenBack(property, scope)) continue;
    const made = constructIn(property, scope);
    if (made) return made;
  }
  return undefined;
}

function laterEnvironment(program: SourceProgram, site: FunctionSite, name: string): Problem[] {
  const calls: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === `${name}.addEnvironment`)
      calls.push({
        code: 'cdk-twin-environment',
        node,
        details: { name: node.arguments[0]?.getText() ?? '' },
      });
    ts.forEachChild(node, visit);
  };
  const file = program.file(site.file);
  if (file) visit(file.ast);
  return calls;
}

/** Puts the twin behind the statement of a function. */
export function writeTwin(
  program: SourceProgram,
  one: Assessment,
  edits: EditSet,
  imports: NamedImport,
  logs: NamedImport,
): void {
  const { site } = one;
  const file = program.file(site.file);
  const statement = statementOf(site);
  const [scope] = site.call.arguments ?? [];
  if (!file || !statement || !scope || !site.id) return;
  const { text } = file;
  const newline = lineEnding(text);
  const indent = indentAt(text, statement.getStart());
  const end = usesSemicolons(file.ast, statement) ? ';' : '';
  const constructed = `new ${imports.localName('LlrtFunction')}(${scope.getText()}, ${twinId(site.id)}, ${propsOf(one, imports, scope.getText(), logs)})`;
  edits.insert(statement.end, `${newline}${indent}${constructed}${end}`);
}

function propsOf(one: Assessment, imports: NamedImport, scope: string, logs: NamedImport): string {
  const { site, cleanings } = one;
  const name = nameOf(site) ?? '';
  const given = new Set(
    [...cleanings.keys()].flatMap(({ properties }) =>
      properties.map((property) => property.name?.getText()),
    ),
  );
  const added = llrtOptions(one, imports);
  if (!given.has('role')) added.push(`role: ${name}.role`);
  // `logGroup` of a function would make a custom resource: the group is named after the function.
  if (!given.has('logGroup') && site.id)
    added.push(
      `logGroup: ${logs.localName('LogGroup')}.fromLogGroupName(${scope}, ${suffixed(site.id, 'LogGroup')}, \`/aws/lambda/\${${name}.functionName}\`)`,
    );
  const { props } = site;
  const { text } = site.call.getSourceFile();
  if (!props || !ts.isObjectLiteralExpression(props))
    return `{ ...${props?.getText() ?? ''}, ${added.join(', ')} }`;
  const edits = new EditSet(text);
  const cleaning = cleanings.get(props);
  const gone = new Set(cleaning?.gone);
  const retention = propertyOf(props, 'logRetention');
  if (retention) gone.add(retention);
  const functionName = propertyOf(props, 'functionName');
  const value = functionName && valueOf(functionName);
  if (value) edits.replace(value.getStart(), value.end, suffixed(value, '-llrt'));
  for (const property of props.properties.filter((given) => isGivenBack(given, scope))) {
    const made = valueOf(property);
    if (made) edits.replace(made.getStart(), made.end, `${name}.${property.name?.getText()}`);
  }
  cleanLiteral(props, cleanings, { gone, added, problems: [] }, edits);
  for (const [literal, inner] of cleanings)
    if (
      literal !== props &&
      isInside(literal, props) &&
      !edits.isReplaced(literal.getStart(), literal.end)
    )
      cleanLiteral(literal, cleanings, inner, edits);
  return edits.textOf(props.getStart(), props.end);
}

/** `api` or `this.api`, by which the code reaches the function. */
function nameOf({ call }: FunctionSite): string | undefined {
  const { parent } = call;
  if (ts.isVariableDeclaration(parent))
    return ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  const isAssigned =
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned && ts.isExpressionStatement(parent.parent) ? parent.left.getText() : undefined;
}

function statementOf({ call }: FunctionSite): ts.Statement | undefined {
  let node: ts.Node = call;
  while (!ts.isStatement(node)) node = node.parent;
  return node;
}

function twinId(id: ts.Expression): string {
  return suffixed(id, TWIN_SUFFIX);
}

/** A text with something appended, as a literal where it is one. */
function suffixed(node: ts.Expression, suffix: string): string {
  if (ts.isStringLiteralLike(node)) {
    const quote = quoteOf(node.getSourceFile().text);
    return quote + node.text + suffix + quote;
  }
  if (ts.isTemplateExpression(node)) return `${node.getText().slice(0, -1)}${suffix}\``;
  return `\`\${${node.getText()}}${suffix}\``;
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return fileOf(node) === fileOf(outer) && outer.pos <= node.pos && node.end <= outer.end;
}
