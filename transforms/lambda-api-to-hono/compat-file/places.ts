import { posix } from 'node:path';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import type { Application } from '../application.js';
import { isCompatSpecifier } from '../graph/compat-module.js';
import { COMPAT_MODULE } from '../graph/names.js';

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
    if (!projects.has(project)) projects.set(project, newPath(files));
  const [only] = projects.values();
  return (file) =>
    projects.get(projectOf(pkg, file)) ??
    only ??
    newPath([app.files[0] ?? posix.join(pkg.dir, 'index.js')]);
}

/** Folder of the Nx project around a file, the package's own folder elsewhere. */
export function projectOf(pkg: PackageView, file: string): string {
  for (let dir = posix.dirname(file); dir !== pkg.dir && dir !== '.'; dir = posix.dirname(dir))
    if (pkg.read(posix.join(dir, 'project.json')) !== undefined) return dir;
  return pkg.dir;
}

function newPath(files: readonly string[]): string {
  const [first = ''] = files;
  const extension = /\.m[jt]s$/.test(first)
    ? posix.extname(first)
    : /\.tsx?$|\.cts$/.test(first)
      ? '.ts'
      : '.js';
  return posix.join(commonFolder(files), COMPAT_MODULE + extension);
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
