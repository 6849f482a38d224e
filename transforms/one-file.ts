import type { Finding } from './engine/finding.js';
import type { PackageView, Selection, Transform } from './engine/transform.js';

/** What a transform makes of one file that is looked at alone. */
export interface OneFileResult {
  /** The new text; undefined when nothing changes. */
  readonly text: string | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Runs a transform on one file, without the package around it: what leads to other files
 * cannot be followed, and is left alone with a finding.
 *
 * @param path only for messages and for the language, which its extension tells
 */
export function transformOneFile(transform: Transform, path: string, text: string): OneFileResult {
  const isCandidate = transform.needles.some((needle) => text.includes(needle));
  if (!isCandidate) return { text: undefined, findings: [] };
  const { writes, findings } = transform.run(oneFileView(path, text), EVERYTHING);
  const others = [...writes.keys()].filter((written) => written !== path);
  if (others.length > 0)
    throw new Error(`${transform.id} writes ${others.join(', ')} besides ${path}.`);
  return { text: writes.get(path) ?? undefined, findings };
}

const EVERYTHING: Selection = {
  route: () => true,
  file: () => true,
  byRoute: false,
  package: () => true,
};

/** A package of one file, whose surroundings are not known. */
export function oneFileView(path: string, text: string): PackageView {
  return {
    name: path,
    dir: '',
    manifest: {},
    files: [path],
    candidates: [path],
    read: (asked) => (asked === path ? text : undefined),
    loadedOutside: () => new Map(),
    installedVersion: () => undefined,
    installed: () => undefined,
    siblings: () => [],
  };
}
