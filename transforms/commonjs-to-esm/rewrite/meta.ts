import { ts } from '../../engine/syntax/typescript.js';
import type { FileRewrite } from './file-rewrite.js';
import type { ImportRewrite } from './imports.js';
import { allows } from '../manifest/engines.js';
import { useStrict } from '../model/strictness.js';
import { removeStatement } from './lines.js';

/** Rewrites `__dirname`, `__filename`, the test for the main module, undeclared variables and `'use strict'`. */
export function rewriteMeta(rewrite: FileRewrite, imports: ImportRewrite): void {
  const { module, decision, end } = rewrite;
  if (module.paths.length > 0) rewritePaths(rewrite, imports);
  for (const check of module.mainChecks) rewriteMainCheck(rewrite, imports, check);
  for (const id of module.globalWrites) {
    const isShorthand = ts.isShorthandPropertyAssignment(id.parent);
    const text = isShorthand ? `${id.text}: globalThis.${id.text}` : `globalThis.${id.text}`;
    rewrite.edits.replace(id.getStart(), id.end, text);
  }
  if (decision.created.has(module.path)) {
    const create = imports.importName(`${nodePrefix(rewrite)}module`, 'createRequire');
    imports.addBelow(`const require = ${create}(import.meta.url)${end}`);
  }
  const directive = useStrict(module.file.ast);
  if (directive) removeStatement(rewrite, directive);
}

function rewritePaths(rewrite: FileRewrite, imports: ImportRewrite): void {
  const { module, edits, decision, end } = rewrite;
  if (!allows(decision.graph.pkg.manifest, [20, 11])) {
    const style = nodePrefix(rewrite);
    const toPath = imports.importName(`${style}url`, 'fileURLToPath');
    const isFolderUsed = module.paths.some(({ text }) => text === '__dirname');
    const folder = isFolderUsed ? imports.importName(`${style}path`, 'dirname') : '';
    imports.addBelow(`const __filename = ${toPath}(import.meta.url)${end}`);
    if (isFolderUsed) imports.addBelow(`const __dirname = ${folder}(__filename)${end}`);
    return;
  }
  for (const id of module.paths) {
    const property = id.text === '__dirname' ? 'import.meta.dirname' : 'import.meta.filename';
    const isShorthand = ts.isShorthandPropertyAssignment(id.parent);
    edits.replace(id.getStart(), id.end, isShorthand ? `${id.text}: ${property}` : property);
  }
}

function rewriteMainCheck(
  rewrite: FileRewrite,
  imports: ImportRewrite,
  check: ts.Expression,
): void {
  const { edits, decision } = rewrite;
  const isNegated = ts.isBinaryExpression(check) && check.operatorToken.getText().startsWith('!');
  if (allows(decision.graph.pkg.manifest, [24, 2], false)) {
    edits.replace(
      check.getStart(),
      check.end,
      isNegated ? '!import.meta.main' : 'import.meta.main',
    );
    return;
  }
  const real = imports.importName(`${nodePrefix(rewrite)}fs`, 'realpathSync');
  const operator = isNegated ? '!==' : '===';
  edits.replace(
    check.getStart(),
    check.end,
    `import.meta.filename ${operator} ${real}(process.argv[1] ?? '')`,
  );
}

/** Modules of Node are written with `node:` unless the file writes them without. */
function nodePrefix({ module }: FileRewrite): string {
  const { text } = module.file;
  return /(['"])node:/.test(text) ||
    !/require\((['"])(?:fs|path|url|util|os|http|https|crypto)\1\)/.test(text)
    ? 'node:'
    : '';
}
