import { ts } from '../../../engine/syntax/typescript.js';
import { shortText, type Problem } from '../../problem.js';
import { tokenNames } from '../module/render.js';
import type { TokenProfile } from '../module/source-files.js';
import type { TokenFile, TokenSite } from '../survey.js';

/** Imports that are not followed, and names that the module does not have. */
export function importProblems(token: TokenFile, profile: TokenProfile): Problem[] {
  const offered = tokenNames(profile);
  const missing = token.sites.flatMap(({ names }) =>
    names.filter(({ name }) => name !== 'default' && !offered.has(name)),
  );
  const inComments = token.docTypes
    .flatMap(({ names }) => names)
    .filter((name) => !offered.has(name));
  return [
    ...token.sites.flatMap(ofSite),
    ...missing.map(({ name, node }) => notOffered(token, name, node)),
    ...inComments.map((name) => notOffered(token, name)),
  ];
}

function notOffered({ file }: TokenFile, name: string, node?: ts.Node): Problem {
  const code = 'jsonwebtoken-not-offered';
  return { code, file: file.path, ...(node && { node }), details: { name } };
}

const FOLLOWED = new Set(['import', 'require', 'import-equals', 'import-type']);

/** `export type { JwtPayload } from 'jsonwebtoken'` */
function isTypeExport(node: ts.Node): boolean {
  if (!ts.isExportDeclaration(node) || !node.exportClause) return false;
  return node.isTypeOnly && ts.isNamedExports(node.exportClause);
}

function ofSite({ site, specifier, names, whole, isStar }: TokenSite): Problem[] {
  const { file, form, node } = site;
  const unfollowed = (at: ts.Node): Problem[] => [
    { code: 'jsonwebtoken-import', file, node: at, details: { code: shortText(at) } },
  ];
  if (form === 'mock' || form === 'actual')
    return [
      { code: 'jsonwebtoken-mocked', file, node, details: { place: `\`${shortText(node)}\`` } },
    ];
  const isFollowed = FOLLOWED.has(form) || isTypeExport(node);
  if (!isFollowed || isStar || specifier !== 'jsonwebtoken') return unfollowed(node);
  const byDefault = names.find(({ name }) => name === 'default');
  if (byDefault) return unfollowed(byDefault.node);
  const [use] = whole;
  return use ? unfollowed(use.parent ?? use) : [];
}
