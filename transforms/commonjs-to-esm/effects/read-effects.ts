import { isReference } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Dependency } from '../graph/dependency.js';
import { pathOf, type PackageGraph } from '../graph/package-graph.js';
import type { Target } from '../graph/resolve.js';
import type { ModuleFile } from '../model/facts.js';
import { isAssigned, isUpdated, memberName } from '../model/places.js';
import { EffectLog, NO_EFFECTS, type Effects } from './effects.js';
import { FACTORIES, PURE_BUILTINS, PURE_GLOBALS, STEADY_PROCESS, TIMERS } from './known-calls.js';
import { packageEffects } from './package-effects.js';
import { hasFixedExports } from './fixed-exports.js';
import { isStateful } from './stateful.js';
import { originOf, type Origin } from './origin.js';

/** Reads off the code of a package what it does when it runs. */
export class EffectReader {
  private readonly own = new Map<string, Effects>();
  private readonly any = new Map<string, Effects>();
  private readonly ofNode = new Map<ts.Node, Effects>();

  constructor(private readonly graph: PackageGraph) {}

  /** What a file does when it is loaded, without what it loads. */
  ownLoad(path: string): Effects {
    const held = this.own.get(path);
    if (held) return held;
    this.own.set(path, NO_EFFECTS);
    const module = this.graph.modules.get(path);
    const effects = module ? this.ofNodes(module, module.file.ast.statements) : UNREAD;
    this.own.set(path, effects);
    return effects;
  }

  /** What any function of a file may do, with those of the files it loads. */
  anything(path: string): Effects {
    const held = this.any.get(path);
    if (held) return held;
    this.any.set(path, NO_EFFECTS);
    const module = this.graph.modules.get(path);
    if (!module) return UNREAD;
    const log = new EffectLog();
    new Visitor(this, module, log, true).visitAll([module.file.ast]);
    for (const { target } of this.graph.linksOf(path)) {
      const next = pathOf(target);
      if (next) log.add(this.anything(next));
    }
    this.any.set(path, log);
    return log;
  }

  /** What nodes of a file do when they run, calls of its own functions included. */
  ofNodes(module: ModuleFile, nodes: readonly ts.Node[]): Effects {
    const [only] = nodes;
    const held = nodes.length === 1 && only ? this.ofNode.get(only) : undefined;
    if (held) return held;
    const log = new EffectLog();
    new Visitor(this, module, log, false).visitAll(nodes);
    if (nodes.length === 1 && only) this.ofNode.set(only, log);
    return log;
  }

  /** Whether calling functions of a file may change what it holds. */
  mayChange(path: string): boolean {
    const module = this.graph.modules.get(path);
    return !module || isStateful(module);
  }

  /** Whether what a file exports stays the same, whichever of its functions are called. */
  isFixed(path: string): boolean {
    const module = this.graph.modules.get(path);
    return module !== undefined && hasFixedExports(module);
  }

  target(module: ModuleFile, specifier: string): Target {
    return this.graph.resolver.resolve(module.path, specifier);
  }
}

/** A file that could not be read may do anything that matters. */
const UNREAD: Effects = {
  reads: new Set(['env', 'global', 'built-ins']),
  writes: new Set(['env', 'global', 'output']),
};

/** Functions that change their first argument. */
const CHANGES_FIRST =
  /^(?:Object\.(?:assign|definePropert(?:y|ies)|setPrototypeOf|freeze|seal)|Reflect\.(?:set|defineProperty|deleteProperty|setPrototypeOf))$/;

class Visitor {
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
    if (isDeferred(node) && !this.isEverything) {
      if (ts.isClassLike(node.parent)) return;
      return;
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.call(node);
    else if (ts.isTaggedTemplateExpression(node)) this.invoke(node.tag, false);
    else if (ts.isVariableDeclaration(node)) this.take(node);
    else if (ts.isThrowStatement(node)) this.log.writes.add('control');
    else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      this.access(node);
    else if (ts.isIdentifier(node)) this.name(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  private call(node: ts.CallExpression | ts.NewExpression): void {
    const isDiscarded = ts.isExpressionStatement(node.parent);
    for (const argument of node.arguments ?? []) {
      this.runArgument(argument);
      this.read(argument);
    }
    if (CHANGES_FIRST.test(node.expression.getText())) this.change(node.arguments?.[0]);
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
    if (this.called.has(made)) return;
    this.called.add(made);
    ts.forEachChild(made, (child) => this.visit(child));
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
    if (name === undefined) return;
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
      this.log.add(this.reader.anything(target.path));
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
    if (!isReference(node) || this.module.bindings.resolve(node)) return;
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
