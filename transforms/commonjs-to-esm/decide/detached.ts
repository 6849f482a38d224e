import { ts } from '../../engine/syntax/typescript.js';
import type { Chain, ExportsRef, ModuleFile } from '../model/facts.js';
import { targetsOf } from './chain-targets.js';

/**
 * References to the exports object that `module.exports = value` replaced: nobody gets that object
 * any more, but the file itself goes on with it. None where all it does is write to it.
 */
export function detachedRefs(module: ModuleFile, chain: Chain): readonly ExportsRef[] {
  const found = module.exportRefs.filter((ref) => isDetached(module, chain, ref));
  const isSeen = found.some(
    (ref) => ref.use !== 'mark' && !(ref.use === 'write' && writesNothing(module, ref)),
  );
  return isSeen ? found : [];
}

/** Writes to the replaced exports object that nothing can see. */
export function lostRefs(module: ModuleFile, chain: Chain): readonly ExportsRef[] {
  const isKept = detachedRefs(module, chain).length > 0;
  return module.exportRefs.filter(
    (ref) =>
      !isKept &&
      ref.use === 'write' &&
      isDetached(module, chain, ref) &&
      writesNothing(module, ref),
  );
}

function isDetached({ exportRefs }: ModuleFile, chain: Chain, ref: ExportsRef): boolean {
  const { replaced } = targetsOf(chain, exportRefs);
  if (replaced.includes(ref.node)) return false;
  const isLinked = replaced.some((target) => ts.isIdentifier(target));
  // Targets of the chain itself are found before the exports are replaced.
  const isBefore = ref.node.pos < chain.value.pos;
  if (ref.base === 'this') return true;
  return ref.base === 'exports' ? !isLinked || isBefore : isBefore && !ref.isLater;
}

/** `exports.a = 1;` as a statement whose value has no effect. */
function writesNothing(module: ModuleFile, ref: ExportsRef): boolean {
  const chain = module.chains.find(({ targets }) =>
    targets.some((target) => target === ref.node.parent),
  );
  return (
    chain?.statement !== undefined &&
    !ref.isLater &&
    chain.targets.every((target) => exportNodes(target, module.exportRefs)) &&
    isInert(chain.value)
  );
}

function exportNodes(target: ts.Expression, refs: readonly ExportsRef[]): boolean {
  return refs.some(({ node }) => node === target || node.parent === target);
}

function isInert(value: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(value) ||
    ts.isFunctionExpression(value) ||
    ts.isArrowFunction(value) ||
    ts.isIdentifier(value) ||
    ts.isVoidExpression(value) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(
      value.kind,
    )
  );
}
