import { isReference } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isCompatModule } from '../decide/half-migrated.js';
import type { Dependency } from '../graph/dependency.js';
import type { ModuleFile } from '../model/facts.js';
import { isAssigned, isUpdated, memberName } from '../model/places.js';
import type { EffectLog } from './effects.js';
import { FACTORIES, PURE_BUILTINS, PURE_GLOBALS, STEADY_PROCESS, TIMERS } from './known-calls.js';
import { originOf, type Origin } from './origin.js';
import { packageEffects } from './package-effects.js';
import type { EffectReader } from './read-effects.js';
import { isRequired, variableResource } from './required-variables.js';

/** Functions that change their first argument. */
const CHANGES_FIRST =
  /^(?:Object\.(?:assign|definePropert(?:y|ies)|setPrototypeOf|freeze|seal)|Reflect\.(?:set|defineProperty|deleteProperty|setPrototypeOf))$/;

function changesFirst(callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    CHANGES_FIRST.test(`${callee.expression.text}.${callee.name.text}`)
  );
}

/** Walks code as it runs, calls of the file's own functions included, and notes what it does. */
export class EffectVisitor {
  private readonly called = new Set<ts.Node>();

  constructor(
    private readonly reader: EffectReader,
    private readonly module: ModuleFile,
    private readonly log: EffectLog,
    private readonly isEverything: boolean,
  ) {}

  visitAll(nodes: readonly ts.Node[]): void {
    for (const node of nodes) this.visit(node);
  }

