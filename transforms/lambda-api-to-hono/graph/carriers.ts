import { evaluate, type FunctionNode, propertyText } from '../../engine/syntax/evaluate.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { exportTarget } from '../../engine/syntax/modules.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { ts } from '../../engine/syntax/typescript.js';
import {
  isAssigned,
  isExportedVariable,
  isExportsTarget,
  isFollowable,
  isLoadedLater,
  isRegistered,
  isRunBound,
} from './carrier-places.js';
import { compatName } from './compat-module.js';
import { constantText, pathSegments } from './constants.js';
import { importers, moduleImports, moduleReexports, reexports } from './importers.js';
import type { ApiGraph, ApiInstance } from './model.js';
import { COMPUTED } from './names.js';
import { type Carrier, TraceRecord } from './trace-record.js';
import { registerPrefix } from './register-prefix.js';

/**
 * Follows every API instance from where it is made through variables, parameters,
 * returns, class fields, exports and `register()` to the calls made on it.
 */
export function traceInstances(
  program: SourceProgram,
  instances: readonly ApiInstance[],
): ApiGraph {
  const trace = new Trace(program);
  for (const instance of instances) {
    trace.expression(instance.file, instance.creation, {
      instance,
      framework: instance.framework,
      mount: instance.base,
    });
  }
  return trace.record.graph(instances);
}

/** An export of a module: the API, or a function that returns it. */
interface Member {
  readonly name: string;
  readonly carrier: Carrier;
  readonly isFactory: boolean;
}

class Trace {
  readonly record = new TraceRecord();
  /** Functions whose registration is being followed: one inside itself would never end. */
  private readonly registering = new Set<ts.Node>();

  constructor(private readonly program: SourceProgram) {}

