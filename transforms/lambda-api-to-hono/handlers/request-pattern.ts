import { propertyText } from '../../engine/syntax/evaluate.js';
import { indentAt, lineEnding } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { replace, REQ, shortText } from './request-edit.js';
import { REQUEST_PROPERTIES, REQUEST_UNSUPPORTED } from './request-map.js';
import { assignedOrRead, ordinary, wholeRead } from './request-read.js';
import { inContext, problem, quoted, type State } from './state.js';

/** `const { query } = req` reads the same from the Hono context. */
export function rewriteDestructuring(
  state: State,
  declaration: ts.VariableDeclaration,
  reference: ts.Identifier,
): void {
  if (!ts.isObjectBindingPattern(declaration.name))
    return problem(state, 'request-escapes', reference, {
      name: reference.text,
      target: shortText(declaration),
    });
  const values = patternReads(state, declaration.name);
  if (!values) return;
  if (declareApart(state, declaration, values)) return;
  const only = values.length === 1 ? values[0] : undefined;
  if (only && !hasDefault(only))
    replace(
      state,
      declaration.name,
      state.text.slice(only.element.name.getStart(), only.element.name.end),
    );
  replace(state, reference, valuesText(values));
}

/** `const { method, path } = req;` becomes one declaration for each name. */
function declareApart(
  state: State,
  declaration: ts.VariableDeclaration,
  values: readonly PatternRead[],
): boolean {
  const statement = declaration.parent.parent;
  const isAlone =
    ts.isVariableDeclarationList(declaration.parent) &&
    declaration.parent.declarations.length === 1;
  if (values.length < 2 || !isAlone || !ts.isVariableStatement(statement) || declaration.type)
    return false;
  if (values.some((value) => hasDefault(value))) return false;
  if (/\/[/*]/.test(declaration.name.getText())) return false;
  const keyword = declaration.parent.getFirstToken()?.getText() ?? 'const';
  const end = statement.getText().endsWith(';') ? ';' : '';
  const indent = indentAt(state.text, statement.getStart(state.ast));
  const lines = values.map(
    ({ element, value }) => `${keyword} ${element.name.getText()} = ${value}${end}`,
  );
  replace(state, statement, lines.join(lineEnding(state.text) + indent));
  return true;
}

/** The declaration that takes the place of a destructured `req` parameter. */
export function destructuredParameter(
  state: State,
  pattern: ts.ObjectBindingPattern,
): string | undefined {
  const values = patternReads(state, pattern);
  if (!values) return undefined;
  const only = values.length === 1 ? values[0] : undefined;
  const target = only && !hasDefault(only) ? only.element.name : pattern;
  return `const ${target.getText()} = ${valuesText(values)}`;
}

interface PatternRead {
  readonly key: string;
  readonly element: ts.BindingElement;
  readonly value: string;
}

function patternReads(state: State, pattern: ts.ObjectBindingPattern): PatternRead[] | undefined {
  const reads: PatternRead[] = [];
  for (const element of pattern.elements) {
    const key = propertyText(element.propertyName ?? element.name);
    if (element.dotDotDotToken || key === undefined) {
      problem(state, 'request-property-computed', element, { name: REQ });
      return undefined;
    }
    if (REQUEST_UNSUPPORTED.has(key) || key.startsWith('_')) {
      problem(state, 'request-property-unsupported', element, { name: `${REQ}.${key}` });
      return undefined;
    }
    const property = REQUEST_PROPERTIES.get(key);
    const own = inContext(state, `c.get(${quoted(state, key)})`);
    const value = !property
      ? own
      : state.facts.overwritten.has(key)
        ? assignedOrRead(state, key, property)
        : ordinary(state, key, wholeRead(state, property), element.name);
    reads.push({ key, element, value });
  }
  return reads;
}

/** Properties that always have a value: a default written for them never applies. */
const ALWAYS_THERE = new Set([
  'params',
  'query',
  'headers',
  'cookies',
  'auth',
  'method',
  'requestContext',
]);

function hasDefault({ key, element }: PatternRead): boolean {
  return element.initializer !== undefined && !ALWAYS_THERE.has(key);
}

function valuesText(values: readonly PatternRead[]): string {
  const only = values[0];
  if (values.length === 1 && only && !hasDefault(only)) return only.value;
  return `{ ${values.map(({ key, value }) => `${key}: ${value}`).join(', ')} }`;
}
