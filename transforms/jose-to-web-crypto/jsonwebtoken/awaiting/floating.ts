import type { FunctionNode } from '../../../engine/syntax/evaluate.js';
import { outermost } from '../../../engine/syntax/outermost.js';
import type { SourceProgram } from '../../../engine/syntax/program.js';
import { ts } from '../../../engine/syntax/typescript.js';
import { usesOf } from './function-calls.js';

/**
 * A place that starts an async function and does not wait for it. As long as nothing is waited for
 * in a function it runs at once, and what follows the call can rely on that.
 */
export function floatingUse(
  program: SourceProgram,
  file: string,
  fn: FunctionNode,
): ts.Node | undefined {
  if (ts.isExpression(fn)) {
    const found = floatingAt(outermost(fn));
    if (found) return found;
  }
  return [...usesOf(program, file, fn), ...namesakes(program, fn)].find(
    (use) => ts.isExpression(use) && floatingAt(use),
  );
}

/** Methods that call a function at once, and give nothing that its promise could be waited for by. */
const AT_ONCE =
  /^(?:forEach|filter|some|every|find|findIndex|findLast|findLastIndex|sort|toSorted)$/;
/** Methods whose result is made of promises then. */
const GATHERING = /^(?:map|flatMap|reduce|reduceRight)$/;

function floatingAt(node: ts.Expression): ts.Node | undefined {
  const { parent } = node;
  if (!ts.isCallExpression(parent)) return undefined;
  if (parent.expression === node) return isDropped(parent) ? parent : undefined;
  const callee = parent.expression;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (AT_ONCE.test(callee.name.text)) return parent;
  return GATHERING.test(callee.name.text) && isDropped(parent) ? parent : undefined;
}

/** Whether nothing looks at the result of a call. */
function isDropped(call: ts.CallExpression): boolean {
  const { parent } = outermost(call);
  return ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
}

/** Calls of methods that have the name of a method, whatever they are called on. */
function namesakes(program: SourceProgram, fn: FunctionNode): ts.Node[] {
  const name = methodName(fn);
  if (name === undefined) return [];
  const files = program.pkg.files.filter((path) => (program.pkg.read(path) ?? '').includes(name));
  return files.flatMap((path) =>
    program.file(path)
      ? program
          .bindings(path)
          .identifiers(name)
          .map(({ parent }) => parent)
          .filter(ts.isPropertyAccessExpression)
          .filter((access) => access.name.text === name)
      : [],
  );
}

function methodName(fn: FunctionNode): string | undefined {
  const { parent } = fn;
  const isMember = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  const name = ts.isMethodDeclaration(fn) ? fn.name : isMember ? parent.name : undefined;
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : undefined;
}
