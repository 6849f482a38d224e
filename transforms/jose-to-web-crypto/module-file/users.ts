import type { SourceProgram } from '../../engine/syntax/program.js';
import type { PackageView } from '../../engine/transform.js';
import { readUses, type JoseFile } from '../survey.js';
import { BASE_NAME, isModulePath } from './names.js';

/** The modules of a package that have taken the place of jose. */
export function modulePathsOf({ files }: PackageView): readonly string[] {
  return files.filter((path) => isModulePath(path));
}

/** Every file of the package that imports such a module, with what it takes of it. */
export function surveyModule(program: SourceProgram): JoseFile[] {
  const { pkg } = program;
  if (modulePathsOf(pkg).length === 0) return [];
  return pkg.candidates.flatMap((path) => {
    if (isModulePath(path) || !(pkg.read(path) ?? '').includes(BASE_NAME)) return [];
    const file = program.file(path);
    const found = file && readUses(program, file, (text) => isModuleOf(program, path, text));
    return found && found.sites.length + found.docTypes.length > 0 ? [found] : [];
  });
}

/** Whether a specifier in a file leads to a module that has taken the place of jose. */
function isModuleOf(program: SourceProgram, from: string, specifier: string): boolean {
  if (!isModulePath(specifier)) return false;
  const path = program.resolve(from, specifier);
  return path !== undefined && isModulePath(path);
}
