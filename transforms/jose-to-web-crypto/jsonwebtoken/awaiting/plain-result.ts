import { evaluate, unwrap, type FunctionNode } from '../../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../../engine/syntax/program.js';
import { ts } from '../../../engine/syntax/typescript.js';

/** What is known about values without running the code. */
export interface Knowledge {
  readonly program: SourceProgram;
  /** Whether a call is one of jsonwebtoken, which gives a text or what JSON.parse() gives. */
  readonly isTokenCall: (node: ts.CallExpression) => boolean;
  /** Whether a call is of a function of which it is known already that it gives no promise. */
  readonly isPlainCall?: (node: ts.CallExpression) => boolean;
}

/**
 * Whether what a function returns is no promise and nothing else with a `then`: only then is it
 * the same to wait for it.
 */
export function givesPlainResult(
  known: Knowledge,
  file: string,
  fn: FunctionNode,
  seen: ReadonlySet<ts.Node> = new Set(),
): boolean {
  if (seen.has(fn)) return true;
  if (fn.type && isPlainType(fn.type)) return true;
  const own = new Set([...seen, fn]);
  return resultsOf(fn).every((result) => isPlain(known, file, result, own));
}

/** The expressions that a function returns. */
export function resultsOf(fn: FunctionNode): ts.Expression[] {
  const { body } = fn;
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

const PLAIN_TYPES = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.VoidKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.LiteralType,
  ts.SyntaxKind.ArrayType,
  ts.SyntaxKind.TupleType,
  ts.SyntaxKind.TypeLiteral,
]);

function isPlainType(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isPlainType);
  if (ts.isTypeReferenceNode(type))
    return /^(?:\w+\.)?(?:JwtPayload|Jwt|Record|Date)$/.test(type.typeName.getText());
  return PLAIN_TYPES.has(type.kind);
}

const PLAIN_CLASSES = /^(?:\w*Error|Date|Map|Set|RegExp|URL|Headers|Response|Uint8Array)$/;
const PLAIN_METHODS =
  /^(?:includes|startsWith|endsWith|toString|trim|split|join|toLowerCase|toUpperCase|replace|slice)$/;
const PLAIN_FUNCTIONS = /^(?:String|Number|Boolean|JSON\.(?:parse|stringify)|Object\.keys)$/;

function isPlain(
  known: Knowledge,
  file: string,
  node: ts.Expression,
  seen: ReadonlySet<ts.Node>,
): boolean {
  const value = unwrap(node);
  const also = (one: ts.Expression): boolean => isPlain(known, file, one, seen);
  if (ts.isLiteralExpression(value) || ts.isTemplateExpression(value)) return true;
  if (ts.isArrayLiteralExpression(value) || ts.isFunctionExpression(value)) return true;
  if (ts.isPrefixUnaryExpression(value) || ts.isTypeOfExpression(value)) return true;
  if (ts.isVoidExpression(value) || ts.isDeleteExpression(value)) return true;
  if (CONSTANTS.has(value.kind)) return true;
  if (ts.isObjectLiteralExpression(value))
    return value.properties.every((one) => isPlainMember(one, also));
  if (ts.isConditionalExpression(value)) return also(value.whenTrue) && also(value.whenFalse);
  if (ts.isBinaryExpression(value)) return isPlainOperation(value, also);
  if (ts.isAwaitExpression(value)) return true;
  if (ts.isNewExpression(value)) return PLAIN_CLASSES.test(value.expression.getText());
  if (ts.isPropertyAccessExpression(value)) return isJson(known, file, value.expression, seen);
  if (ts.isElementAccessExpression(value)) return isJson(known, file, value.expression, seen);
  if (ts.isIdentifier(value)) return isPlainName(known, file, value, seen, isPlain);
  return ts.isCallExpression(value) && isPlainCall(known, file, value, seen);
}

const CONSTANTS = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

function isPlainMember(
  member: ts.ObjectLiteralElementLike,
  isPlainValue: (node: ts.Expression) => boolean,
): boolean {
  if (ts.isSpreadAssignment(member)) return isPlainValue(member.expression);
  return !ts.isComputedPropertyName(member.name) && member.name.getText() !== 'then';
}

