import { unwrap } from '../../engine/syntax/evaluate.js';
import { exportTarget } from '../../engine/syntax/modules.js';
import { ts } from '../../engine/syntax/typescript.js';
import { hit, type Hit, type Tools } from './hit.js';
import { valueOf } from './values.js';

/** Lambda handlers of the entry that answer with a callback or with a method of the context. */
export function detectHandlers(tools: Tools): readonly Hit[] {
  return exportedFunctions(tools).flatMap((made) => {
    const [, context, callback] = made.parameters;
    const found: Hit[] = [];
    if (callback && uses(callback, tools).length > 0)
      found.push(...hit(tools, 'llrt-lambda-callback', callback, 'a callback'));
    for (const { parent } of context ? uses(context, tools) : [])
      if (ts.isPropertyAccessExpression(parent) && /^(?:done|succeed|fail)$/.test(parent.name.text))
        found.push(...hit(tools, 'llrt-lambda-callback', parent, `context.${parent.name.text}`));
    return found;
  });
}

function uses(parameter: ts.ParameterDeclaration, { view }: Tools): readonly ts.Identifier[] {
  return ts.isIdentifier(parameter.name) ? view.bindings.references(parameter.name) : [];
}

function exportedFunctions(tools: Tools): readonly ts.FunctionLikeDeclaration[] {
  const { ast, bindings } = tools.view;
  const found = ast.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) return [];
    if (!ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements.map(({ propertyName, name }) => propertyName ?? name);
  });
  const named = found.flatMap((name) => {
    const declaration = ts.isIdentifier(name) ? bindings.lookup(name.text, ast)?.parent : undefined;
    if (!declaration) return [];
    if (ts.isFunctionDeclaration(declaration)) return [declaration];
    const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value ? functionOf(value, tools) : [];
  });
  return [...named, ...assignedFunctions(tools)];
}

/** `exports.handler = (event, context, callback) => ...` of an entry in CommonJS. */
function assignedFunctions(tools: Tools): readonly ts.FunctionLikeDeclaration[] {
  const { view } = tools;
  const wrapper = view.ast.statements.find(
    (statement) =>
      view.fileOf(statement) === view.bundle.entry && ts.isVariableStatement(statement),
  );
  const found: ts.FunctionLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && exportTarget(node.left) !== undefined)
      found.push(...functionOf(node.right, tools));
    ts.forEachChild(node, visit);
  };
  if (wrapper) visit(wrapper);
  return found;
}

function functionOf(
  expression: ts.Expression,
  tools: Tools,
): readonly ts.FunctionLikeDeclaration[] {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) {
    const declaration = tools.view.bindings.resolve(node)?.parent;
    if (declaration && ts.isFunctionDeclaration(declaration)) return [declaration];
  }
  const value = valueOf(node, tools);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return [value];
  if (!ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((property) => {
    if (ts.isMethodDeclaration(property)) return [property];
    if (ts.isPropertyAssignment(property)) return functionOf(property.initializer, tools);
    return [];
  });
}
