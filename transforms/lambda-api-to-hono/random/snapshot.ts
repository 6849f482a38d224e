import { editManifest } from '../../engine/manifest-edit.js';
import type { Manifest, PackageView, Selection, TransformOutcome } from '../../engine/transform.js';
import { lambdaApiToHono } from '../index.js';
import type { Sources } from './write-application.js';

const MANIFEST = 'package.json';

/** Runs the transform on files in memory; without a route on everything. */
export function migrate(sources: Sources, route?: string): TransformOutcome {
  const selection: Selection = {
    byRoute: route !== undefined,
    package: () => true,
    route: (id) => route === undefined || id === route,
    file: () => true,
  };
  return lambdaApiToHono.run(viewOf(sources), selection);
}

/** The files after what a run of the transform changes. */
export function changed(sources: Sources, { writes, manifest }: TransformOutcome): Sources {
  const after = new Map(sources);
  for (const [path, text] of writes) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  if (Object.keys(manifest.add).length > 0 || manifest.remove.length > 0)
    after.set(MANIFEST, editManifest(after.get(MANIFEST) ?? '{}', manifest));
  return after;
}

function viewOf(sources: Sources): PackageView {
  const manifest: Manifest = JSON.parse(sources.get(MANIFEST) ?? '{}');
  const files = [...sources.keys()].filter((path) => /\.[jt]s$/.test(path)).toSorted();
  const mentions = (path: string): boolean =>
    lambdaApiToHono.needles.some((needle) => sources.get(path)?.includes(needle));
  return {
    name: 'random',
    dir: '',
    manifest,
    files,
    candidates: files.filter(mentions),
    read: (path) => sources.get(path),
    loadedOutside: () => new Map(),
    installedVersion: (dependency) => (dependency === 'lambda-api' ? '1.5.1' : undefined),
    installed: () => undefined,
    siblings: () => [],
  };
}
