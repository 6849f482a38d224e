import { parseFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';

/**
 * JSDoc of the types that a TypeScript module declares, for the same module in JavaScript: its
 * users name them in comments of their own.
 *
 * @param text of declarations of types alone
 * @example docTypedefs('export type Kid = string;') // ['/** @typedef {string} Kid *\/']
 */
export function docTypedefs(text: string): string[] {
  const { ast } = parseFile('types.ts', text);
  return ast.statements.flatMap((statement) => {
    if (ts.isTypeAliasDeclaration(statement))
      return [typedef(ast, statement, statement.type.getText(ast))];
    return ts.isInterfaceDeclaration(statement)
      ? [typedef(ast, statement, objectType(ast, statement))]
      : [];
  });
}

/** `{ kid?: string } & Other` of an interface that extends another one. */
function objectType(ast: ts.SourceFile, node: ts.InterfaceDeclaration): string {
  const members = node.members.map((member) => `\n  ${memberText(ast, member)}`).join('');
  const parents = (node.heritageClauses ?? []).flatMap(({ types }) => types);
  const own = members === '' ? '{}' : `{${members}\n}`;
  return [own, ...parents.map((parent) => parent.getText(ast))].join(' & ');
}

/** A comment cannot stand in another one. */
function memberText(ast: ts.SourceFile, member: ts.TypeElement): string {
  return member.getText(ast).replaceAll(/\/\*[\s\S]*?\*\/\s*/g, '');
}

function typedef(
  ast: ts.SourceFile,
  node: ts.TypeAliasDeclaration | ts.InterfaceDeclaration,
  type: string,
): string {
  const templates = (node.typeParameters ?? []).map((one) => templateLine(ast, one));
  const lines = [...templates, ...`@typedef {${type}} ${node.name.text}`.split('\n')];
  const [only, ...more] = lines;
  if (more.length === 0) return `/** ${only} */`;
  return ['/**', ...lines.map((line) => ` * ${line}`), ' */'].join('\n');
}

function templateLine(ast: ts.SourceFile, one: ts.TypeParameterDeclaration): string {
  const base = one.constraint ? `{${one.constraint.getText(ast)}} ` : '';
  const name = one.default ? `[${one.name.text}=${one.default.getText(ast)}]` : one.name.text;
  return `@template ${base}${name}`;
}
