import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ts } from '../typescript.js';
import { cutCompiler } from './cut.js';
import { usedNames } from './used-names.js';

const whole: typeof ts = createRequire(import.meta.url)('@ts-morph/common/dist/typescript.js');
const FIXTURES = fileURLToPath(
  new URL('../../../../fixtures/lambda-api-to-hono/', import.meta.url),
);

/** Every node with what the rewrite reads of it, and what the parser complained about. */
function outline(compiler: typeof ts, path: string, text: string): unknown {
  const file = compiler.createSourceFile(path, text, compiler.ScriptTarget.ESNext, true);
  const nodes: unknown[] = [];
  const visit = (node: ts.Node): void => {
    const modifiers = compiler.canHaveModifiers(node) ? compiler.getModifiers(node) : undefined;
    nodes.push([
      compiler.SyntaxKind[node.kind],
      node.getStart(),
      node.getText().length,
      modifiers?.map((modifier) => modifier.kind),
      compiler.getJSDocTags(node).map((tag) => tag.tagName.text),
    ]);
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return { nodes, problems: Reflect.get(file, 'parseDiagnostics').map(String).length };
}

it('reads every source of the fixtures as the whole compiler does', () => {
  const sources = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.[cm]?[jt]s$/.test(path),
  );
  expect(sources.length).toBeGreaterThan(200);
  for (const path of sources) {
    const text = readFileSync(join(FIXTURES, path), 'utf8');
    expect(outline(ts, path, text), path).toEqual(outline(whole, path, text));
  }
});

it('reads JSX, decorators and broken code as the whole compiler does', () => {
  const text = '@a class B { #c = <D e={f}>{...g}</D>; static { await h } }\nenum I { J = 1 ??';
  expect(outline(ts, 'a.tsx', text)).toEqual(outline(whole, 'a.tsx', text));
});

it('has what a module mentions, however its imports are quoted', () => {
  const code = (quote: string): string =>
    `import { ts } from ${quote}./typescript.js${quote};\nts.isBlock(other.ts.no);`;
  expect(usedNames(code("'"))).toEqual(['isBlock']);
  expect(usedNames(code('"'))).toEqual(['isBlock']);
  expect(usedNames('ts.isBlock(node)')).toEqual([]);
});

it('says when the compiler is not what it was', () => {
  expect(() => cutCompiler('const ts = 1;', ['SyntaxKind'])).toThrow('not one function call');
  expect(() => cutCompiler('((module) => { const a = 1; })();', ['b'])).toThrow('declares no b');
});
