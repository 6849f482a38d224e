import { evaluate, unwrap } from '../../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../../engine/syntax/program.js';
import { ts } from '../../../engine/syntax/typescript.js';
import { shortText, type Problem } from '../../problem.js';

/** What a call of `sign` or `verify` gives that the module cannot take. */
export function argumentProblems(
  program: SourceProgram,
  file: string,
  name: 'sign' | 'verify',
  call: ts.CallExpression,
): Problem[] {
  const [first, key, options, ...more] = call.arguments;
  const details = { code: shortText(call) };
  if (key && name === 'verify' && isFunction(program, file, key))
    return [{ code: 'jsonwebtoken-get-key', file, node: call, details }];
  if (!first || call.arguments.some(ts.isSpreadElement) || more.length > 0)
    return [{ code: 'jsonwebtoken-callback', file, node: call, details }];
  if (options && !areOptions(program, file, options))
    return [{ code: 'jsonwebtoken-callback', file, node: call, details }];
  return [
    ...(key ? keyProblems(program, file, key) : []),
    ...(options ? optionProblems(program, file, options) : []),
  ];
}

function isFunction(program: SourceProgram, file: string, node: ts.Expression): boolean {
  return (
    evaluate(program, file, node).kind === 'function' ||
    isNamed(node, /^(?:get\w*Key|.*callback)$/i)
  );
}

/** Whether an argument is an object of options, as far as can be told. */
function areOptions(program: SourceProgram, file: string, node: ts.Expression): boolean {
  const value = evaluate(program, file, node);
  if (value.kind === 'function') return false;
  const expression = unwrap(node);
  if (value.kind === 'object' || ts.isObjectLiteralExpression(expression)) return true;
  if (ts.isIdentifier(expression) && expression.text === 'undefined') return true;
  if (expression.kind === ts.SyntaxKind.NullKeyword) return true;
  if (ts.isConditionalExpression(expression))
    return (
      areOptions(program, file, expression.whenTrue) &&
      areOptions(program, file, expression.whenFalse)
    );
  if (
    value.kind === 'parameter' &&
    /\b(?:Sign|Verify)Options\b/.test(value.node.type?.getText() ?? '')
  )
    return true;
  return isNamed(expression, /(?:opt(?:ion)?s|config(?:uration)?|settings|params)$/i);
}

function isNamed(node: ts.Expression, pattern: RegExp): boolean {
  const expression = unwrap(node);
  if (ts.isIdentifier(expression)) return pattern.test(expression.text);
  return ts.isPropertyAccessExpression(expression) && pattern.test(expression.name.text);
}

const ENCRYPTED = {
  reason: 'Web Crypto reads no encrypted keys',
  fix: 'Give the key without a passphrase, for example from a secret store, or keep this function on Node.js.',
};
const DESCRIBED = {
  reason: 'the module reads secrets and PEM texts',
  fix: "Give the key as PEM text (`key.export({ type: 'spki', format: 'pem' })` of node:crypto makes it).",
};

function keyProblems(program: SourceProgram, file: string, key: ts.Expression): Problem[] {
  return propertiesOf(program, file, key).flatMap(({ name, node }) => {
    const isEncrypted = name === 'passphrase';
    if (!isEncrypted && name !== 'format' && name !== 'kty') return [];
    const texts = isEncrypted ? ENCRYPTED : DESCRIBED;
    return [{ code: 'jsonwebtoken-option', file, node, details: { option: name, ...texts } }];
  });
}

const ALLOW_ANY = {
  reason: 'Web Crypto signs and verifies with keys that fit the algorithm, and with no others',
  fix: 'Use a key of the kind and curve that the algorithm asks for, and take the option out.',
};
const ENCODING = {
  reason: 'the payload is written as UTF-8',
  fix: 'Take the option out, or keep this function on Node.js.',
};

function optionProblems(program: SourceProgram, file: string, options: ts.Expression): Problem[] {
  return propertiesOf(program, file, options).flatMap(({ name, node, value }) => {
    const isOff = value === undefined || /^(?:false|undefined|['"`]utf-?8['"`])$/i.test(value);
    const texts =
      name === 'allowInvalidAsymmetricKeyTypes'
        ? ALLOW_ANY
        : name === 'encoding'
          ? ENCODING
          : undefined;
    if (!texts || isOff) return [];
    return [{ code: 'jsonwebtoken-option', file, node, details: { option: name, ...texts } }];
  });
}

interface Property {
  readonly name: string;
  readonly node: ts.Node;
  readonly value: string | undefined;
}

function propertiesOf(program: SourceProgram, file: string, node: ts.Expression): Property[] {
  const value = evaluate(program, file, node);
  if (value.kind !== 'object' || value.file !== file) return [];
  return value.node.properties.flatMap((one) => {
    if (!one.name || ts.isComputedPropertyName(one.name)) return [];
    const name = one.name.text;
    const isSet = ts.isPropertyAssignment(one);
    return [{ name, node: one, value: isSet ? one.initializer.getText() : name }];
  });
}
