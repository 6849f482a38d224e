import { unwrap } from '../engine/syntax/evaluate.js';
import type { PackageView } from '../engine/transform.js';
import { outermost } from '../engine/syntax/outermost.js';
import { ts } from '../engine/syntax/typescript.js';
import { type Application, createOptions } from './application.js';
import { constantText } from './graph/constants.js';
import type { ApiInstance } from './graph/model.js';
import { isBefore } from './release.js';

/** Options of createAPI that become a call on the app, with the function that is called. */
export const OPTION_HELPERS: ReadonlyMap<string, string> = new Map([
  ['logger', 'logRequests'],
  ['serializer', 'useSerializer'],
  ['headers', 'defaultHeaders'],
  ['isBase64', 'flagBase64'],
  ['compression', 'compressResults'],
  ['mimeTypes', 'addMimeTypes'],
  ['s3Config', 'useS3'],
]);

/** Options of createAPI that are written in another way. */
export const OTHER_OPTIONS: ReadonlySet<string> = new Set([
  'version',
  'base',
  'errorHeaderWhitelist',
  'callback',
]);

/** Whether the release of lambda-api in use does not know an option. */
export function isIgnored(pkg: PackageView, name: string): boolean {
  if (name === 'compression') return isBefore(pkg, [0, 11]);
  return !OPTION_HELPERS.has(name) && !OTHER_OPTIONS.has(name);
}

/** An option that needs a line behind the declaration of the API. */
export interface OptionLine {
  readonly helper: string;
  /** The property of the options, when there is one. */
  readonly option: ts.Node | undefined;
  /** Undefined where the helper needs nothing besides the app. */
  readonly value: ts.Expression | undefined;
}

/** The lines that stand for the options of an instance, in the order of `OPTION_HELPERS`. */
export function optionLines(app: Application, instance: ApiInstance): OptionLine[] {
  const options = createOptions(app, instance);
  const { pkg } = app.program;
  return [...OPTION_HELPERS].flatMap(([name, helper]): OptionLine[] => {
    const value = options?.get(name);
    if (!value)
      return helper === 'useS3' && app.registry.facts.usesS3
        ? [{ helper, option: undefined, value }]
        : [];
    if (isIgnored(pkg, name)) return [];
    const node = unwrap(value);
    // `{ headers }` names the option and its value at once.
    const isShort = ts.isShorthandPropertyAssignment(value.parent);
    const option = isShort || ts.isPropertyAssignment(value.parent) ? value.parent : undefined;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return [];
    const isFlag = node.kind === ts.SyntaxKind.TrueKeyword && name !== 'logger';
    return [{ helper, option, value: isFlag ? undefined : value }];
  });
}

/** Where lines about an instance may stand: behind a statement, with the expression that holds the API there. */
export interface HolderPlace {
  readonly statement: ts.Statement;
  readonly holder: ts.Node;
}

/** `const api = createAPI()` and `this.api = createAPI()`; undefined for any other place. */
export function holderPlace({ creation }: ApiInstance): HolderPlace | undefined {
  const made = outermost(creation);
  const parent = made.parent;
  if (ts.isVariableDeclaration(parent) && parent.initializer === made) {
    const statement = parent.parent.parent;
    const isAlone =
      ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1;
    return isAlone ? { statement, holder: parent.name } : undefined;
  }
  if (!ts.isBinaryExpression(parent) || parent.right !== made) return undefined;
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const statement = parent.parent;
  const isLine = ts.isExpressionStatement(statement) && ts.isBlock(statement.parent);
  const isName = ts.isIdentifier(parent.left) || ts.isPropertyAccessExpression(parent.left);
  return isLine && isName ? { statement, holder: parent.left } : undefined;
}

/** Name of the parameter that asks for JSONP; undefined when it is not known before the code runs. */
export function callbackName(app: Application, instance: ApiInstance): string | undefined {
  const value = createOptions(app, instance)?.get('callback');
  return value ? constantText(app.program, instance.file, value)?.trim() : 'callback';
}
