import { EditSet } from '../../engine/syntax/edits.js';
import { parseFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import {
  HELPER_DECLARATIONS,
  HELPER_HEADER,
  type HelperDeclaration,
  type HelperName,
} from './declarations.js';

/** In what the helper is written. `local` exports nothing: the functions stand in the file that calls them. */
export interface HelperTarget {
  readonly language: 'ts' | 'js';
  readonly format: 'esm' | 'cjs' | 'local';
}

/**
 * Text of the functions with these names and of what they need, in a fixed order.
 *
 * @example renderHelper(new Set(['readForm']), { language: 'ts', format: 'esm' })
 */
export function renderHelper(names: ReadonlySet<HelperName>, target: HelperTarget): string {
  const wanted = reachable(names);
  const exported: ReadonlySet<string> = names;
  const declarations = HELPER_DECLARATIONS.filter(
    ({ name, isType }) => wanted.has(name) && !(isType && target.language === 'js'),
  );
  const texts = declarations.map((declaration) => {
    const text = target.language === 'js' ? withoutTypes(declaration) : declaration.text;
    const isExported = target.format === 'esm' && exported.has(declaration.name);
    return isExported ? text.replaceAll(/^(?=async function)/gm, 'export ') : text;
  });
  if (target.format === 'local') return texts.join('\n\n') + '\n';
  const list = [...names].toSorted().join(', ');
  const end = target.format === 'cjs' ? [`module.exports = { ${list} };`] : [];
  return [HELPER_HEADER, ...texts, ...end].join('\n\n') + '\n';
}

function reachable(names: ReadonlySet<HelperName>): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    HELPER_DECLARATIONS.find((one) => one.name === name)?.uses.forEach(visit);
  };
  names.forEach(visit);
  return found;
}

/** The JavaScript of a declaration: its type annotations are cut out. */
function withoutTypes({ text }: HelperDeclaration): string {
  const { ast } = parseFile('helper.ts', text);
  const edits = new EditSet(text);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.typeParameters)
      edits.remove(node.typeParameters.pos - 1, text.indexOf('>(', node.typeParameters.end) + 1);
    if (ts.isFunctionLike(node) || ts.isParameter(node) || ts.isVariableDeclaration(node))
      if (node.type) edits.remove(node.type.pos - 1, node.type.end);
    if (ts.isAsExpression(node)) edits.remove(node.expression.end, node.end);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ast, visit);
  return joinLines(edits.apply());
}

/** What was broken into lines for its types fits on one without them. */
function joinLines(text: string): string {
  return text
    .replaceAll(/\n {4}(?=[?:] )/g, ' ')
    .replaceAll(/\(\n((?: {2}[^\n]+,\n)+)\) \{/g, (_, list: string) => {
      const parameters = list.trim().split(/,\n?\s*/);
      return `(${parameters.filter((one) => one !== '').join(', ')}) {`;
    });
}
