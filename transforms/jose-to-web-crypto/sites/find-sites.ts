import { moduleText } from '../../engine/syntax/modules.js';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';

/** How a place names a module. */
export type SiteForm =
  | 'import'
  | 'export'
  | 'import-equals'
  | 'dynamic-import'
  | 'require'
  | 'import-type'
  /** `vi.mock('jose')` and the like. */
  | 'mock'
  /** `await vi.importActual('jose')`, `jest.requireActual('jose')`. */
  | 'actual'
  | 'resolve'
  /** `declare module 'jose'`. */
  | 'augmentation';

/** One place that names a module. */
export interface Site {
  readonly file: string;
  readonly form: SiteForm;
  /** The specifier, quotes included. */
  readonly literal: ts.StringLiteralLike;
  /** The statement, call or type around it. */
  readonly node: ts.Node;
}

const MOCKING = new Set([
  'mock',
  'doMock',
  'unmock',
  'dontMock',
  'doUnmock',
  'deepUnmock',
  'setMock',
  'unstable_mockModule',
  'unstable_unmockModule',
]);
const LOADING_PROMISES = new Set(['importActual', 'importMock']);
const LOADING = new Set(['requireActual', 'requireMock', 'createMockFromModule']);

/** Every place of a file that names a module, in the order of the text. */
export function findSites(file: ParsedFile, isWanted: (specifier: string) => boolean): Site[] {
  const sites: Site[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isWanted(node.text)) {
      const found = siteOf(node);
      if (found) sites.push({ file: file.path, literal: node, ...found });
    }
    ts.forEachChild(node, visit);
  };
  visit(file.ast);
  return sites;
}

type Found = Pick<Site, 'form' | 'node'>;

function siteOf(literal: ts.StringLiteralLike): Found | undefined {
  const { parent } = literal;
  if (ts.isImportDeclaration(parent)) return { form: 'import', node: parent };
  if (ts.isExportDeclaration(parent)) return { form: 'export', node: parent };
  if (ts.isModuleDeclaration(parent)) return { form: 'augmentation', node: parent };
  if (ts.isExternalModuleReference(parent)) return { form: 'import-equals', node: parent.parent };
  if (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent))
    return { form: 'import-type', node: parent.parent };
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== literal) return undefined;
  const form = formOfCall(parent);
  return form && { form, node: parent };
}

function formOfCall({ expression }: ts.CallExpression): SiteForm | undefined {
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return 'dynamic-import';
  if (ts.isIdentifier(expression)) return expression.text === 'require' ? 'require' : undefined;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const { name } = expression;
  if (name.text === 'resolve') return isRequire(expression.expression) ? 'resolve' : undefined;
  if (MOCKING.has(name.text)) return 'mock';
  return LOADING.has(name.text) || LOADING_PROMISES.has(name.text) ? 'actual' : undefined;
}

function isRequire(node: ts.Expression): boolean {
  return (ts.isIdentifier(node) && node.text === 'require') || ts.isMetaProperty(node);
}

/** Whether a call gives a promise of the module. */
export function isPromise({ form, node }: Site): boolean {
  if (form === 'dynamic-import') return true;
  return (
    form === 'actual' &&
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    LOADING_PROMISES.has(node.expression.name.text)
  );
}

/** The specifier of a site. */
export function specifierOf({ literal }: Site): string {
  return moduleText(literal) ?? '';
}
