import { ts } from '../../engine/syntax/typescript.js';
import { isGlobal } from './globals.js';
import { hit, type Detector, type Tools } from './hit.js';
import { textOf } from './values.js';

/** Regular expressions that the engine cannot parse; bundlers turn them into calls of RegExp. */
export const detectRegex: Detector = (node, tools) => {
  const found = patternOf(node, tools);
  const problem = found && problemOf(found.pattern, found.flags);
  return problem === undefined || problem === ''
    ? []
    : hit(tools, 'llrt-engine-regex', node, problem, {
        what: `a regular expression with ${problem}`,
      });
};

function patternOf(node: ts.Node, tools: Tools): { pattern: string; flags: string } | undefined {
  if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
    const text = node.getText();
    const end = text.lastIndexOf('/');
    return { pattern: text.slice(1, end), flags: text.slice(end + 1) };
  }
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined;
  if (!isGlobal(node.expression, 'RegExp', tools)) return undefined;
  const pattern = textOf(node.arguments?.[0], tools);
  return pattern === undefined
    ? undefined
    : { pattern, flags: textOf(node.arguments?.[1], tools) ?? '' };
}

function problemOf(pattern: string, flags: string): string {
  const plain = pattern.replace(/\\[^k]/g, '..');
  if (/\(\?(?:[ims]+(?:-[ims]*)?|-[ims]+):/.test(plain)) return 'modifiers such as (?i:)';
  const names = [...plain.matchAll(/\(\?<([\w$]+)>/g)].map((match) => match[1]);
  if (new Set(names).size < names.length) return 'the same group name twice';
  const hasSets = /\[[^\]]*(?:--|&&|\[)/.test(plain);
  return flags.includes('v') && hasSets ? 'set operations of the flag v' : '';
}
