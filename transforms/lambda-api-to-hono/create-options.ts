import { unwrap } from '../engine/syntax/evaluate.js';
import { ts } from '../engine/syntax/typescript.js';
import { type Application, createOptions } from './application.js';
import { constantText } from './graph/constants.js';
import type { ApiInstance } from './graph/model.js';

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
  return [...OPTION_HELPERS].flatMap(([name, helper]): OptionLine[] => {
    const value = options?.get(name);
    if (!value)
      return helper === 'useS3' && app.registry.facts.usesS3
        ? [{ helper, option: undefined, value }]
        : [];
    const node = unwrap(value);
    // `{ headers }` names the option and its value at once.
    const isShort = ts.isShorthandPropertyAssignment(value.parent);
    const option = isShort || ts.isPropertyAssignment(value.parent) ? value.parent : undefined;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return [];
    const isFlag = node.kind === ts.SyntaxKind.TrueKeyword && name !== 'logger';
    return [{ helper, option, value: isFlag ? undefined : value }];
  });
}

/** The statement behind which lines about an instance may stand. */
export function declarationOf(instance: ApiInstance): ts.VariableStatement | undefined {
  const statement = ts.findAncestor(instance.creation, ts.isVariableStatement);
  const [declaration] = statement?.declarationList.declarations ?? [];
  const made = declaration?.initializer && unwrap(declaration.initializer);
  return made === instance.creation ? statement : undefined;
}

/** Name of the parameter that asks for JSONP; undefined when it is not known before the code runs. */
export function callbackName(app: Application, instance: ApiInstance): string | undefined {
  const value = createOptions(app, instance)?.get('callback');
  return value ? constantText(app.program, instance.file, value)?.trim() : 'callback';
}
