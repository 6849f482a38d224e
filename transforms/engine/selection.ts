import { isAbsolute, relative, sep } from 'node:path';
import { Failure } from './failure.js';
import { compileGlob, escapeRegExp } from './glob.js';
import { didYouMean } from './near.js';
import { TRANSFORM_IDS, type Selection, type TransformId } from './transform.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** What was asked for, as given; an empty list selects everything. */
export interface Request {
  /** Package names or folders (relative to the workspace root or to the folder it was opened from). */
  readonly packages?: readonly string[];
  /** Route patterns, `METHOD /path`, `*` for any characters. */
  readonly routes?: readonly string[];
  /** Globs of files, relative to the workspace root or to the folder it was opened from. */
  readonly files?: readonly string[];
  /** Transform ids. */
  readonly transforms?: readonly string[];
  /** Leave functions on Node.js in place and add a twin on LLRT. */
  readonly keepNode?: boolean;
  /** `hono`: sign and verify tokens with `hono/jwt` where it does the same. */
  readonly jwt?: string | undefined;
  /** Release of LLRT that the code is to run on. */
  readonly llrt?: string | undefined;
}

/** What choosing transforms needs to know of one. */
interface Choosable {
  readonly id: TransformId;
  readonly routeScoped: boolean;
}

/**
 * Which of the available transforms a request runs, in the order they run.
 *
 * @throws Failure `unknown-transform`, `transform-unavailable`
 */
export function selectTransforms<T extends Choosable>(
  request: Request,
  available: readonly T[],
): readonly T[] {
  const ids = request.transforms ?? [];
  for (const id of ids) {
    if (available.some((transform) => transform.id === id)) continue;
    const list = available.map((transform) => transform.id).join(', ');
    if (TRANSFORM_IDS.some((known) => known === id))
      throw new Failure(
        'transform-unavailable',
        `This version does not have the transform "${id}" yet. Available: ${list}.`,
      );
    throw new Failure(
      'unknown-transform',
      `There is no transform "${id}".${didYouMean(id, TRANSFORM_IDS)} Available: ${list}.`,
    );
  }
  const byRoute = (request.routes ?? []).length > 0;
  return available
    .filter(({ id, routeScoped }) => (ids.length > 0 ? ids.includes(id) : routeScoped || !byRoute))
    .toSorted((a, b) => TRANSFORM_IDS.indexOf(a.id) - TRANSFORM_IDS.indexOf(b.id));
}

/**
 * The packages a request names, by name or folder.
 *
 * @throws Failure `unknown-package`
 */
export function selectPackages(
  workspace: Workspace,
  request: Request,
): readonly WorkspacePackage[] {
  const wanted = request.packages ?? [];
  if (wanted.length === 0) return workspace.packages;
  const chosen = new Set<WorkspacePackage>();
  for (const text of wanted) {
    const dirs = isAbsolute(text)
      ? [belowRoot(workspace, text)]
      : [trimDir(text), trimDir(joinDir(workspace.cwd, text))];
    const matches = workspace.packages.filter(
      ({ name, dir }) => name === text || dirs.includes(dir),
    );
    if (matches.length === 0) {
      const known = workspace.packages.map((pkg) => pkg.name);
      throw new Failure(
        'unknown-package',
        `No package of the workspace ${workspace.root} has the name or folder "${text}".${didYouMean(text, known)} Packages: ${known.join(', ')}.`,
      );
    }
    for (const match of matches) chosen.add(match);
  }
  return workspace.packages.filter((pkg) => chosen.has(pkg));
}

/**
 * Makes the route and file tests of a request.
 *
 * @param ids all route ids there are: a pattern that is one of them selects that route alone
 */
export function makeSelection(
  request: Request,
  workspace: Workspace,
  ids: readonly string[],
): Selection {
  const routes = (request.routes ?? []).map((pattern) => routeTest(pattern, ids));
  const files = fileTests(request, workspace);
  const packages = new Set(selectPackages(workspace, request).map(({ dir }) => dir));
  return {
    byRoute: routes.length > 0,
    package: (dir) => packages.has(dir),
    keepNode: request.keepNode === true,
    ...jwtOf(request),
    ...(request.llrt === undefined ? {} : { llrt: request.llrt }),
    route: (id) => routes.length === 0 || routes.some((test) => test(id)),
    file: (path) => files.length === 0 || files.some((glob) => glob.test(path)),
  };
}

/** @throws Failure `unknown-jwt` */
function jwtOf({ jwt }: Request): Pick<Selection, 'jwt'> {
  if (jwt === undefined) return {};
  if (jwt === 'hono') return { jwt };
  throw new Failure('unknown-jwt', `--jwt takes "hono", and not "${jwt}".`);
}

/**
 * Fails when a route or file pattern selects nothing.
 *
 * @throws Failure `unknown-route`, `unknown-file`
 */
export function checkSelection(
  request: Request,
  workspace: Workspace,
  ids: readonly string[],
  files: readonly string[],
): void {
  for (const pattern of request.routes ?? []) {
    if (ids.some(routeTest(pattern, ids))) continue;
    const form = /^\S+ \S/.test(pattern) ? '' : " A route is written 'METHOD /path'.";
    const hint = didYouMean(pattern, ids) || ' `llrt-migrate status` lists the routes.';
    throw new Failure(
      'unknown-route',
      ids.length === 0
        ? `No route "${pattern}": no route of lambda-api was found in the selected packages.`
        : `No route matches "${pattern}".${form}${hint}`,
    );
  }
  const globs = fileTests(request, workspace);
  if (globs.length > 0 && !files.some((path) => globs.some((glob) => glob.test(path))))
    throw new Failure(
      'unknown-file',
      `No source file of the selected packages matches ${(request.files ?? []).map((glob) => `"${glob}"`).join(', ')}. Quote the glob, and write it relative to ${workspace.root}.`,
    );
}

/**
 * An id as `status` prints it selects that route alone, even when it has a `*` of its own;
 * any other pattern takes `*` for any characters.
 */
function routeTest(pattern: string, ids: readonly string[]): (id: string) => boolean {
  const trimmed = pattern.trim().replace(/\s+/, ' ');
  const space = trimmed.indexOf(' ');
  const text = space < 0 ? trimmed : trimmed.slice(0, space).toUpperCase() + trimmed.slice(space);
  if (!text.includes('*') || ids.includes(text)) return (id) => id === text;
  const regexp = new RegExp(`^${text.split('*').map(escapeRegExp).join('.*')}$`, 'u');
  return (id) => regexp.test(id);
}

function fileTests(request: Request, workspace: Workspace): readonly RegExp[] {
  return (request.files ?? []).flatMap((glob) => {
    if (isAbsolute(glob)) return [compileGlob(belowRoot(workspace, glob))];
    const trimmed = glob.replace(/^(?:\.\/)+/, '');
    return [compileGlob(trimmed), compileGlob(joinDir(workspace.cwd, trimmed))];
  });
}

/** An absolute path relative to the root; what is not below it stays absolute and matches nothing. */
function belowRoot({ root }: Workspace, path: string): string {
  const below = relative(root, path).split(sep).join('/');
  return below === '..' || below.startsWith('../') ? path : below;
}

function joinDir(base: string, path: string): string {
  const parts = base === '' ? [] : base.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function trimDir(path: string): string {
  return path.replace(/^(?:\.\/)+|\/+$/g, '');
}
