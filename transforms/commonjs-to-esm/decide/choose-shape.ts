import { ts } from '../../engine/syntax/typescript.js';
import type { Demand } from '../graph/demands.js';
import type { Chain, ModuleFile } from '../model/facts.js';
import { memberName } from '../model/places.js';
import { NameBook } from '../rewrite/name-book.js';
import { targetsOf } from './chain-targets.js';
import { collectNames } from './collect-names.js';
import { detachedRefs } from './detached.js';
import { listNames } from './list-names.js';
import { isNameless, type NameReaders } from './names-read.js';
import type { ShapeResult } from './shape.js';
import { isNeverWritten } from './stable.js';
import { unfoldNames } from './unfold-names.js';

/** What is known of a module from outside of it. */
export interface Role {
  readonly demand: Demand;
  /** Whether files outside of the package may load it: an entry, a handler, a script. */
  readonly isPublic: boolean;
  /** Whether other packages may take its default export. */
  readonly isLibrary: boolean;
  /** Whether it is in a cycle of files that load each other. */
  readonly isInCycle: boolean;
  readonly nameReaders: NameReaders;
}

/** Chooses what a module exports as an ES module: the plainest form that means the same. */
export function chooseShape(module: ModuleFile, role: Role): ShapeResult {
  const refs = module.exportRefs;
  const replacing = module.chains.filter((chain) => targetsOf(chain, refs).replaced.length > 0);
  if (refs.length === 0) return { shape: emptyShape(role) };
  const replaced = refs.filter(({ use }) => use === 'replace');
  const late = replaced.find(({ isLater }) => isLater);
  if (late) return problemAt('exports-replaced-later', late.node);
  const stray = replaced.find(
    ({ node }) => !replacing.some(({ targets }) => targets.includes(node)),
  );
  if (stray) return problemAt('exports-replaced', stray.node);
  if (replacing.length === 0) return chooseForNames(module, role);
  return chooseForValue(module, role, replacing);
}

function emptyShape({
  demand,
}: Role): { kind: 'none' } | { kind: 'object'; names: readonly string[] } {
  return demand.isWhole || demand.esmDefault || demand.names.size > 0
    ? { kind: 'object', names: [] }
    : { kind: 'none' };
}

/** `exports.a = …` only. */
function chooseForNames(module: ModuleFile, role: Role): ShapeResult {
  const { demand } = role;
  const wantsDefault = demand.esmDefault || demand.esmAll || role.isLibrary;
  const names = collectNames(module, new NameBook(module.bindings), role.nameReaders);
  const isLive = names?.some((entry) => entry.isLive) ?? false;
  const isRead = module.exportRefs.some(({ use }) => use === 'read' || use === 'update');
  const hasOwnDefault = names?.some(({ name }) => name === 'default') ?? false;
  if (names && !demand.isWhole && !(wantsDefault && (isLive || hasOwnDefault)))
    return { shape: { kind: 'names', names, hasDefault: wantsDefault } };
  if (names && !isLive && !isRead && !role.isInCycle && demand.isWhole && !role.isPublic)
    if (demand.esmNames.size === 0 && !module.mark) return { shape: { kind: 'collected', names } };
  const known = [
    ...new Set(
      module.exportRefs.flatMap(({ use, name }) => (use === 'write' && name ? [name] : [])),
    ),
  ];
  return { shape: { kind: 'object', names: wantedNames(role, known) } };
}

/** `module.exports = …` somewhere. */
function chooseForValue(module: ModuleFile, role: Role, replacing: readonly Chain[]): ShapeResult {
  const { demand } = role;
  const refs = module.exportRefs;
  const main = replacing.filter((chain) => targetsOf(chain, refs).replaced.some(isModuleExports));
  const [only] = main;
  if (!only) return problemAt('exports-replaced', replacing[0]?.outer ?? module.file.ast);
  const detached =
    main.length === replacing.length ? undefined : replacing.find((chain) => !main.includes(chain));
  if (detached) return problemAt('exports-replaced', detached.outer);
  const known = knownNames(module, only);
  if (main.length === 1 && (only.statement || only.declaration)) {
    const listed = demand.isWhole ? undefined : listNames(module, only);
    const hasDefault = demand.esmDefault || demand.esmAll || role.isLibrary;
    const isTaken = hasDefault && listed?.some(({ name }) => name === 'default');
    if (listed && !isTaken) {
      return { shape: { kind: 'list', chain: only, names: listed, hasDefault } };
    }
    const unfolded =
      demand.isWhole || hasDefault
        ? undefined
        : unfoldNames(module, only, new NameBook(module.bindings));
    if (unfolded) return { shape: { kind: 'unfolded', chain: only, names: unfolded } };
    if (isNameless(only.value) && isOwnNameRead(module, role, only.value))
      return problemAt('name-read', only.value);
    const { declaration } = only;
    if (declaration && !isConstant(module, declaration.name))
      return problemAt('exports-replaced', only.outer);
    const names = wantedNames(role, known);
    return { shape: { kind: 'value', chain: only, names, detached: detachedRefs(module, only) } };
  }
  const stray = refs.find(
    (ref) =>
      ref.base !== 'module.exports' || (ref.use === 'replace' && ref.isLater) || ref.use === 'mark',
  );
  if (stray) return problemAt('exports-replaced', stray.node);
  return { shape: { kind: 'choice', names: wantedNames(role, []) } };
}

/** Whether some file may see the name of what a module exports as a whole. */
function isOwnNameRead({ path }: ModuleFile, role: Role, value: ts.Expression): boolean {
  return role.demand.names.has('name') || role.nameReaders.isWholeRead(path, value);
}

function isConstant({ bindings }: ModuleFile, name: ts.BindingName): boolean {
  return ts.isIdentifier(name) && isNeverWritten(bindings, name);
}

function isModuleExports(target: ts.Expression): boolean {
  return !ts.isIdentifier(target);
}

/** Names that `module.exports = { … }` and `module.exports.x = …` give. */
function knownNames(module: ModuleFile, chain: Chain): string[] {
  const names = new Set<string>();
  if (ts.isObjectLiteralExpression(chain.value))
    for (const { name } of chain.value.properties)
      if (name && (ts.isIdentifier(name) || ts.isStringLiteral(name))) names.add(name.text);
  const isLinked = chain.targets.some(
    (target) => ts.isIdentifier(target) && target.text === 'exports',
  );
  for (const { use, base, node, name, isLater } of module.exportRefs)
    if (use === 'write' && name && !isLater && node.pos > chain.outer.pos)
      if (base === 'module.exports' || isLinked) names.add(name);
  const value = ts.isIdentifier(chain.value) ? module.bindings.resolve(chain.value) : undefined;
  if (value)
    for (const id of module.bindings.references(value)) {
      const name = ts.isExpressionStatement(id.parent.parent.parent)
        ? memberName(id.parent)
        : undefined;
      if (
        name !== undefined &&
        ts.isBinaryExpression(id.parent.parent) &&
        id.parent.parent.left === id.parent
      )
        names.add(name);
    }
  return [...names];
}

function wantedNames({ demand, isPublic }: Role, known: readonly string[]): string[] {
  const wanted = new Set([...demand.esmNames, ...(isPublic || demand.esmAll ? known : [])]);
  return [...wanted].filter(
    (name) => name !== 'default' && name !== '__esModule' && name !== 'prototype',
  );
}

function problemAt(
  code: 'exports-replaced' | 'exports-replaced-later' | 'name-read',
  node: ts.Node,
): ShapeResult {
  return { problem: { code, node } };
}
