import { posix } from 'node:path';
import { editManifest } from '../../engine/manifest-edit.js';
import type { ManifestChange, ManifestField } from '../../engine/transform.js';
import type { Decision } from '../decide/decision.js';
import { mentionOf } from './paths.js';

const BEHIND = ['name', 'version', 'private', 'description', 'license', 'author'];

/** What changes in package.json when its files become ES modules. */
export function manifestChange(decision: Decision): ManifestChange {
  const { graph } = decision;
  const { manifest, dir } = graph.pkg;
  const set: ManifestField[] = [];
  if (manifest.type !== 'module') set.push({ path: ['type'], value: 'module', after: BEHIND });
  for (const { path, text } of entries(manifest)) {
    const renamed = newPath(decision, posix.join(dir, text));
    if (renamed === undefined) continue;
    const below = dir === '' ? renamed : posix.relative(dir, renamed);
    const value = text.startsWith('./') ? `./${below}` : below;
    if (value !== text) set.push({ path, value });
  }
  set.push(...scriptChanges(decision));
  return { add: {}, remove: [], set };
}

interface Entry {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** The texts of `main`, `bin` and `exports`. */
function entries(manifest: Decision['graph']['pkg']['manifest']): Entry[] {
  const found: Entry[] = [];
  const collect = (path: readonly (string | number)[], value: unknown): void => {
    if (typeof value === 'string') found.push({ path, text: value });
    else if (Array.isArray(value)) value.forEach((item, index) => collect([...path, index], item));
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) collect([...path, key], item);
  };
  collect(['main'], manifest.main);
  collect(['bin'], manifest.bin);
  collect(['exports'], manifest.exports);
  return found;
}

/** The file that an entry means, by the whole of its name. */
function newPath({ graph, kept }: Decision, path: string): string | undefined {
  const base = path.replace(/\/$/, '');
  const candidates = [base, `${base}.js`, `${base}/index.js`];
  const file = candidates.find((candidate) => graph.modules.has(candidate));
  return file === undefined ? undefined : (kept.get(file) ?? file);
}

/** Scripts that name a renamed file, and Jest, which needs a flag for ES modules. */
function scriptChanges({ graph, kept }: Decision): ManifestField[] {
  const { scripts } = graph.pkg.manifest;
  const changes: ManifestField[] = [];
  if (typeof scripts !== 'object' || scripts === null) return changes;
  for (const [name, script] of Object.entries(scripts)) {
    if (typeof script !== 'string') continue;
    let value = script;
    for (const [path, renamed] of kept) {
      if (path === renamed) continue;
      const after = posix.relative(graph.pkg.dir, renamed);
      value = value.replace(mentionOf(graph.pkg, path), `$1${after}`);
    }
    value = value.replace(
      /(^|&& |; )jest(?=\s|$)/g,
      '$1NODE_OPTIONS=--experimental-vm-modules jest',
    );
    if (value !== script) changes.push({ path: ['scripts', name], value });
  }
  return changes;
}

/** package.json files below the package that tell Node to load converted files as CommonJS. */
export function nestedManifests({ graph, shapes }: Decision): Map<string, string> {
  const own = posix.join(graph.pkg.dir, 'package.json');
  const writes = new Map<string, string>();
  for (const path of shapes.keys()) {
    const manifest = graph.scopes.manifestOf(path);
    if (manifest === own || writes.has(manifest) || graph.scopes.typeOf(path) === 'module')
      continue;
    const text = graph.pkg.read(manifest);
    if (text === undefined) continue;
    const set = [{ path: ['type'], value: 'module', after: BEHIND }];
    writes.set(manifest, editManifest(text, { add: {}, remove: [], set }));
  }
  return writes;
}
