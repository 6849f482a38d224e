import { ts } from '../../engine/syntax/typescript.js';
import { hasGlobal } from '../../llrt/compat.js';
import { isGuarded } from '../bundle/context.js';
import { isGlobal } from './globals.js';
import { hit, type Detector, type Hit, type Tools } from './hit.js';
import { memberName, textOf, valueOf } from './values.js';

/** Intl, and the methods that format for a locale. */
export const detectIntl: Detector = (node, tools) => {
  if (ts.isPropertyAccessExpression(node)) return ofIntl(node, tools);
  return ts.isCallExpression(node) ? ofMethod(node, tools) : [];
};

function ofIntl(node: ts.PropertyAccessExpression, tools: Tools): readonly Hit[] {
  if (!isIntl(node.expression, tools) || isGuarded(node, 'Intl')) return [];
  const name = node.name.text;
  const title = `Intl.${name}`;
  if (name === 'NumberFormat') return hit(tools, 'llrt-number-format', node, title);
  if (name !== 'DateTimeFormat' || !hasGlobal(tools.release.facts, 'Intl'))
    return name === 'supportedValuesOf' && tools.release.facts === 'main'
      ? []
      : hit(tools, 'llrt-intl-missing', node, title);
  const { parent } = node;
  const isMade = ts.isNewExpression(parent) || ts.isCallExpression(parent);
  const locale = isMade ? textOf(parent.arguments?.[0], tools) : undefined;
  return locale === undefined || locale === 'en-US'
    ? []
    : hit(tools, 'llrt-date-locale', node, title);
}

/** `Intl` and `globalThis.Intl`, also by a constant. */
function isIntl(expression: ts.Expression, tools: Tools): boolean {
  const node = valueOf(expression, tools);
  if (isGlobal(node, 'Intl', tools)) return true;
  const isMember = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  if (!isMember || memberName(node, tools) !== 'Intl') return false;
  return isGlobal(valueOf(node.expression, tools), 'globalThis', tools);
}

function ofMethod(node: ts.CallExpression, tools: Tools): readonly Hit[] {
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  if (/^toLocale(?:Date|Time)String$/.test(name)) return hit(tools, 'llrt-date-locale', node, name);
  if (name === 'localeCompare' && node.arguments.length > 1)
    return hit(tools, 'llrt-intl-missing', node, '`localeCompare` with a locale');
  if (name !== 'toLocaleString') return [];
  const receiver = valueOf(callee.expression, tools);
  if (isDate(receiver, tools)) return hit(tools, 'llrt-date-locale', node, name);
  const title = '`toLocaleString`';
  const severity = isNumber(receiver, tools) ? 'error' : 'warning';
  return hit(tools, 'llrt-number-format', node, title, { severity, what: title });
}

function isDate(node: ts.Expression, tools: Tools): boolean {
  return ts.isNewExpression(node) && isGlobal(node.expression, 'Date', tools);
}

function isNumber(node: ts.Expression, tools: Tools): boolean {
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isBinaryExpression(node)) return /^[-*/%]$/.test(node.operatorToken.getText());
  return ts.isCallExpression(node) && isGlobal(node.expression, 'Number', tools);
}