  /** An expression whose value is the API: look at what is done with it. */
  expression(file: string, node: ts.Expression, carrier: Carrier): void {
    const outer = outermost(node);
    const parent = outer.parent;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === outer)
      this.memberUse(file, outer, parent, carrier);
    else if (ts.isElementAccessExpression(parent) && parent.expression === outer)
      this.computedUse(file, outer, parent, carrier);
    else if (ts.isVariableDeclaration(parent) && parent.initializer === outer)
      this.binding(file, parent.name, carrier);
    else if (ts.isBinaryExpression(parent) && parent.right === outer)
      this.assignment(file, parent, carrier);
    else if (ts.isPropertyDeclaration(parent) && parent.initializer === outer)
      this.classField(file, parent, carrier);
    else if (ts.isReturnStatement(parent)) this.returned(file, outer, carrier);
    else if (ts.isArrowFunction(parent) && parent.body === outer)
      this.returned(file, outer, carrier);
    else if (ts.isExportAssignment(parent)) this.exported(file, 'default', carrier);
    else if (ts.isCallExpression(parent) && parent.expression !== outer)
      this.argument(file, outer, parent, carrier);
    else if (ts.isNewExpression(parent)) this.argument(file, outer, parent, carrier);
    else if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent))
      this.property(file, parent, carrier);
    else if (ts.isExportSpecifier(parent)) this.exported(file, parent.name.text, carrier);
    else if (ts.isExpressionStatement(parent)) return;
    else this.record.escape(file, outer, carrier, 'it is used in a way that cannot be followed');
  }

  private memberUse(
    file: string,
    receiver: ts.Expression,
    access: ts.PropertyAccessExpression,
    carrier: Carrier,
  ): void {
    const method = access.name.text;
    const call = access.parent;
    if (ts.isCallExpression(call) && call.expression === access) {
      if (carrier.framework === 'hono' && method === 'basePath')
        return this.expression(file, call, this.mounted(file, call, carrier));
      this.record.use(file, method, call, receiver, call.arguments, carrier);
      if (method === 'register') this.register(file, call, carrier);
      if (carrier.framework === 'hono' && method === 'onError')
        this.expression(file, call, carrier);
      return;
    }
    const bound = ts.isPropertyAccessExpression(call) && call.name.text === 'bind' && call.parent;
    if (method === 'run' && bound && ts.isCallExpression(bound))
      return this.record.use(file, 'run.bind', bound, receiver, bound.arguments, carrier);
    this.record.escape(
      file,
      access,
      carrier,
      `its member \`${method}\` is taken without being called`,
    );
  }

  /** `api[method](path, handler)`: which routes there are is known when it runs. */
  private computedUse(
    file: string,
    receiver: ts.Expression,
    access: ts.ElementAccessExpression,
    carrier: Carrier,
  ): void {
    const call = access.parent;
    if (ts.isCallExpression(call) && call.expression === access)
      this.record.use(file, COMPUTED, call, receiver, call.arguments, carrier);
    else this.record.escape(file, access, carrier, 'a member with a computed name is taken');
  }

  private mounted(file: string, call: ts.CallExpression, carrier: Carrier): Carrier {
    const path = call.arguments[0];
    const text = path ? constantText(this.program, file, path) : undefined;
    return { ...carrier, mount: [...carrier.mount, ...pathSegments(text ?? '')] };
  }

  /** `api.register(fn, { prefix })`: the function's first parameter is the API under a longer prefix. */
  private register(file: string, call: ts.CallExpression, carrier: Carrier): void {
    const [fn, options] = call.arguments;
    if (!fn) return;
    const prefix = options ? registerPrefix(this.program, file, options) : '';
    if (prefix === undefined)
      return this.record.escape(
        file,
        options ?? call,
        carrier,
        'its prefix is not known before the code runs',
      );
    const inner = { ...carrier, mount: [...carrier.mount, ...pathSegments(prefix)] };
    const value = evaluate(this.program, file, fn);
    if (value.kind !== 'function')
      return void this.record.escape(
        file,
        fn,
        carrier,
        'the registered function cannot be found in this package',
        inner.mount,
      );
    if (this.registering.has(value.node))
      return this.record.escape(file, fn, carrier, 'the function registers itself', inner.mount);
    this.registering.add(value.node);
    this.parameter(value.file, value.node, 0, inner);
    this.registering.delete(value.node);
  }

  private parameter(file: string, fn: FunctionNode, index: number, carrier: Carrier): void {
    const parameter = fn.parameters[index];
    if (!parameter) return;
    this.binding(file, parameter.name, carrier);
  }

  private binding(file: string, name: ts.BindingName, carrier: Carrier): void {
    if (!ts.isIdentifier(name))
      return this.record.escape(file, name, carrier, 'it is taken apart by destructuring');
    this.declaration(file, name, carrier);
  }

  private declaration(file: string, name: ts.Identifier, carrier: Carrier): void {
    const { instance, framework } = carrier;
    this.record.hold({ instance, framework, file, name });
    if (!this.record.firstVisit(name, carrier)) return;
    for (const reference of this.program.bindings(file).references(name)) {
      const parent = reference.parent;
      if (ts.isBinaryExpression(parent) && parent.left === reference) continue;
      this.expression(file, reference, carrier);
    }
    const declared = name.parent;
    if (ts.isVariableDeclaration(declared) && isExportedVariable(declared))
      this.exported(file, name.text, carrier);
  }

  private assignment(file: string, node: ts.BinaryExpression, carrier: Carrier): void {
    if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
      return this.expression(file, node, carrier);
    const target = exportTarget(node.left);
    if (target !== undefined) this.exported(file, target === '' ? 'default' : target, carrier);
    else if (ts.isIdentifier(node.left)) {
      const declaration = this.program.bindings(file).resolve(node.left);
      if (declaration) this.declaration(file, declaration, carrier);
    } else if (
      ts.isPropertyAccessExpression(node.left) &&
      node.left.expression.kind === ts.SyntaxKind.ThisKeyword
    )
      this.thisMember(file, node.left, node.left.name.text, carrier);
    else
      this.record.escape(file, node, carrier, 'it is stored in an object that cannot be followed');
    const outer = outermost(node);
    if (!ts.isExpressionStatement(outer.parent)) this.expression(file, node, carrier);
  }

  private classField(file: string, field: ts.PropertyDeclaration, carrier: Carrier): void {
    const name = propertyText(field.name);
    if (name === undefined)
      this.record.escape(file, field, carrier, 'the class field has a computed name');
    else this.thisMember(file, field, name, carrier);
  }

  private thisMember(file: string, inside: ts.Node, name: string, carrier: Carrier): void {
    const owner = ts.findAncestor(inside, ts.isClassLike);
    if (!owner)
      return this.record.escape(file, inside, carrier, 'it is stored on an unknown `this`');
    if (!this.record.firstVisit(owner, carrier)) return;
    const visit = (node: ts.Node): void => {
      if (
        ts.isPropertyAccessExpression(node) &&
        node.expression.kind === ts.SyntaxKind.ThisKeyword &&
        node.name.text === name &&
        !isAssigned(node)
      )
        this.expression(file, node, carrier);
      ts.forEachChild(node, visit);
    };
    visit(owner);
  }

  /** A function that returns the API: each call of it is the API. */
  private returned(file: string, node: ts.Node, carrier: Carrier): void {
    const fn = ts.findAncestor(node.parent, ts.isFunctionLike);
    if (!fn || !this.record.firstVisit(fn, carrier)) return;
    if (!isFollowable(fn)) return this.record.escape(file, node, carrier, 'a method returns it');
    if (ts.isFunctionDeclaration(fn)) {
      if (fn.name) this.factoryName(file, fn.name, carrier);
      if (hasModifier(fn, ts.SyntaxKind.ExportKeyword))
        this.factoryExported(
          file,
          hasModifier(fn, ts.SyntaxKind.DefaultKeyword) ? 'default' : (fn.name?.text ?? ''),
          carrier,
        );
    } else this.factoryUse(file, fn, carrier);
  }

  private factoryName(file: string, name: ts.Identifier, carrier: Carrier): void {
    if (!this.record.firstVisit(name, carrier, 'factory')) return;
    for (const reference of this.program.bindings(file).references(name))
      this.factoryUse(file, reference, carrier);
  }

  private factoryUse(file: string, node: ts.Expression, carrier: Carrier): void {
    const outer = outermost(node);
    const parent = outer.parent;
    if (ts.isCallExpression(parent) && parent.expression === outer)
      this.expression(file, parent, carrier);
    else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
      this.factoryName(file, parent.name, carrier);
      if (isExportedVariable(parent)) this.factoryExported(file, parent.name.text, carrier);
    } else if (ts.isBinaryExpression(parent) && exportTarget(parent.left) !== undefined) {
      this.factoryExported(file, exportTarget(parent.left) || 'default', carrier);
      this.factoryUse(file, parent, carrier);
    } else if (ts.isExportAssignment(parent)) this.factoryExported(file, 'default', carrier);
    else if (ts.isExportSpecifier(parent)) this.factoryExported(file, parent.name.text, carrier);
    else if (
      (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent)) &&
      isExportsTarget(parent.parent.parent)
    )
      this.factoryExported(file, propertyText(parent.name) ?? '', carrier);
    else if (!isRegistered(outer) && !ts.isExpressionStatement(parent))
      this.record.escape(file, outer, carrier, 'the function that returns it is passed on');
  }

  private factoryExported(file: string, name: string, carrier: Carrier): void {
    if (!this.record.firstVisit(this.program.bindings(file).ast, carrier, `factory ${name}`))
      return;
    for (const [importer, local] of importers(this.program, file, name))
      this.factoryName(importer, local, carrier);
    for (const [other, outer] of reexports(this.program, file, name))
      this.factoryExported(other, outer, carrier);
    if (name === 'default') return;
    this.moduleUses(file, { name, carrier, isFactory: true });
  }

  private exported(file: string, name: string, carrier: Carrier): void {
    if (!this.record.firstVisit(this.program.bindings(file).ast, carrier, name)) return;
    for (const [importer, local] of importers(this.program, file, name))
      this.declaration(importer, local, carrier);
    for (const [other, outer] of reexports(this.program, file, name))
      this.exported(other, outer, carrier);
    if (name === 'default') return;
    this.moduleUses(file, { name, carrier, isFactory: false });
  }

  private moduleUses(file: string, member: Member): void {
    for (const [importer, module] of moduleImports(this.program, file))
      this.moduleUse(importer, module, member);
    for (const [importer, module] of moduleReexports(this.program, file))
      this.moduleUse(importer, module, member);
  }

  /** `shared`, all a module exports: `shared.api` and `const { api } = shared` are the API. */
  private moduleUse(file: string, module: ts.Expression, member: Member): void {
    const outer = outermost(module);
    const parent = outer.parent;
    if (ts.isAwaitExpression(parent)) this.moduleUse(file, parent, member);
    else if (ts.isPropertyAccessExpression(parent) && !isLoadedLater(module)) {
      if (parent.name.text !== member.name) return;
      if (member.isFactory) this.factoryUse(file, parent, member.carrier);
      else this.expression(file, parent, member.carrier);
    } else if (ts.isVariableDeclaration(parent) && parent.initializer === outer)
      this.moduleBinding(file, parent.name, member);
    else if (ts.isSpreadAssignment(parent) || isExportsTarget(parent))
      this.moduleReexport(file, outer, member);
    else if (!ts.isExpressionStatement(parent))
      this.record.escape(file, outer, member.carrier, 'all that its file exports is passed on');
  }

  private moduleBinding(file: string, binding: ts.BindingName, member: Member): void {
    if (ts.isIdentifier(binding)) {
      if (!this.record.firstVisit(binding, member.carrier, `${member.isFactory} ${member.name}`))
        return;
      for (const reference of this.program.bindings(file).references(binding))
        this.moduleUse(file, reference, member);
      return;
    }
    for (const element of binding.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const key = propertyText(element.propertyName ?? element.name);
      if (element.dotDotDotToken)
        this.record.escape(file, binding, member.carrier, 'it is taken apart by destructuring');
      else if (key === member.name && member.isFactory && ts.isIdentifier(element.name))
        this.factoryName(file, element.name, member.carrier);
      else if (key === member.name) this.binding(file, element.name, member.carrier);
    }
  }

  /** `module.exports = require('./api')` or `{ ...require('./api') }`: the same names leave from here. */
  private moduleReexport(file: string, node: ts.Expression, member: Member): void {
    const holder = ts.isSpreadAssignment(node.parent) ? node.parent.parent.parent : node.parent;
    if (isExportsTarget(holder) && member.isFactory)
      this.factoryExported(file, member.name, member.carrier);
    else if (isExportsTarget(holder)) this.exported(file, member.name, member.carrier);
    else this.record.escape(file, node, member.carrier, 'all that its file exports is copied');
  }

  private property(
    file: string,
    node: ts.ShorthandPropertyAssignment | ts.PropertyAssignment,
    carrier: Carrier,
  ): void {
    const holder = node.parent.parent;
    const isExport =
      (ts.isBinaryExpression(holder) && exportTarget(holder.left) === '') ||
      ts.isExportAssignment(holder);
    const name = propertyText(node.name);
    if (isExport && name !== undefined) this.exported(file, name, carrier);
    else
      this.record.escape(file, node, carrier, 'it is put into an object that cannot be followed');
  }

  private argument(
    file: string,
    node: ts.Expression,
    call: ts.CallExpression | ts.NewExpression,
    carrier: Carrier,
  ): void {
    if (isRunBound(call)) return;
    const index = (call.arguments ?? ts.factory.createNodeArray<ts.Expression>()).indexOf(node);
    const callee = evaluate(this.program, file, call.expression);
    if (ts.isCallExpression(call) && compatName(this.program, file, call.expression) !== '')
      return this.compatCall(file, node, call, carrier);
    if (callee.kind === 'function') return this.parameter(callee.file, callee.node, index, carrier);
    this.record.escape(file, node, carrier, `it is passed to \`${call.expression.getText()}\``);
  }

  /** `hono(api)` is the Hono side of the same instance; `bridge(api)` and `handle(app)` run it. */
  private compatCall(
    file: string,
    node: ts.Expression,
    call: ts.CallExpression,
    carrier: Carrier,
  ): void {
    const name = compatName(this.program, file, call.expression);
    if (name === 'hono') return this.expression(file, call, { ...carrier, framework: 'hono' });
    this.record.use(file, name, call, node, call.arguments.slice(1), carrier);
  }
}
