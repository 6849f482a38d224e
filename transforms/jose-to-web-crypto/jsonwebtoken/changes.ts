import { EditSet } from '../../engine/syntax/edits.js';
import type { FunctionNode } from '../../engine/syntax/evaluate.js';
import { parseFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import type { ts } from '../../engine/syntax/typescript.js';
import { formatOf } from '../../lambda-api-to-hono/imports/module-format.js';
import { moduleSpecifier } from '../../lambda-api-to-hono/imports/module-specifier.js';
import { modulePlaces, type ModulePlace } from '../module-file/place.js';
import { isSameCode } from '../module-file/same-code.js';
import type { ThrowExpectation } from './awaiting/callbacks.js';
import type { TokenAssessment } from './assess.js';
import {
  heldTokenNames,
  isTokenModule,
  TOKEN_MODULE,
  tokenModuleText,
  tokenProfileIn,
} from './module-file.js';
import type { TokenProfile } from './module/source-files.js';
import { rewriteImports } from './rewrite/imports.js';
import { awaitCall, expectRejection, makeAsync } from './rewrite/waiting.js';
import type { TokenFile } from './survey.js';

/**
 * New texts of the files that leave jsonwebtoken, of those that have to wait for them, and of the
 * modules that they use.
 *
 * @param files all files on jsonwebtoken
 * @param migrated those that have left it before
 * @param chosen those of `files` that leave it now
 */
export function planTokenChanges(
  program: SourceProgram,
  files: readonly TokenFile[],
  migrated: readonly TokenFile[],
  chosen: readonly TokenAssessment[],
  profile: TokenProfile | undefined,
): Map<string, string | null> {
  const all = [...files, ...migrated].map(({ file }) => file.path);
  const placeOf = modulePlaces(program, [...new Set(all)].toSorted(), TOKEN_MODULE);
  const edits = new Map<string, EditSet>();
  const editsOf = (path: string): EditSet => {
    const held = edits.get(path) ?? new EditSet(program.pkg.read(path) ?? '');
    edits.set(path, held);
    return held;
  };
  for (const { token } of chosen) {
    const { path } = placeOf(token.file.path);
    const format = formatOf(token.file, program.pkg.manifest.type);
    const specifier = moduleSpecifier(program, token.file, path, format);
    rewriteImports(token, specifier, editsOf(token.file.path));
  }
  const { calls, functions, expectations } = allWaiting(chosen);
  for (const call of calls) awaitCall(call, editsOf(call.getSourceFile().fileName));
  for (const one of expectations)
    expectRejection(one, editsOf(one.assertion.getSourceFile().fileName));
  for (const fn of functions) makeAsync(fn, editsOf(fn.getSourceFile().fileName));
  const writes = new Map<string, string | null>();
  for (const [path, set] of edits) writes.set(path, checked(path, set.apply()));
  const using = [...migrated, ...chosen.map(({ token }) => token)];
  for (const [path, text] of moduleWrites(program, using, placeOf, profile)) writes.set(path, text);
  return writes;
}

function allWaiting(chosen: readonly TokenAssessment[]): {
  readonly calls: ReadonlySet<ts.CallExpression>;
  readonly functions: ReadonlySet<FunctionNode>;
  readonly expectations: Iterable<ThrowExpectation>;
} {
  const all = chosen.flatMap(({ waiting }) => waiting);
  return {
    calls: new Set(all.flatMap(({ calls }) => [...calls])),
    functions: new Set(all.flatMap(({ functions }) => [...functions])),
    expectations: new Map(
      all.flatMap(({ expectations }) => expectations.map((one) => [one.fn, one] as const)),
    ).values(),
  };
}

function moduleWrites(
  program: SourceProgram,
  using: readonly TokenFile[],
  placeOf: (file: string) => ModulePlace,
  profile: TokenProfile | undefined,
): Map<string, string | null> {
  const { pkg } = program;
  const writes = new Map<string, string | null>();
  const byPath = new Map<string, { place: ModulePlace; names: Set<string> }>();
  for (const { file, names } of using) {
    const place = placeOf(file.path);
    const held = byPath.get(place.path)?.names ?? [];
    byPath.set(place.path, { place, names: new Set([...held, ...names]) });
  }
  for (const [path, { place, names }] of byPath) {
    const held = pkg.read(path);
    const own = held === undefined ? profile : tokenProfileIn(held);
    if (own === undefined) continue;
    const kept =
      held !== undefined && hasUnseenUser(program, using) ? heldTokenNames(held, own) : [];
    const text = tokenModuleText(place, new Set([...names, ...kept]), own);
    if (held === undefined || !isSameCode(held, text)) writes.set(path, text);
  }
  return writes;
}

/** Whether a file may use the module in a way that is not followed. */
function hasUnseenUser({ pkg }: SourceProgram, using: readonly TokenFile[]): boolean {
  const known = new Set(
    using
      .filter(({ sites }) => sites.every(({ whole, isStar }) => whole.length === 0 && !isStar))
      .map(({ file }) => file.path),
  );
  const isModuleLoaded = [...pkg.loadedOutside().keys()].some(isTokenModule);
  return (
    isModuleLoaded ||
    pkg.candidates.some(
      (path) =>
        !known.has(path) && !isTokenModule(path) && (pkg.read(path) ?? '').includes(TOKEN_MODULE),
    )
  );
}

/** A rewrite that does not parse would be worse than none: nothing is written then. */
function checked(path: string, text: string): string {
  const error = parseFile(path, text).syntaxError;
  if (error) throw new Error(`The rewritten ${path} would not parse (${error.message}).`);
  return text;
}
