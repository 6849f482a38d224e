import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { shortText, type Problem } from '../problem.js';
import { isOffered } from '../offer.js';
import type { SiteForm } from '../sites/find-sites.js';
import { joseEntry } from '../sites/specifiers.js';
import { usesOfName, type JoseFile, type JoseSite } from '../survey.js';
import type { Profile } from '../version.js';
import { exportedAs } from './part-exports.js';

/** Ways to import jose that the module cannot take the place of, and exports that it does not have. */
export function entryProblems(program: SourceProgram, jose: JoseFile, profile: Profile): Problem[] {
  const problems = jose.sites.flatMap((site) => ofSite(site, program));
  for (const name of jose.names) {
    if (name === 'default' || isOffered(name, profile)) continue;
    const [base = name] = name.split('.');
    const node = usesOfName(jose, base)[0]?.node ?? jose.sites[0]?.site.node;
    problems.push({ code: 'jose-not-offered', ...at(jose, node), details: { name } });
  }
  return problems;
}

function ofSite(one: JoseSite, program: SourceProgram): Problem[] {
  const { site, specifier, names, whole } = one;
  const { file, form, node } = site;
  const entry = joseEntry(specifier);
  if (form === 'augmentation') return [{ code: 'jose-augmented', file, node }];
  if (form === 'resolve')
    return [{ code: 'jose-resolved', file, node, details: { code: shortText(node) } }];
  if (entry.kind === 'inside') return [{ code: 'jose-inside', file, node, details: { specifier } }];
  // All parts of jose become one module, of which one mock is loaded.
  if (isMock(form) && specifier !== 'jose')
    return [{ code: 'jose-part-mocked', file, node, details: { specifier } }];
  const byDefault = names.find(({ name }) => name === 'default');
  if (byDefault) return [{ code: 'jose-default-import', file, node: byDefault.node }];
  if (entry.kind === 'members') {
    const passedOn = passesOnPart(one, program);
    return passedOn ? [part(file, passedOn)] : [];
  }
  return whole.map((use) => ({
    code: 'jose-as-value',
    file,
    node: use,
    details: { code: shortText(use.parent ?? use) },
  }));
}

function isMock(form: SiteForm): boolean {
  return form === 'mock' || form === 'actual';
}

/** Where members of `jose/errors` would have to be exports of the module. */
function passesOnPart(
  { site, names, isStar }: JoseSite,
  program: SourceProgram,
): ts.Node | undefined {
  const { form, node } = site;
  if (form === 'export') return isStar || names.length > 0 ? node : undefined;
  if (form === 'dynamic-import') return ts.isAwaitExpression(node.parent) ? undefined : node;
  if (form !== 'import') return undefined;
  const locals = names.flatMap(({ local }) => (local ? [local] : []));
  return locals.map((local) => exportedAs(program.bindings(site.file), local)).find(Boolean);
}

function part(file: string, node: ts.Node): Problem {
  return { code: 'jose-part-exported', file, node, details: { code: shortText(node) } };
}

function at({ file }: JoseFile, node: ts.Node | undefined): Pick<Problem, 'file' | 'node'> {
  return node ? { file: file.path, node } : { file: file.path };
}
