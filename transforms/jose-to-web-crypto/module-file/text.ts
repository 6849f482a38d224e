import { offeredNames, renderModule } from '../module/render.js';
import type { Profile } from '../version.js';
import type { ModulePlace } from './place.js';
import { docTypedefs } from './doc-typedefs.js';

/**
 * Text of a module with just what its users need.
 *
 * @param used names of jose; `errors` has all of its members
 */
export function moduleText(
  place: ModulePlace,
  used: ReadonlySet<string>,
  profile: Profile,
): string {
  const names = withMembers(used, profile);
  return place.language === 'typescript'
    ? inTypeScript(names, profile)
    : inJavaScript(names, profile, place);
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
