import { posix } from 'node:path';
import { ts } from '../../engine/syntax/typescript.js';
import { isTypeScript } from '../../engine/syntax/parse.js';
import type { PackageView } from '../../engine/transform.js';
import type { Application } from '../application.js';
import { isCompatSpecifier } from '../graph/compat-module.js';
import { COMPAT_MODULE } from '../graph/names.js';
import { formatOf } from '../imports/module-format.js';

/** Where the compat module for a file is, or will be. */
export type CompatPlaces = (file: string) => string;

/**
 * One compat module serves a package, beside the file that makes the API, or in the folder
 * that several such files share. Projects of a workspace without package.json files of
 * their own (Nx) get one each.
 */
export function compatPlaces(app: Application): CompatPlaces {
  const { pkg } = app.program;
  const projects = new Map<string, string>();
  for (const path of pkg.files) if (isCompatFile(path)) projects.set(projectOf(pkg, path), path);
  const creators = new Map<string, string[]>();
  for (const { file } of app.graph.instances) {
    const project = projectOf(pkg, file);
    creators.set(project, [...(creators.get(project) ?? []), file]);
  }
  for (const [project, files] of creators)
    if (!projects.has(project)) projects.set(project, newPath(app, files));
  const [only] = projects.values();
  return (file) =>
    projects.get(projectOf(pkg, file)) ??
    only ??
    newPath(app, [app.files[0] ?? posix.join(pkg.dir, 'index.js')]);
}

/** Folder of the Nx project around a file, the package's own folder elsewhere. */
export function projectOf(pkg: PackageView, file: string): string {
  for (let dir = posix.dirname(file); dir !== pkg.dir && dir !== '.'; dir = posix.dirname(dir))
    if (pkg.read(posix.join(dir, 'project.json')) !== undefined) return dir;
  return pkg.dir;
}

function newPath(app: Application, files: readonly string[]): string {
  const [first = ''] = files;
  return posix.join(commonFolder(files), COMPAT_MODULE + extensionBeside(app, first));
}

/** One that every file which imports the module can load it by, now or once its routes are migrated. */
function extensionBeside(app: Application, creator: string): string {
  const { pkg } = app.program;
  const project = projectOf(pkg, creator);
  const importers = [...app.files, ...app.registry.files()].filter(
    (path) => projectOf(pkg, path) === project,
  );
  const hasCommonJs = importers.some((path) => isCommonJs(app, path));
  const isTs = isTypeScript(creator);
  if (hasCommonJs && pkg.manifest.type === 'module') return isTs ? '.cts' : '.cjs';
  if (!hasCommonJs && /\.m[jt]s$/.test(creator)) return posix.extname(creator);
  return isTs ? '.ts' : '.js';
}

function isCommonJs(app: Application, path: string): boolean {
  const file = app.program.file(path);
  return file !== undefined && formatOf(file, app.program.pkg.manifest.type) === 'cjs';
}

function commonFolder(files: readonly string[]): string {
  let folder = posix.dirname(files[0] ?? '');
  for (const file of files)
    while (folder !== '.' && !file.startsWith(`${folder}/`)) folder = posix.dirname(folder);
  return folder;
}

/** Whether a path is that of a compat module. */
export function isCompatFile(path: string): boolean {
  return isCompatSpecifier(literal(path));
}

function literal(path: string): ts.Node {
  return ts.factory.createStringLiteral(path);
}
