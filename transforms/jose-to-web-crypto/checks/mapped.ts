import { posix } from 'node:path';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import type { Problem } from '../problem.js';
import { isJose } from '../sites/specifiers.js';
import { leavesOf, memberOf } from './json-members.js';

/** Settings by which `jose` means another file than the package. */
export function mappedProblems(program: SourceProgram): Problem[] {
  const { pkg } = program;
  const manifest = posix.join(pkg.dir, 'package.json');
  const problems: Problem[] = [];
  const mapped = (file: string, place: string, node?: ts.Node): void =>
    void problems.push({ code: 'jose-mapped', file, ...(node && { node }), details: { place } });
  const alias = program.resolve(manifest, 'jose');
  if (alias !== undefined) mapped(alias, 'The tsconfig.json');
  for (const path of pkg.files)
    if (/(?:^|\/)__mocks__\/jose\.[cm]?[jt]sx?$/.test(path)) mapped(path, 'This mock');
  if (mapperKeys(pkg.manifest).some((key) => matchesJose(key)))
    mapped(manifest, 'The `moduleNameMapper` of Jest');
  for (const path of pkg.candidates) {
    const text = pkg.read(path) ?? '';
    const file = /\b(?:alias|find|moduleNameMapper)\b/.test(text) ? program.file(path) : undefined;
    for (const entry of file ? aliasEntries(file.ast) : [])
      mapped(path, `\`${entry.holder}\``, entry.node);
  }
  return [...problems, ...otherNames(pkg.manifest.imports, manifest)];
}

/** `"imports": { "#jose": "jose" }`: what is imported by the other name is not followed. */
function otherNames(imports: unknown, manifest: string): Problem[] {
  const entries = typeof imports === 'object' && imports !== null ? Object.entries(imports) : [];
  return entries
    .filter(([, value]) => leavesOf(value).some(isJose))
    .map(([name]) => ({ code: 'jose-other-name', file: manifest, details: { name } }));
}

function mapperKeys(manifest: PackageView['manifest']): string[] {
  const mapper = memberOf(memberOf(manifest, 'jest'), 'moduleNameMapper');
  return typeof mapper === 'object' && mapper !== null
    ? Object.entries(mapper).flatMap(([key, value]) => (isJoseItself(String(value)) ? [] : [key]))
    : [];
}

/** Whether a target is the package under another path, as Jest needs it for its builds. */
function isJoseItself(target: string): boolean {
  return /node_modules\/jose(?:\/|$)|['"]jose['"/]/.test(target);
}

const SPECIFIERS = ['jose', 'jose/errors', 'jose/jwt/verify'];

function matchesJose(pattern: string): boolean {
  try {
    const expression = new RegExp(pattern);
    return SPECIFIERS.some((specifier) => expression.test(specifier));
  } catch {
    // Jest would refuse the pattern as well.
    return false;
  }
}

/** `'jose'` or `/^jose$/` as what an alias looks for. */
function findsJose(value: ts.Expression): boolean {
  if (ts.isStringLiteralLike(value)) return isJose(value.text);
  const [, pattern] = /^\/(.*)\/\w*$/.exec(value.getText()) ?? [];
  return ts.isRegularExpressionLiteral(value) && pattern !== undefined && matchesJose(pattern);
}

function aliasEntries(ast: ts.SourceFile): { holder: string; node: ts.Node }[] {
  const found: { holder: string; node: ts.Node }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) {
      const holder = holderName(node);
      const key = ts.isComputedPropertyName(node.name) ? '' : node.name.text;
      const value = node.initializer.getText(ast);
      if (holder === 'moduleNameMapper' && matchesJose(key) && !isJoseItself(value))
        found.push({ holder, node });
      // webpack takes `jose$` for the name without a sub-path.
      if (holder === 'alias' && isJose(key.replace(/\$$/, ''))) found.push({ holder, node });
      if (key === 'find' && findsJose(node.initializer)) found.push({ holder: 'alias', node });
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

function holderName({ parent }: ts.PropertyAssignment): string {
  const holder = parent.parent;
  return ts.isPropertyAssignment(holder) ? holder.name.getText() : '';
}
