import { parseFile } from '../../engine/syntax/parse.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { docTypedefs } from '../module-file/doc-typedefs.js';
import { isModulePath } from '../module-file/names.js';
import type { ModulePlace } from '../module-file/place.js';
import { renderTokenModule, tokenNames } from './module/render.js';
import type { TokenProfile } from './module/source-files.js';
import { readTokenUses, type TokenFile } from './survey.js';

/** Name of the module that takes the place of jsonwebtoken, without its extension. */
export const TOKEN_MODULE = 'jsonwebtoken-web-crypto';

/** Whether a path or a module specifier names such a module. */
export function isTokenModule(path: string): boolean {
  return isModulePath(path, TOKEN_MODULE);
}

/** Every file of the package that imports such a module, with what it takes of it. */
export function surveyTokenModule(program: SourceProgram): TokenFile[] {
  const { pkg } = program;
  if (!pkg.files.some(isTokenModule)) return [];
  return pkg.candidates.flatMap((path) => {
    if (isTokenModule(path) || !(pkg.read(path) ?? '').includes(TOKEN_MODULE)) return [];
    const file = program.file(path);
    const found = file && readTokenUses(program, file, isTokenModule);
    return found && found.sites.length + found.docTypes.length > 0 ? [found] : [];
  });
}

/** The version of jsonwebtoken that a module says it takes the place of; undefined where it is none. */
export function tokenProfileIn(text: string | undefined): TokenProfile | undefined {
  const [, version] =
    /^\/\/ What this package uses of jsonwebtoken (8\.5|9),/m.exec(text ?? '') ?? [];
  if (version === undefined) return undefined;
  return version === '9' ? 'jsonwebtoken-9' : 'jsonwebtoken-8';
}

/** Text of a module with just what its users need; types become comments in JavaScript. */
export function tokenModuleText(
  { language, format }: ModulePlace,
  used: ReadonlySet<string>,
  profile: TokenProfile,
): string {
  const kinds = tokenNames(profile);
  const names = new Set([...used].filter((name) => kinds.has(name)).toSorted());
  const render = (wanted: ReadonlySet<string>): string =>
    renderTokenModule({ profile, names: wanted, language: 'typescript', format: 'esm' });
  if (language === 'typescript') return render(names);
  const types = new Set([...names].filter((name) => kinds.get(name) === 'type'));
  const text = renderTokenModule({ profile, names, language, format });
  if (types.size === 0) return text;
  const end = text.indexOf('\n\n');
  return [text.slice(0, end), ...docTypedefs(render(types)), text.slice(end + 2)].join('\n\n');
}

/** What a module offers that is there. */
export function heldTokenNames(text: string, profile: TokenProfile): string[] {
  const offered = tokenNames(profile);
  const { ast } = parseFile('module.ts', text);
  const declared = ast.statements.flatMap((node) => {
    const isNamed =
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node);
    const isPublic = hasModifier(node, ts.SyntaxKind.ExportKeyword);
    return isNamed && isPublic && node.name ? [node.name.text] : [];
  });
  const [, list = ''] = /^module\.exports = \{([^}]*)\}/m.exec(text) ?? [];
  const typedefs = [...text.matchAll(/@typedef\b[\s\S]*?\}\s+(\w+)\s*(?:\*\/|$)/gm)];
  const names = [
    ...declared,
    ...(list.match(/\w+/g) ?? []),
    ...typedefs.map(([, name = '']) => name),
  ];
  return names.filter((name) => offered.has(name));
}
