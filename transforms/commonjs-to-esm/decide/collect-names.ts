import { ts } from '../../engine/syntax/typescript.js';
import type { Chain, ModuleFile } from '../model/facts.js';
import { memberName } from '../model/places.js';
import { camelCase, capitalized, isName, type NameBook } from '../rewrite/name-book.js';
import { isNameless, type NameReaders } from './names-read.js';
import { usesThis } from './own-this.js';
import type { NamedExport } from './shape.js';
import { isNeverWritten, stableName } from './stable.js';

/**
 * The exports of a file that only writes `exports.name = …`, each as a variable.
 *
 * @returns undefined where they cannot be variables, because the object itself is used, because
 *   names are written where no declaration can stand, or because functions use `this`
 */
export function collectNames(
  module: ModuleFile,
  book: NameBook,
  readers: NameReaders,
): NamedExport[] | undefined {
  const isPlain = module.exportRefs.every(
    ({ use, name, base }) =>
      use === 'mark' ||
      ((use === 'write' || use === 'read' || use === 'update') &&
        name !== undefined &&
        base !== 'this'),
  );
  if (!isPlain) return undefined;
  const byName = new Map<string, Chain[]>();
  for (const chain of module.chains) {
    for (const target of chain.targets) {
      const name = exportName(module, target);
      if (name === undefined) continue;
      byName.set(name, [...(byName.get(name) ?? []), chain]);
    }
  }
  const found: NamedExport[] = [];
  for (const [name, chains] of byName) {
    const isRead = chains.some(
      ({ value }) => isNameless(value) && readers.isRead(module.path, name, value),
    );
    if (isRead) return undefined;
    const made = collectName(module, book, { name, chains, found });
    if (!made) return undefined;
    found.push(made);
  }
  const reads = module.exportRefs.filter(({ use }) => use === 'read' || use === 'update');
  const isReadEarly = reads.some(({ name, node, isLater }) => {
    const entry = found.find((candidate) => candidate.name === name);
    if (!entry) return true;
    return !isLater && node.pos < (entry.chain?.outer.end ?? 0);
  });
  return isReadEarly ? undefined : found;
}

/** The name that a target of a chain exports; undefined for any other target. */
export function exportName(module: ModuleFile, target: ts.Expression): string | undefined {
  const object = childOf(target);
  return object && writesOf(module).has(object) ? memberName(target) : undefined;
}

function childOf(target: ts.Expression): ts.Node | undefined {
  return ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)
    ? target.expression
    : undefined;
}

const heldWrites = new WeakMap<ModuleFile, ReadonlySet<ts.Node>>();

/** The exports objects of a file in `exports.name = …`. */
function writesOf(module: ModuleFile): ReadonlySet<ts.Node> {
  const held = heldWrites.get(module);
  if (held) return held;
  const writes = module.exportRefs.filter(({ use }) => use === 'write');
  const found = new Set<ts.Node>(writes.map(({ node }) => node));
  heldWrites.set(module, found);
  return found;
}

interface Collecting {
  readonly name: string;
  readonly chains: readonly Chain[];
  /** Those of the names ahead of it. */
  readonly found: readonly NamedExport[];
}

function collectName(
  module: ModuleFile,
  book: NameBook,
  { name, chains, found }: Collecting,
): NamedExport | undefined {
  const { bindings } = module;
  const writes = chains.filter(
    (chain, index) => !(index < chains.length - 1 && isVoidHeader(module, chain)),
  );
  const [first, ...more] = writes;
  if (!first || writes.some(({ value }) => usesThis(bindings, value))) return undefined;
  const isUpdated = module.exportRefs.some((ref) => ref.use === 'update' && ref.name === name);
  const isLive = more.length > 0 || isUpdated;
  if (first.declaration) return fromDeclaration(module, name, first, isLive);
  if (!first.statement) return undefined;
  if (first.targets.some((target) => exportName(module, target) === undefined)) return undefined;
  if (isLive && first.targets.length > 1) return undefined;
  const [leading] = first.targets;
  const isAlias = leading !== undefined && exportName(module, leading) !== name;
  const own = isLive ? undefined : stableName(bindings, first.value, first.outer);
  if (own && !isShadowed(module, name, own))
    return { name, local: own.text, declaration: own, chain: first, isLive };
  const leader = isAlias ? found.find((entry) => entry.chain === first) : undefined;
  if (isAlias) return leader && { name, local: leader.local, chain: first, isLive };
  const local = book.isFree(name) ? book.take(name) : book.take(localFor(name));
  return { name, local, chain: first, isLive };
}

/** `var a = exports.b = value;` */
function fromDeclaration(
  module: ModuleFile,
  name: string,
  chain: Chain,
  isLive: boolean,
): NamedExport | undefined {
  const variable = chain.declaration?.name;
  if (isLive || !variable || !ts.isIdentifier(variable)) return undefined;
  if (!isNeverWritten(module.bindings, variable) || isShadowed(module, name, variable))
    return undefined;
  if (chain.targets.some((target) => exportName(module, target) === undefined)) return undefined;
  return { name, local: variable.text, declaration: variable, chain, isLive };
}

/** Whether some place that reads `exports.name` has another variable of that name. */
function isShadowed(module: ModuleFile, name: string, own: ts.Identifier): boolean {
  return module.exportRefs.some(
    (ref) =>
      ref.use === 'read' && ref.name === name && module.bindings.lookup(own.text, ref.node) !== own,
  );
}

/** `exports.a = exports.b = void 0;` as compilers write it ahead of the real values. */
export function isVoidHeader(module: ModuleFile, chain: Chain): boolean {
  if (chain.statement === undefined || !ts.isVoidExpression(chain.value)) return false;
  return chain.targets.every((target) => {
    const name = exportName(module, target);
    return name !== undefined && (lastWrites(module).get(name) ?? 0) > chain.outer.pos;
  });
}

const heldLast = new WeakMap<ModuleFile, ReadonlyMap<string, number>>();

/** Where the last statement that writes each name begins. */
function lastWrites(module: ModuleFile): ReadonlyMap<string, number> {
  const held = heldLast.get(module);
  if (held) return held;
  const found = new Map<string, number>();
  for (const { outer, statement, targets } of module.chains)
    for (const target of statement ? targets : []) {
      const name = exportName(module, target);
      if (name !== undefined) found.set(name, Math.max(found.get(name) ?? 0, outer.pos));
    }
  heldLast.set(module, found);
  return found;
}

function localFor(name: string): string {
  return `exported${capitalized(isName(name) ? name : camelCase(name).replace(/^_/, ''))}`;
}
