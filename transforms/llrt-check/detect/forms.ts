import { ts } from '../../engine/syntax/typescript.js';
import { hit, type Detector, type Hit, type Tools } from './hit.js';
import { packageOfCallee } from './origin.js';
import { memberName, textOf } from './values.js';

/** Forms that are read with formData, which LLRT lacks or reads wrongly. */
export const detectForms: Detector = (node, tools) => {
  if (!ts.isCallExpression(node)) return [];
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) {
    const name = memberName(callee, tools);
    if (name === 'formData' && node.arguments.length === 0) return problems(node, name, tools);
    if (name === 'parseBody' && isRequest(callee.expression)) return problems(node, name, tools);
  }
  const isValidator = /^(?:hono|@hono\/.*validator)$/.test(packageOfCallee(callee, tools) ?? '');
  if (isValidator && textOf(node.arguments[0], tools) === 'form')
    return problems(node, "validator('form')", tools);
  return [];
};

function problems(node: ts.CallExpression, name: string, tools: Tools): readonly Hit[] {
  return (
    ['llrt-request-formdata', 'llrt-formdata-urlencoded', 'llrt-formdata-multipart'] as const
  ).flatMap((code) => hit(tools, code, node, name));
}

function isRequest(node: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  return ts.isIdentifier(name) && /^req(?:uest)?$/.test(name.text);
}
