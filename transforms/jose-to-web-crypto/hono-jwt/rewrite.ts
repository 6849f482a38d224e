import { EditSet } from '../../engine/syntax/edits.js';
import { lineEnding } from '../../engine/syntax/layout.js';
import { isTypeScript } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { importText } from '../../lambda-api-to-hono/imports/import-text.js';
import { formatOf } from '../../lambda-api-to-hono/imports/module-format.js';
import { joseEntry } from '../sites/specifiers.js';
import type { JoseFile } from '../survey.js';
import type { Replacement } from './replacement.js';
import { readSign } from './sign-call.js';
import { readVerify } from './verify-call.js';

/** Text of a file with `hono/jwt` where that does the same as jose; undefined where it is nowhere so. */
export function withHonoJwt(program: SourceProgram, { file, sites }: JoseFile): string | undefined {
  if (formatOf(file, program.pkg.manifest.type) !== 'esm') return undefined;
  const bindings = program.bindings(file.path);
  const imported = sites.flatMap(({ site: { node }, specifier, names }) =>
    ts.isImportDeclaration(node) && joseEntry(specifier).kind === 'main' ? names : [],
  );
  const isTyped = isTypeScript(file.path);
  const usesOf = (wanted: string): ts.Identifier[] =>
    imported.flatMap(({ name, local }) =>
      name === wanted && local ? bindings.references(local) : [],
    );
  const found = [
    ...usesOf('SignJWT').map((use) => readSign(bindings, use, isTyped)),
    // The claims of hono are of other types.
    ...(isTyped ? [] : usesOf('jwtVerify').map((use) => readVerify(bindings, use))),
  ].filter((one) => one !== undefined);
  const replaced = withWholeConstants(program, file.path, found);
  if (replaced.length === 0) return undefined;
  const edits = new EditSet(file.text);
  const locals = new Map(replaced.map(({ name }) => [name, localName(program, file.path, name)]));
  for (const one of replaced)
    for (const [node, text] of one.edits(locals.get(one.name) ?? one.name))
      edits.replace(node.getStart(), node.end, text);
  for (const { secret } of replaced)
    if (secret.constant) {
      const { encoded, text } = secret.constant;
      edits.replace(encoded.getStart(), encoded.end, text);
    }
  const list = [...locals].toSorted().map(([name, local]) => ({
    name,
    isType: false,
    text: local === name ? name : `${name} as ${local}`,
  }));
  const line = importText(file, 'esm', list, 'hono/jwt');
  const gone = new Set<ts.Node>(replaced.map(({ use }) => use));
  rewriteImports(program, { file, sites }, gone, line, edits);
  return edits.apply();
}

/** A constant that anything else uses as well has to keep its bytes. */
function withWholeConstants(
  program: SourceProgram,
  path: string,
  found: readonly Replacement[],
): Replacement[] {
  const bindings = program.bindings(path);
  return found.filter(({ secret }) => {
    if (!secret.constant) return true;
    const { name } = secret.constant;
    const users = found.filter((one) => one.secret.constant?.name === name);
    return users.length === bindings.references(name).length;
  });
}

function localName(program: SourceProgram, path: string, name: 'sign' | 'verify'): string {
  const bindings = program.bindings(path);
  let local: string = name;
  for (let count = 1; bindings.mentions(local); count += 1)
    local = count === 1 ? `${name}Jwt` : `${name}Jwt${count}`;
  return local;
}

/** Takes what nothing uses any more out of the imports of jose, and puts one of hono in front. */
function rewriteImports(
  program: SourceProgram,
  { file, sites }: Pick<JoseFile, 'file' | 'sites'>,
  gone: ReadonlySet<ts.Node>,
  line: string,
  edits: EditSet,
): void {
  const bindings = program.bindings(file.path);
  const newline = lineEnding(file.text);
  let isPlaced = false;
  for (const { site } of sites) {
    const { node } = site;
    const named = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
    if (!named || !ts.isNamedImports(named)) continue;
    const kept = named.elements.filter(({ name }) => {
      const uses = bindings.references(name);
      return uses.length === 0 || !uses.every((use) => gone.has(use));
    });
    if (kept.length === named.elements.length) continue;
    const start = node.getStart();
    if (kept.length > 0) {
      const list = kept.map((element) => element.getText()).join(', ');
      edits.replace(named.getStart(), named.end, `{ ${list} }`);
      if (!isPlaced) edits.insertFirst(start, line + newline);
    } else if (isPlaced) {
      const next = file.text.startsWith(newline, node.end) ? newline.length : 0;
      edits.remove(start, node.end + next);
    } else edits.replace(start, node.end, line);
    isPlaced = true;
  }
  if (!isPlaced) {
    const first = sites.find(({ site }) => ts.isImportDeclaration(site.node))?.site.node;
    if (first) edits.insertFirst(first.getStart(), line + newline);
  }
}
