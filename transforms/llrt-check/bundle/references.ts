import { isReference } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { unitOf, wrapperBody, type BundleView } from './view.js';

/** Which statements of modules the code in a node uses, directly or not. */
export interface References {
  /**
   * @param nodes where to begin
   * @param skip nodes that are not looked into, for example handlers of routes
   */
  from(nodes: readonly ts.Node[], skip?: ReadonlySet<ts.Node>): ReadonlySet<ts.Statement>;
}

/** Makes `References` for a bundle. What a node uses is looked up once for each set of skipped ones. */
export function referencesOf({ bindings }: BundleView): References {
  const caches = new Map<ReadonlySet<ts.Node>, Map<ts.Node, ReadonlySet<ts.Statement>>>();
  const direct = (node: ts.Node, skip: ReadonlySet<ts.Node>): ReadonlySet<ts.Statement> => {
    let cache = caches.get(skip);
    if (!cache) caches.set(skip, (cache = new Map()));
    const cached = cache.get(node);
    if (cached) return cached;
    const found = new Set<ts.Statement>();
    const look = (at: ts.Node, into: (child: ts.Node) => void): void => {
      if (ts.isIdentifier(at) && isReference(at)) {
        const declaration = bindings.resolve(at);
        if (declaration) for (const unit of loadedWith(unitOf(declaration))) found.add(unit);
      }
      ts.forEachChild(at, into);
    };
    const visit = (at: ts.Node): void => {
      if (!skip.has(at)) look(at, visit);
    };
    // Where to begin is looked into, whether or not others skip it.
    look(node, visit);
    cache.set(node, found);
    return found;
  };
  return {
    from: (nodes, skip = NOTHING) => {
      const reached = new Set<ts.Statement>();
      const queue: ts.Node[] = [...nodes];
      for (let node = queue.pop(); node; node = queue.pop())
        for (const unit of direct(node, skip))
          if (!reached.has(unit)) {
            reached.add(unit);
            queue.push(unit);
          }
      return reached;
    },
  };
}

const NOTHING: ReadonlySet<ts.Node> = new Set();

/**
 * What runs when a statement is used: of a module in a wrapper its statements other than
 * declarations, which are used when something refers to them.
 */
function loadedWith(unit: ts.Statement): readonly ts.Statement[] {
  const body = wrapperBody(unit);
  return body ? body.statements.filter((statement) => !isDeclaration(statement)) : [unit];
}

/** Whether a statement only declares something. */
export function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isImportDeclaration(statement)
  );
}
