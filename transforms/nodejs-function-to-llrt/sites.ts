import { evaluate } from '../engine/syntax/evaluate.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';

/** One place that makes a NodejsFunction: `new NodejsFunction(...)`, or `super(...)` in a class that extends it. */
export interface FunctionSite {
  readonly file: string;
  readonly call: ts.NewExpression | ts.CallExpression;
  /** The name that becomes `LlrtFunction`: in `new`, or in `extends`. */
  readonly callee: ts.Expression;
  readonly id: ts.Expression | undefined;
  readonly props: ts.Expression | undefined;
}

/** The construct, whatever name it was imported by. */
export type ConstructVersion = 'v1' | 'v2';

/** Finds the places in a file. */
export function findSites(program: SourceProgram, file: string): FunctionSite[] {
  const sites: FunctionSite[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && versionOf(program, file, node.expression))
      sites.push(siteOf(file, node, node.expression));
    if (ts.isClassLike(node)) sites.push(...sitesOfClass(program, file, node));
    ts.forEachChild(node, visit);
  };
  const parsed = program.file(file);
  if (parsed) visit(parsed.ast);
  return sites;
}

/** Which version of the CDK a NodejsFunction is from; undefined for anything else. */
export function versionOf(
  program: SourceProgram,
  file: string,
  callee: ts.Expression,
): ConstructVersion | undefined {
  const value = evaluate(program, file, callee);
  if (value.kind !== 'package' || !/(?:^|\.)NodejsFunction$/.test(value.name)) return undefined;
  if (/^aws-cdk-lib(?:\/|$)/.test(value.specifier)) return 'v2';
  return value.specifier === '@aws-cdk/aws-lambda-nodejs' ? 'v1' : undefined;
}

function siteOf(
  file: string,
  call: ts.NewExpression | ts.CallExpression,
  callee: ts.Expression,
): FunctionSite {
  const [, id, props] = call.arguments ?? [];
  return { file, call, callee, id, props };
}

/** `super(scope, id, props)` of a class that extends NodejsFunction; without a constructor, the places that make one. */
function sitesOfClass(
  program: SourceProgram,
  file: string,
  node: ts.ClassLikeDeclaration,
): FunctionSite[] {
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
  if (!base || !versionOf(program, file, base)) return [];
  const constructor = node.members.find(ts.isConstructorDeclaration);
  const calls = constructor ? superCalls(constructor) : madeOf(program, node);
  return calls.map((call) => siteOf(call.getSourceFile().fileName, call, base));
}

function superCalls(constructor: ts.ConstructorDeclaration): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(constructor);
  return found;
}

/** Every `new` of a class of this package. */
export function madeOf(program: SourceProgram, node: ts.ClassLikeDeclaration): ts.NewExpression[] {
  const name = node.name?.text;
  if (name === undefined) return [];
  return program.pkg.files.flatMap((path) => {
    if (!(program.pkg.read(path) ?? '').includes(name)) return [];
    const found: ts.NewExpression[] = [];
    const visit = (child: ts.Node): void => {
      if (ts.isNewExpression(child)) {
        const value = evaluate(program, path, child.expression);
        if (value.kind === 'class' && value.node === node) found.push(child);
      }
      ts.forEachChild(child, visit);
    };
    const parsed = program.file(path);
    if (parsed) visit(parsed.ast);
    return found;
  });
}
