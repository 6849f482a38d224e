import type { Transform } from '../engine/transform.js';

/** Changes the text of a file, makes one (`before` is undefined) or deletes one (null). */
export type EditFile = (path: string, before: string | undefined) => string | null | undefined;

/**
 * A transform that does to every source file whatever a test wants.
 *
 * @param edit gets each source file; undefined leaves it
 * @param made paths of files to make, which `edit` gets without a text
 */
export function editTransform(edit: EditFile, made: readonly string[] = []): Transform {
  return {
    id: 'lambda-api-to-hono',
    needles: [''],
    routeScoped: true,
    run(pkg) {
      const paths = [...new Set([...pkg.files, ...made])];
      const writes = paths.flatMap((path) => {
        const text = edit(path, pkg.read(path));
        return text === undefined ? [] : [[path, text] as const];
      });
      return {
        routes: [],
        migrates: [],
        sites: { pending: 0, migrated: 0, blocked: 0 },
        writes: new Map(writes),
        manifest: { add: { hono: '^4.0.0' }, remove: [] },
        findings: [],
      };
    },
  };
}
