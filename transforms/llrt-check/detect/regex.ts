import { ts } from '../../engine/syntax/typescript.js';
import { unreadableIn } from '../../llrt/regex-features.js';
import { isGlobal } from './globals.js';
import { hit, type Detector, type Tools } from './hit.js';
import { textOf } from './values.js';

/** Regular expressions that the engine cannot parse; bundlers turn them into calls of RegExp. */
export const detectRegex: Detector = (node, tools) => {
  const found = patternOf(node, tools);
  const problem = found && unreadableIn(found.pattern, found.flags);
  return problem === undefined
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
