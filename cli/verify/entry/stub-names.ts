import { readFileSync } from 'node:fs';
import { Failure } from '../../../transforms/engine/failure.js';
import { parseFile } from '../../../transforms/engine/syntax/parse.js';
import { ts } from '../../../transforms/engine/syntax/typescript.js';
import { exportsOf } from './module-exports.js';

/** Name of the export of a setup module that holds the stubs. */
const EXPORT = 'stubs';

/**
 * The specifiers that a setup module stubs: the keys of `export const stubs = { ... }`.
 * They are read from the text, because the bundle is made before the module runs.
 *
 * @param file absolute path of the setup module
 * @returns nothing when the module exports no stubs
 * @throws Failure `stubs-unreadable` when the keys are not written there
 */
export function readStubNames(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(EXPORT)) return [];
  const { ast } = parseFile(file, text);
  const found = exportsOf(ast).find(({ name }) => name === EXPORT);
  if (found === undefined) return [];
  const literal = literalBehind(found.node, ast);
  const names = literal?.properties.map(({ name }) => keyText(name));
  if (names === undefined || !names.every((name) => name !== undefined)) {
    const line = ast.getLineAndCharacterOfPosition(found.node.getStart(ast)).line + 1;
    throw new Failure(
      'stubs-unreadable',
      `--setup ${file}:${line}: the stubs are not an object with its keys written out, so it is unknown which imports to leave open in the bundle. Write: export const stubs = { '@acme/tables': { readTable } };`,
    );
  }
  return names;
}

function literalBehind(node: ts.Node, ast: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(node)) return node;
  if (
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isParenthesizedExpression(node)
  ) {
    return literalBehind(node.expression, ast);
  }
  const value = ts.isIdentifier(node) ? constants(ast).get(node.text) : undefined;
  return value === undefined || ts.isIdentifier(value) ? undefined : literalBehind(value, ast);
}

function constants(ast: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const declared = ast.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  return new Map(
    declared.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer ? [[name.text, initializer] as const] : [],
    ),
  );
}

function keyText(name: ts.PropertyName | undefined): string | undefined {
  if (name === undefined) return undefined; // spread from elsewhere
  return ts.isStringLiteralLike(name) || ts.isIdentifier(name) ? name.text : undefined;
}
