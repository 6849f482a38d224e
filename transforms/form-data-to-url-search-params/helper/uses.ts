import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { HELPER_HEADER } from './declarations.js';
import { isHelperName } from './place.js';

/** How many calls of the functions of the helper module a package has. */
export function countMigrated(program: SourceProgram): number {
  const { pkg } = program;
  if (!pkg.files.some((path) => pkg.read(path)?.startsWith(HELPER_HEADER))) return 0;
  let count = 0;
  for (const path of pkg.candidates) {
    const file = program.file(path);
    if (!file || file.text.startsWith(HELPER_HEADER)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
        if (isHelperName(node.expression.text.replace(/FromText$/, ''))) count += 1;
      ts.forEachChild(node, visit);
    };
    visit(file.ast);
  }
  return count;
}
