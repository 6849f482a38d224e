import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';

/** The place where a file exports an imported name as it is; undefined where it does not. */
export function exportedAs(bindings: Bindings, local: ts.Identifier): ts.Node | undefined {
  return bindings
    .references(local)
    .map(({ parent }) => parent)
    .find((parent) => ts.isExportSpecifier(parent));
}
