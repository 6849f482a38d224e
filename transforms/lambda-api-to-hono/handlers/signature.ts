import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';
import { lostComments } from '../../engine/syntax/comments.js';
import { indentAt, indentUnit, lineEnding, usesSemicolons } from '../../engine/syntax/layout.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { honoTypeName } from '../compat-names.js';
import { ownVariables } from './own-variables.js';
import { destructuredParameter } from './request-pattern.js';
import { problem, useCompat, type State } from './state.js';

/** lambda-api's function types and what Hono calls them. */
const FUNCTION_TYPES: Readonly<Record<string, string>> = {
  HandlerFunction: 'Handler',
  Middleware: 'MiddlewareHandler',
  ErrorHandlingMiddleware: 'ErrorHandler',
};

/** Gives the function Hono's parameters, and drops annotations that name lambda-api's types. */
export function rewriteSignature(state: State): void {
  rewriteParameters(state);
  rewriteReturnType(state);
  rewriteVariableType(state);
  // Hono types middleware as a function that returns a promise.
  const isMiddleware = state.fn.kind === 'middleware' && (state.answers || usesNext(state));
  if (state.needsAsync || isMiddleware) makeAsync(state);
}

function rewriteParameters(state: State): void {
  const fn = state.fn.node;
  const first = fn.parameters[0];
  const last = fn.parameters[fn.parameters.length - 1];
  if (!first || !last) return addParameter(state);
  if (!state.fn.roles.some((role) => role === 'req' || role === 'res')) return;
  const texts: string[] = [];
  let placed = false;
  fn.parameters.forEach((parameter, index) => {
    const role = state.fn.roles[index];
    if (role === 'req' || role === 'res') {
      takeApart(state, parameter, role);
      if (!placed) texts.push(contextParameter(state));
      placed = true;
    } else if (role === 'next') {
      if (usesNext(state)) texts.push(nextParameter(state, parameter));
    } else if (role === 'err') texts.push(errorParameter(state, parameter));
    else texts.push(parameter.getText());
  });
  const start = first.getStart(state.ast);
  const written = texts.join(', ');
  const comments = lostComments(state.text.slice(start, last.end), written)
    .filter((comment) => comment.startsWith('/*'))
    .map((comment) => `${comment} `);
  state.edits.replace(start, last.end, comments.join('') + written);
  dropTrailingComma(state, last);
}

/** `() => value` needs the context to answer with it. */
function addParameter(state: State): void {
  const fn = state.fn.node;
  if (!state.answers || fn.parameters.length > 0 || !fn.body) return;
  const open = state.text.indexOf('(', fn.name?.end ?? fn.getStart(state.ast));
  state.edits.insert(open + 1, contextParameter(state));
}

/** A destructured `req` becomes declarations at the start of the function. */
function takeApart(state: State, parameter: ts.ParameterDeclaration, role: 'req' | 'res'): void {
  if (ts.isIdentifier(parameter.name)) return;
  if (role === 'res' || !ts.isObjectBindingPattern(parameter.name))
    return problem(state, 'response-property', parameter, { name: parameter.getText() });
  const declaration = destructuredParameter(state, parameter.name);
  const body = state.fn.node.body;
  if (declaration === undefined || parameter.name.elements.length === 0 || !body) return;
  const end = usesSemicolons(state.ast) ? ';' : '';
  if (!ts.isBlock(body)) {
    const text = state.edits.textOf(body.getStart(state.ast), body.end);
    const isBlock = text.startsWith('{') && !ts.isObjectLiteralExpression(body);
    const block = isBlock
      ? `{ ${declaration}${end || ';'}${text.slice(1)}`
      : `{ ${declaration}; return ${text}${end} }`;
    return state.edits.replace(body.getStart(state.ast), body.end, block);
  }
  const first = body.statements[0];
  const indent = first
    ? indentAt(state.text, first.getStart(state.ast))
    : indentAt(state.text, state.fn.node.getStart(state.ast)) + indentUnit(state.text);
  state.edits.insert(
    body.getStart(state.ast) + 1,
    `${lineEnding(state.text)}${indent}${declaration}${end}`,
  );
}