  private visit(node: ts.Node): void {
    if (!this.isEverything && isDeferred(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.call(node);
    else if (ts.isTaggedTemplateExpression(node)) this.invoke(node.tag, false);
    else if (ts.isVariableDeclaration(node)) this.take(node);
    else if (ts.isThrowStatement(node)) this.log.writes.add('control');
    else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      this.access(node);
    else if (ts.isIdentifier(node)) this.name(node);
    ts.forEachChild(node, this.visitChild);
  }

  private readonly visitChild = (node: ts.Node): void => this.visit(node);

  private call(node: ts.CallExpression | ts.NewExpression): void {
    const isDiscarded = ts.isExpressionStatement(node.parent);
    for (const argument of node.arguments ?? []) {
      this.runArgument(argument);
      this.read(argument);
    }
    if (changesFirst(node.expression)) this.change(node.arguments?.[0]);
    this.invoke(node.expression, isDiscarded && ts.isCallExpression(node));
  }

  /** A function that is passed on may be called at once. */
  private runArgument(argument: ts.Expression): void {
    if (ts.isFunctionExpression(argument) || ts.isArrowFunction(argument)) this.run(argument);
    else if (ts.isIdentifier(argument)) {
      const origin = originOf(this.module, argument);
      if (origin.kind === 'function') this.run(origin.node);
    }
  }

  /** `Object.assign(target, …)` and the like. */
  private change(target: ts.Expression | undefined): void {
    if (!target) return;
    const origin = originOf(this.module, target);
    if (origin.kind === 'global') this.accessGlobal(origin.name, origin.member, true);
    else if (origin.kind === 'module')
      this.log.writes.add(this.resourceOf(origin.specifier) ?? 'built-ins');
  }

  /** `const { a } = module`. */
  private take({ name, initializer }: ts.VariableDeclaration): void {
    if (!initializer || ts.isIdentifier(name)) return;
    const origin = originOf(this.module, initializer);
    const path = origin.kind === 'module' ? this.pathOf(origin.specifier) : undefined;
    if (path === undefined) return;
    this.log.reads.add(`module:${path}`);
    if (!this.reader.isFixed(path)) this.log.reads.add(`state:${path}`);
  }

  /** A value of another module of the package that is looked at. */
  private read(node: ts.Expression): void {
    const origin = originOf(this.module, node);
    const path = origin.kind === 'module' ? this.pathOf(origin.specifier) : undefined;
    if (path !== undefined) this.readModule(path);
  }

  private readModule(path: string): void {
    this.log.reads.add(`module:${path}`).add(`state:${path}`);
  }

  private changeModule(path: string): void {
    this.log.writes.add(`state:${path}`);
    if (!this.reader.isFixed(path)) this.log.writes.add(`module:${path}`);
  }

  private pathOf(specifier: string): string | undefined {
    const target = this.reader.target(this.module, specifier);
    return target.kind === 'file' || target.kind === 'json' ? target.path : undefined;
  }

  private resourceOf(specifier: string): string | undefined {
    const target = this.reader.target(this.module, specifier);
    if (target.kind === 'file' || target.kind === 'json') return `module:${target.path}`;
    return target.kind === 'dependency' ? `package:${target.dependency.name}` : undefined;
  }

  private run(made: ts.Node): void {
    // Where everything is visited, functions are visited where they stand.
    if (this.isEverything || this.called.has(made)) return;
    this.called.add(made);
    ts.forEachChild(made, this.visitChild);
  }

  private invoke(callee: ts.Expression, isDiscarded: boolean): void {
    this.log.reads.add('built-ins');
    const inner = ts.isParenthesizedExpression(callee) ? callee.expression : callee;
    if (ts.isFunctionExpression(inner) || ts.isArrowFunction(inner)) {
      this.run(inner);
      return;
    }
    this.invokeOrigin(originOf(this.module, inner), isDiscarded, inner);
  }

  private invokeOrigin(origin: Origin, isDiscarded: boolean, callee: ts.Expression): void {
    if (origin.kind === 'function') this.run(origin.node);
    else if (origin.kind === 'global') this.invokeGlobal(origin.name, origin.member);
    else if (origin.kind === 'module')
      this.invokeTarget(origin, isDiscarded, memberName(callee) !== undefined);
    else if (origin.kind === 'unknown' && isOwnMember(callee)) this.runMembers(callee);
  }

  /** `object.method()` with an object of this file: every method of that name may be meant. */
  private runMembers(callee: ts.Expression): void {
    const name = memberName(callee);
    if (name === undefined || this.isEverything) return;
    for (const id of this.module.bindings.identifiers(name)) {
      const { parent } = id;
      if (ts.isMethodDeclaration(parent)) this.run(parent);
      else if (ts.isPropertyAssignment(parent) && parent.name === id)
        this.runArgument(parent.initializer);
      else if (
        ts.isPropertyAccessExpression(parent) &&
        isAssigned(parent) &&
        ts.isBinaryExpression(parent.parent)
      )
        this.runArgument(parent.parent.right);
    }
  }

  private invokeGlobal(name: string, member: string | undefined): void {
    const { writes, reads } = this.log;
    if (name === 'console') writes.add('output');
    else if (name === 'process') {
      if (member === 'exit' || member === 'abort') writes.add('control');
      else if (member === 'stdout' || member === 'stderr') writes.add('output');
      else if (!STEADY_PROCESS.has(member ?? '')) writes.add('process');
    } else if (TIMERS.has(name)) writes.add('timers');
    else if (name === 'fetch') writes.add('io');
    else if (name === 'exports' || name === 'module') return;
    else if (!PURE_GLOBALS.has(name)) {
      reads.add('global');
      writes.add('global');
    }
  }

  private invokeTarget(
    { specifier, isMade }: Extract<Origin, { kind: 'module' }>,
    isDiscarded: boolean,
    isMember: boolean,
  ): void {
    const target = this.reader.target(this.module, specifier);
    if (target.kind === 'builtin') this.invokeBuiltin(target.specifier.replace(/^node:/, ''));
    else if (target.kind === 'dependency')
      this.invokePackage(target.dependency, isDiscarded, isMade);
    else if (target.kind === 'file') {
      if (!makesOnly(target.path, this.module)) this.log.add(this.reader.anything(target.path));
      if (this.reader.mayChange(target.path) || (isDiscarded && isMember))
        this.changeModule(target.path);
      this.readModule(target.path);
    }
  }

  private invokeBuiltin(name: string): void {
    if (PURE_BUILTINS.has(name)) return;
    this.log.reads.add('io');
    this.log.writes.add('io');
  }

  private invokePackage(dependency: Dependency, isDiscarded: boolean, isMade: boolean): void {
    const { call } = packageEffects(dependency);
    if (FACTORIES.has(dependency.name)) return;
    this.log.add(
      isDiscarded
        ? call
        : { ...call, writes: new Set([...call.writes].filter((name) => name !== 'output')) },
    );
    if (isMade) return;
    const resource = `package:${dependency.name}`;
    (isDiscarded ? this.log.writes : this.log.reads).add(resource);
  }

  private access(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
    const isWrite = isAssigned(node) || isUpdated(node);
    const origin = originOf(this.module, node);
    if (origin.kind === 'global') this.accessGlobal(origin.name, origin.member, isWrite);
    else if (origin.kind === 'module' && !origin.isMade) {
      const resource = this.resourceOf(origin.specifier);
      if (isWrite && resource === undefined) this.log.writes.add('built-ins');
      if (resource && isWrite) this.log.writes.add(resource);
      else if (resource?.startsWith('module:')) this.readModule(resource.slice('module:'.length));
    }
  }

  private accessGlobal(name: string, member: string | undefined, isWrite: boolean): void {
    const { reads, writes } = this.log;
    if (name === 'process' && member === 'env') (isWrite ? writes : reads).add('env');
    else if (name === 'global' || name === 'globalThis') (isWrite ? writes : reads).add('global');
    else if (isWrite && name !== 'module' && name !== 'exports') writes.add('built-ins');
  }

  /** A global that some code of the program makes: written, or read without being a known one. */
  private name(node: ts.Identifier): void {
    if (!isReference(node)) return;
    const declared = this.module.bindings.resolve(node);
    if (declared) {
      if (isRequired(this.module, declared)) this.log.reads.add(variableResource(declared));
      return;
    }
    if (
      ['exports', 'module', 'require', '__dirname', '__filename', 'arguments'].includes(node.text)
    )
      return;
    if (isAssigned(node) || isUpdated(node)) this.log.writes.add('global');
    else if (!Reflect.has(globalThis, node.text)) this.log.reads.add('global');
  }
}

function isDeferred(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    (ts.isPropertyDeclaration(node) && !ts.isClassStaticBlockDeclaration(node) && !isStatic(node))
  );
}

function isStatic(node: ts.PropertyDeclaration): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function isOwnMember(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee);
}

/**
 * Whether what a file calls of a module is known to make things only. The functions that the
 * migration from lambda-api brings answer requests with what they make; but one replaces a global.
 */
function makesOnly(path: string, { file }: ModuleFile): boolean {
  return isCompatModule(path) && !file.text.includes('keepResponseBody(');
}
