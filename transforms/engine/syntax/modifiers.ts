import { ts } from './typescript.js';

/** Whether a node is written with a modifier, such as `ts.SyntaxKind.AsyncKeyword`. */
export function hasModifier(node: ts.Node, kind: ts.ModifierSyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === kind) ?? false)
  );
}