function contextParameter(state: State): string {
  if (!state.isTypeScript) return state.context;
  const declared = functionType(declaredType(state.fn.node)) !== undefined;
  const variables = declared ? undefined : ownVariables(state);
  if (variables === undefined && isContextuallyTyped(state)) return state.context;
  state.honoTypes.add('Context');
  useCompat(state, 'Env');
  const env = variables === undefined ? 'Env' : `Env & { Variables: ${variables} }`;
  return `${state.context}: ${honoTypeName(state.bindings, 'Context')}<${env}>`;
}

function nextParameter(state: State, parameter: ts.ParameterDeclaration): string {
  const name = parameter.name.getText();
  if (!state.isTypeScript || isContextuallyTyped(state)) return name;
  state.honoTypes.add('Next');
  return `${name}: ${honoTypeName(state.bindings, 'Next')}`;
}

function errorParameter(state: State, parameter: ts.ParameterDeclaration): string {
  return isContextuallyTyped(state) ? parameter.name.getText() : parameter.getText();
}

/** Whether the types of the parameters follow from where the function stands. */
function isContextuallyTyped(state: State): boolean {
  const fn = state.fn.node;
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  if (ts.isCallExpression(outermost(fn).parent)) return state.fn.kind !== 'helper';
  return functionType(declaredType(fn)) !== undefined;
}

function functionType(type: ts.TypeNode | undefined): string | undefined {
  if (!type || !ts.isTypeReferenceNode(type)) return undefined;
  const name = ts.isQualifiedName(type.typeName) ? type.typeName.right.text : type.typeName.text;
  return FUNCTION_TYPES[name];
}

/** The annotation that says what kind of function this is: of its variable, its field, or the factory that returns it. */
function declaredType(fn: ts.Node): ts.TypeNode | undefined {
  const parent = fn.parent;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) return parent.type;
  if (ts.isArrowFunction(parent) && parent.body === fn) return parent.type;
  if (ts.isReturnStatement(parent)) return ts.findAncestor(parent, ts.isFunctionLike)?.type;
  return undefined;
}

function rewriteVariableType(state: State): void {
  const declared = declaredType(state.fn.node);
  const type = functionType(declared);
  if (!type || !declared) return;
  state.honoTypes.add(type);
  useCompat(state, 'Env');
  const name = honoTypeName(state.bindings, type);
  state.edits.replace(declared.getStart(state.ast), declared.end, `${name}<Env>`);
}

/** What a converted function returns follows from its body; the old annotation would be wrong. */
function rewriteReturnType(state: State): void {
  const type = state.fn.node.type;
  const isHelper = state.fn.kind === 'helper';
  if (!type || (isHelper && state.lookup.styleOf(state.fn) !== 'returns')) return;
  const colon = state.text.lastIndexOf(':', type.getStart(state.ast));
  state.edits.remove(colon, type.end);
}

function usesNext(state: State): boolean {
  const index = state.fn.roles.indexOf('next');
  const name = state.fn.node.parameters[index]?.name;
  if (!name || !ts.isIdentifier(name)) return false;
  return state.fn.kind !== 'error' && state.bindings.references(name).length > 0;
}

function makeAsync(state: State): void {
  const fn = state.fn.node;
  if (hasModifier(fn, ts.SyntaxKind.AsyncKeyword)) return;
  const isMethod = ts.isMethodDeclaration(fn);
  const modifiers = ts.getModifiers(fn);
  const lastModifier = modifiers?.[modifiers.length - 1];
  const at = lastModifier
    ? lastModifier.end + 1
    : isMethod
      ? fn.name.getStart(state.ast)
      : fn.getStart(state.ast);
  state.edits.insert(at, 'async ');
}

/** `(\n  req,\n  res,\n)` closes right after the last parameter once it is short. */
function dropTrailingComma(state: State, last: ts.ParameterDeclaration): void {
  const first = state.fn.node.parameters[0];
  if (!first) return;
  const open = state.text.slice(0, first.getStart(state.ast)).search(/\(\s*$/);
  const rest = /^\s*,?\s*\)/.exec(state.text.slice(last.end));
  if (open < 0 || !rest) return;
  const start = first.getStart(state.ast);
  const text = state.edits.textOf(start, last.end);
  state.edits.replace(open + 1, last.end + rest[0].length - 1, text);
}
