import type { ts } from '../../engine/syntax/typescript.js';
import { pathOf, type PackageGraph } from '../graph/package-graph.js';
import type { Target } from '../graph/resolve.js';
import type { ModuleFile } from '../model/facts.js';
import { EffectVisitor } from './effect-visitor.js';
import { EffectLog, NO_EFFECTS, type Effects } from './effects.js';
import { hasFixedExports } from './fixed-exports.js';
import { isStateful } from './stateful.js';

/** Reads off the code of a package what it does when it runs. */
export class EffectReader {
  private readonly own = new Map<string, Effects>();
  private readonly all = new Map<string, Effects>();
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
    const held = this.all.get(path);
    if (held) return held;
    this.all.set(path, NO_EFFECTS);
    const module = this.graph.modules.get(path);
    if (!module) return UNREAD;
    const log = new EffectLog();
    new EffectVisitor(this, module, log, true).visitAll([module.file.ast]);
    for (const { target } of this.graph.linksOf(path)) {
      const next = pathOf(target);
      if (next) log.add(this.anything(next));
    }
    this.all.set(path, log);
    return log;
  }

  /** What nodes of a file do when they run, calls of its own functions included. */
  ofNodes(module: ModuleFile, nodes: readonly ts.Node[]): Effects {
    const [only] = nodes;
    const held = nodes.length === 1 && only ? this.ofNode.get(only) : undefined;
    if (held) return held;
    const log = new EffectLog();
    new EffectVisitor(this, module, log, false).visitAll(nodes);
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
