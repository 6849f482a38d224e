import { evaluate } from '../engine/syntax/evaluate.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import type { Problem } from './problem.js';
import { propertyOf, valueOf } from './props.js';

/** Functions of a file that run finished code on Node.js: `Function` of aws-lambda with its runtime. */
export function plainFunctions(program: SourceProgram, file: string): Problem[] {
  const found: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && isPlainFunction(program, file, node))
      found.push({ code: 'cdk-plain-function', node });
    ts.forEachChild(node, visit);
  };
  const parsed = program.file(file);
  if (parsed) visit(parsed.ast);
  return found;
}

function isPlainFunction(program: SourceProgram, file: string, node: ts.NewExpression): boolean {
  const props = node.arguments?.[2];
  if (!props || !ts.isObjectLiteralExpression(props)) return false;
  const runtime = propertyOf(props, 'runtime');
  const value = runtime && valueOf(runtime);
  if (!value || !/\bRuntime\.NODEJS_/.test(value.getText())) return false;
  const callee = evaluate(program, file, node.expression);
  return (
    callee.kind === 'package' &&
    /^(?:aws-cdk-lib(?:\/aws-lambda)?|@aws-cdk\/aws-lambda)$/.test(callee.specifier) &&
    /(?:^|\.)Function$/.test(callee.name)
  );
}
