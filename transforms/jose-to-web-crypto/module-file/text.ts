import type { SourceProgram } from '../../engine/syntax/program.js';
import { offeredNames, renderModule } from '../module/render.js';
import type { JoseFile } from '../survey.js';
import type { Profile } from '../version.js';
import type { ModulePlace } from './place.js';
import { docTypedefs } from './doc-typedefs.js';
import { isSameCode } from './same-code.js';

/** What a package takes of one of its modules. */
export interface ModuleUse {
  readonly place: ModulePlace;
  /** The files that use it, as they are once the change is made. */
  readonly files: readonly JoseFile[];
}

/**
 * Text of a module with just what its users need: `undefined` where the one that is there has that
 * already, null where nobody needs it any more.
 */
export function moduleText(
  program: SourceProgram,
  { place, files }: ModuleUse,
  profile: Profile,
): string | null | undefined {
  const held = program.pkg.read(place.path);
  if (files.length === 0) return held === undefined ? undefined : null;
  const names = withMembers(new Set(files.flatMap((file) => [...file.names])), profile);
  const text =
    place.language === 'typescript'
      ? inTypeScript(names, profile)
      : inJavaScript(names, profile, place);
  // Its owner may have formatted it.
  return held !== undefined && isSameCode(held, text) ? undefined : text;
}

function inTypeScript(names: ReadonlySet<string>, profile: Profile): string {
  return renderModule({ profile, names, language: 'typescript', format: 'esm' });
}

/** Types are named in comments, and become comments. */
function inJavaScript(
  names: ReadonlySet<string>,
  profile: Profile,
  { format }: ModulePlace,
): string {
  const kinds = offeredNames(profile);
  const types = [...names].filter((name) => kinds.get(name) === 'type');
  const values = new Set([...names].filter((name) => !types.includes(name)));
  const text = renderModule({ profile, names: values, language: 'javascript', format });
  if (types.length === 0) return text;
  const typedefs = docTypedefs(inTypeScript(new Set(types), profile));
  const end = text.indexOf('\n\n') + 1;
  return [text.slice(0, end - 1), ...typedefs, text.slice(end + 1)].join('\n\n');
}

/** `errors` as a whole has all of its members. */
function withMembers(names: ReadonlySet<string>, profile: Profile): ReadonlySet<string> {
  const members = [...offeredNames(profile).keys()].filter((name) => name.startsWith('errors.'));
  const list = [...names].flatMap((name) => (name === 'errors' ? members : [name]));
  return new Set(list.toSorted());
}
