import { ts } from '../../engine/syntax/typescript.js';
import { memberAround } from '../model/places.js';
import type { FileRewrite } from './file-rewrite.js';
import type { PlannedLink } from './imports.js';
import { importText } from './import-text.js';

/** Rewrites a require in an async function to `await import(…)`. */
export function awaitImport(rewrite: FileRewrite, { link, form, surface }: PlannedLink): void {
  const { edits, quote } = rewrite;
  const { node } = link.site;
  const call = importCall(surface, quote);
  if (form.kind === 'effect') {
    edits.replace(node.getStart(), node.end, `await ${call}`);
    return;
  }
  const isNamed =
    form.kind === 'pattern' &&
    form.pattern.elements.every(({ name, propertyName }) => {
      const key = propertyName ?? name;
      return ts.isIdentifier(key) && surface.hasName(key.text);
    });
  if (surface.base === 'namespace' || isNamed) {
    const needs = memberAround(node) !== undefined || isCalled(node);
    edits.replace(node.getStart(), node.end, needs ? `(await ${call})` : `await ${call}`);
    return;
  }
  if (form.kind === 'whole' && ts.isVariableDeclaration(form.holder)) {
    const { name } = form;
    edits.replace(name.getStart(), name.end, `{ default: ${name.text} }`);
    edits.replace(node.getStart(), node.end, `await ${call}`);
    return;
  }
  edits.replace(node.getStart(), node.end, `(await ${call}).default`);
}

function isCalled(node: ts.Node): boolean {
  const { parent } = node;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node;
}

function importCall(surface: PlannedLink['surface'], quote: string): string {
  const text = importText({ specifier: surface.specifier, isJson: false }, quote);
  const specifier = text.replace(/^import /, '');
  return surface.isJson
    ? `import(${specifier}, { with: { type: ${quote}json${quote} } })`
    : `import(${specifier})`;
}