function isPlainOperation(
  { operatorToken, left, right }: ts.BinaryExpression,
  isPlainValue: (node: ts.Expression) => boolean,
): boolean {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  if ([AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(operatorToken.kind))
    return isPlainValue(left) && isPlainValue(right);
  const isAssignment = operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment || operatorToken.kind === ts.SyntaxKind.CommaToken
    ? isPlainValue(right)
    : true;
}

function isPlainCall(
  known: Knowledge,
  file: string,
  call: ts.CallExpression,
  seen: ReadonlySet<ts.Node>,
): boolean {
  if (known.isTokenCall(call) || known.isPlainCall?.(call) === true) return true;
  const callee = call.expression;
  if (PLAIN_FUNCTIONS.test(callee.getText())) return true;
  if (ts.isPropertyAccessExpression(callee) && PLAIN_METHODS.test(callee.name.text)) return true;
  const value = evaluate(known.program, file, exportedAs(known.program, file, callee) ?? callee);
  if (value.kind !== 'function') return false;
  const isAsync = value.node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync !== true && givesPlainResult(known, value.file, value.node, seen);
}

/** What stands behind `exports.f`, in the file that exports it. */
function exportedAs(
  program: SourceProgram,
  file: string,
  callee: ts.Expression,
): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (!/^(?:module\.)?exports$/.test(callee.expression.getText())) return undefined;
  const found = program.exportsOf(file).named.get(callee.name.text);
  return found?.kind === 'local' && ts.isExpression(found.node) ? found.node : undefined;
}

type Test = typeof isPlain;

/** Whether all that a variable of the file is ever given passes a test. */
function isPlainName(
  known: Knowledge,
  file: string,
  name: ts.Identifier,
  seen: ReadonlySet<ts.Node>,
  test: Test,
): boolean {
  if (name.text === 'undefined') return true;
  const bindings = known.program.bindings(file);
  const declaration = bindings.resolve(name);
  if (!declaration || seen.has(declaration)) return declaration !== undefined;
  const own = new Set([...seen, declaration]);
  const holder = declaration.parent;
  if (ts.isBindingElement(holder)) return isTakenFromJson(known, file, holder, own);
  if (ts.isParameter(holder)) return holder.type !== undefined && isPlainType(holder.type);
  if (!ts.isVariableDeclaration(holder) || isLoopVariable(holder)) return false;
  const written = bindings.references(declaration).flatMap((use) => {
    const { parent } = use;
    return ts.isBinaryExpression(parent) && parent.left === use ? [parent.right] : [];
  });
  const given = holder.initializer ? [holder.initializer, ...written] : written;
  return given.length > 0 && given.every((one) => test(known, file, one, own));
}

function isLoopVariable({ parent }: ts.VariableDeclaration): boolean {
  return ts.isForOfStatement(parent.parent) || ts.isForInStatement(parent.parent);
}

/** `const { sub } = jwt.verify(token, secret)` */
function isTakenFromJson(
  known: Knowledge,
  file: string,
  element: ts.BindingElement,
  seen: ReadonlySet<ts.Node>,
): boolean {
  let holder: ts.Node = element.parent;
  while (!ts.isVariableDeclaration(holder)) {
    if (ts.isParameter(holder) || ts.isSourceFile(holder)) return false;
    holder = holder.parent;
  }
  return holder.initializer !== undefined && isJson(known, file, holder.initializer, seen);
}

/** Whether a value holds nothing but what JSON can hold: none of its members is a function. */
function isJson(
  known: Knowledge,
  file: string,
  node: ts.Expression,
  seen: ReadonlySet<ts.Node>,
): boolean {
  const value = unwrap(node);
  if (ts.isAwaitExpression(value)) return isJson(known, file, value.expression, seen);
  if (ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value))
    return isJson(known, file, value.expression, seen);
  if (ts.isIdentifier(value)) return isPlainName(known, file, value, seen, isJson);
  if (!ts.isCallExpression(value)) return false;
  return known.isTokenCall(value) || /^JSON\.parse$/.test(value.expression.getText());
}
