import { RELEASES } from '../../../transforms/llrt/release.js';
import { externalModules } from '../../../transforms/llrt-check/bundle/builtins.js';
import { viewBundle } from '../../../transforms/llrt-check/bundle/view.js';
import { bundledRoutes } from '../../../transforms/llrt-check/routes/attribution.js';
import { bundleEntry } from '../../check/bundle-entry.js';
import type { KnownRoute } from '../assign-routes.js';
import type { Entry } from './find-entries.js';

/**
 * The routes of Hono applications behind Lambda handlers: no transform lists those of an API that
 * was on Hono from the start.
 *
 * @param root absolute path of the workspace
 * @param members folders of the workspace packages by name
 */
export async function findHonoRoutes(
  root: string,
  entries: readonly Entry[],
  members: ReadonlyMap<string, string>,
): Promise<readonly KnownRoute[]> {
  const files = new Set(entries.map(({ file }) => file));
  const found: KnownRoute[] = [];
  for (const file of files) {
    const bundle = await bundleEntry(root, file, members);
    if (bundle.code === '') continue; // told when it is run
    const view = viewBundle(bundle);
    const name = RELEASES.at(-1) ?? '';
    const tools = { view, release: { name, facts: name }, modules: externalModules(view) };
    found.push(...bundledRoutes(tools, []).map((route) => ({ id: route.id, file: route.file })));
  }
  return found;
}
