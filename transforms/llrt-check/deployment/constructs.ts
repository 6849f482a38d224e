import { bindingsOf } from '../../engine/syntax/bindings.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';

/** A function of the AWS CDK, or a call of esbuild, in a source. */
export interface Construct {
  readonly kind: 'node' | 'llrt' | 'esbuild' | 'edge';
  readonly node: ts.Node;
  /** Its properties or options. */
  readonly props: ts.Expression | undefined;
}

const KINDS: Readonly<Record<string, Construct['kind']>> = {
  NodejsFunction: 'node',
  LlrtFunction: 'llrt',
  EdgeFunction: 'edge',
};

/** Lists the constructs of a file: made with `new`, or by `super` in a subclass. */
export function constructsOf(ast: ts.SourceFile): readonly Construct[] {
  const found: Construct[] = [];
  const visit = (node: ts.Node): void => {
    const made = ofNew(node) ?? ofSuper(node) ?? ofEsbuild(node);
    if (made) found.push(made);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

function ofNew(node: ts.Node): Construct | undefined {
  if (!ts.isNewExpression(node)) return undefined;
  const kind = KINDS[importedName(node.expression)];
  return kind && { kind, node, props: node.arguments?.[2] };
}

function ofSuper(node: ts.Node): Construct | undefined {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.SuperKeyword)
    return undefined;
  for (let at: ts.Node = node; at; at = at.parent) {
    if (!ts.isClassLike(at)) continue;
    const base = at.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
    const kind = base?.types[0] && KINDS[importedName(base.types[0].expression)];
    return kind && { kind, node, props: node.arguments[2] };
  }
  return undefined;
}

function ofEsbuild(node: ts.Node): Construct | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const name = importedName(node.expression);
  const isBuild =
    /^(?:build|buildSync|context)$/.test(name) && /["']esbuild["']/.test(node.getSourceFile().text);
  return isBuild ? { kind: 'esbuild', node, props: node.arguments[0] } : undefined;
}

/** The name of a class or function as its module has it: `lambda.NodejsFunction`, or renamed in the import. */
function importedName(expression: ts.Expression): string {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (!ts.isIdentifier(node)) return '';
  const declaration = bindingsOf(node.getSourceFile()).resolve(node)?.parent;
  if (declaration && ts.isImportSpecifier(declaration) && declaration.propertyName)
    return declaration.propertyName.text;
  return node.text;
}
