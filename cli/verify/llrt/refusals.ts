import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleOfModule, ruleOfName } from '../../../transforms/llrt-check/detect/module-rules.js';
import { isBuiltin } from '../../../transforms/llrt/compat.js';
import { offers, type LlrtProfile } from '../../../transforms/llrt/profile.js';
import type { SeenRefusal } from '../child/messages.js';
import { readable, type LlrtBundle, type SourcePlace } from './bundle.js';

/** What the code asked for, and LLRT lacks or does otherwise. */
export interface Refusal extends SourcePlace {
  /** The rule about LLRT, for `llrt-migrate explain`. */
  readonly code: string;
  /** For example `Request.formData`. */
  readonly what: string;
  readonly times: number;
}

/** Where something was asked for: in the code of the workspace, else in a package. */
export function locateRefusal(seen: SeenRefusal, bundle: LlrtBundle): Refusal {
  const places = seen.places.flatMap(({ line, column }) => bundle.placeOf(line, column) ?? []);
  const own = places.find(({ file }) => !file.includes('node_modules/'));
  const place = own ?? places[0] ?? { file: '', line: 1, column: 1 };
  return { code: seen.code, what: seen.what, ...place, times: seen.times };
}

/** One refusal for each thing and place, in the order in which they were met. */
export function mergeRefusals(refusals: readonly Refusal[]): readonly Refusal[] {
  const byPlace = new Map<string, Refusal>();
  for (const refusal of refusals) {
    const { code, what, file, line, column } = refusal;
    const key = JSON.stringify([code, what, file, line, column]);
    const times = (byPlace.get(key)?.times ?? 0) + refusal.times;
    byPlace.set(key, { ...refusal, times });
  }
  const merged = [...byPlace.values()];
  const placed = new Set(merged.filter(({ file }) => file !== '').map(({ what }) => what));
  return merged.filter(({ file, what }) => file !== '' || !placed.has(what));
}

/** The imports of a bundle that fail when LLRT links modules. */
export function refusedImports(
  bundle: LlrtBundle,
  profile: LlrtProfile,
  root: string,
): readonly Refusal[] {
  return bundle.outside.flatMap(({ specifier, importers }) => {
    if (!isBuiltin(specifier)) return [];
    const module = specifier.replace(/^node:/, '');
    const missing = offers(profile, specifier)
      ? importedNames(bundle.code, specifier)
          .filter((name) => !offers(profile, specifier, name))
          .map((name) => ({ code: ruleOfName(module, name), what: `${name} of ${module}`, name }))
      : [{ code: ruleOfModule(module), what: `module ${module}`, name: specifier }];
    return missing.map(({ code, what, name }) => ({
      code,
      what,
      ...placeOfImport(root, importers, specifier, name),
      times: 1,
    }));
  });
}

/** The names that the import statements of a bundle take from a module. */
function importedNames(code: string, specifier: string): readonly string[] {
  const statements = code.matchAll(/^import\s+(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*"([^"]+)";/gm);
  return [...statements]
    .filter(([, , from]) => from === specifier)
    .flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim().split(/\s+as\s+/)[0] ?? ''),
    )
    .filter((name) => name !== '');
}

/** The line of the first source that imports a name. */
function placeOfImport(
  root: string,
  importers: readonly string[],
  specifier: string,
  name: string,
): SourcePlace {
  const own = importers.filter((file) => !file.includes('node_modules/'));
  const ordered = [...own, ...importers];
  for (const file of ordered) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    const from = lines.findIndex((line) => /['"]/.test(line) && line.includes(specifier));
    if (
      from < 0 ||
      !lines
        .slice(0, from + 1)
        .join('\n')
        .includes(name)
    )
      continue;
    return { file: readable(file), line: from + 1, column: 1 };
  }
  return { file: readable(ordered[0] ?? ''), line: 1, column: 1 };
}
