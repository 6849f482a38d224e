import { evaluate, unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { fileOf } from '../functions.js';
import { shortText } from '../problem.js';
import { plain, type Carried, type Payload } from './carried.js';
import type { FormFlow } from './form-flow.js';
import { followParameter } from './parameters.js';
import { readsFiles } from './schemas.js';

/** Functions of the language that take a form of both kinds alike, with what they give. */
const KNOWN: Readonly<Record<string, Payload | 'nothing'>> = {
  'Object.fromEntries': 'record',
  'Array.from': 'pairs',
  'new Map': 'map',
  'new URLSearchParams': 'nothing',
  'JSON.stringify': 'nothing',
  'Object.keys': 'nothing',
  Boolean: 'nothing',
};

/** What functions of the language give for the fields of a form. */
const OF_FIELDS: Readonly<Record<string, Payload>> = {
  'Object.values': 'values',
  'Object.entries': 'pairs',
  'Object.fromEntries': 'record',
  'Object.assign': 'record',
  structuredClone: 'record',
  'new Map': 'map',
};

/** Follows what is passed to a function, or constructed with. */
export function followArgument(
  flow: FormFlow,
  node: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
  carried: Carried,
): void {
  const index = (call.arguments ?? []).findIndex((argument) => argument === node);
  if (index < 0) return flow.reportLost(call, carried);
  const callee = unwrap(call.expression);
  const name = (ts.isNewExpression(call) ? 'new ' : '') + callee.getText();
  if (carried.promised) return followPromised(flow, call, name, carried);
  if (carried.kind === 'form') followForm(flow, call, name, index);
  else if (Object.hasOwn(OF_FIELDS, name)) {
    const gives = OF_FIELDS[name];
    if (gives) flow.follow(call, plain(gives));
  } else if (name === 'Array.from') flow.follow(call, carried);
  else followFields(flow, call, index, carried);
}

function followPromised(
  flow: FormFlow,
  call: ts.CallExpression | ts.NewExpression,
  name: string,
  carried: Carried,
): void {
  if (name === 'Promise.resolve') flow.follow(call, carried);
  else flow.reportLost(call, carried, name);
}

function followForm(
  flow: FormFlow,
  call: ts.CallExpression | ts.NewExpression,
  name: string,
  index: number,
): void {
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known !== undefined && index === 0) {
    // Array.from(form, callback) gives what the callback makes of the entries.
    if (known !== 'nothing' && call.arguments?.length === 1) flow.follow(call, plain(known));
    return;
  }
  if (/^console\.\w+$/.test(name)) return flow.report('form-printed', call, { target: name });
  if (hasSpreadBefore(call, index) || ts.isNewExpression(call))
    return flow.reportLost(call, plain('form'), name);
  followParameter(flow, call.expression, index, plain('form'));
}

/** Fields go into a validation, or to a function of the package; elsewhere they are texts like any others. */
function followFields(
  flow: FormFlow,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
  carried: Carried,
): void {
  const callee = call.expression;
  const schemas = (call.arguments ?? []).filter((_, at) => at !== index);
  if (ts.isPropertyAccessExpression(callee)) schemas.push(callee.expression);
  const schema = schemas.find((one) => readsFiles(flow.program, fileOf(call), one));
  if (schema) flow.report('form-file-read', call, { name: shortText(schema) });
  if (ts.isNewExpression(call) || hasSpreadBefore(call, index)) return;
  if (evaluate(flow.program, fileOf(call), callee).kind === 'function')
    followParameter(flow, callee, index, carried);
}

function hasSpreadBefore(call: ts.CallExpression | ts.NewExpression, index: number): boolean {
  return (call.arguments ?? []).slice(0, index).some(ts.isSpreadElement);
}
