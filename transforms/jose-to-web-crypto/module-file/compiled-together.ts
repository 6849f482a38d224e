import { posix } from 'node:path';
import { isTypeScript } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';

const SPECIFIER = /(?:\bfrom|\brequire\s*\(|\bimport\s*\(?)\s*(['"])(\.[^'"\n]+)\1/g;

/**
 * Tells the files that the TypeScript compiler or a bundler reads together with TypeScript: TypeScript
 * itself, and JavaScript that imports it or is imported by it. Other JavaScript runs as it is.
 */
export function areCompiledTogether(
  program: SourceProgram,
  users: readonly string[],
): (file: string) => boolean {
  const plain = users.filter((path) => !isTypeScript(path));
  if (plain.length === 0) return () => true;
  if (plain.length === users.length) return () => false;
  const together = new Set(plain.filter((path) => importsOf(program, path).some(isTypeScript)));
  const left = new Set(plain.filter((path) => !together.has(path)));
  for (const path of program.pkg.files.filter(isTypeScript)) {
    const text = program.pkg.read(path) ?? '';
    const named = [...left].filter((file) => text.includes(bareName(file)));
    if (named.length === 0) continue;
    const targets = importsOf(program, path);
    for (const file of named) if (targets.includes(file)) together.add(file);
  }
  return (file) => isTypeScript(file) || together.has(file);
}

function importsOf(program: SourceProgram, path: string): string[] {
  return [...(program.pkg.read(path) ?? '').matchAll(SPECIFIER)].flatMap(([, , specifier = '']) => {
    const target = program.resolve(path, specifier);
    return target === undefined ? [] : [target];
  });
}

function bareName(path: string): string {
  return posix.basename(path, posix.extname(path));
}
