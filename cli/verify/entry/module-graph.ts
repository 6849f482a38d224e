import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import type { Plugin, PluginBuild } from 'esbuild';

const IN_NODE_MODULES = `${sep}node_modules${sep}`;
/** Marks a resolution that the plugin itself asks for, so that it does not answer itself. */
const OWN = Symbol('own');

/**
 * Decides for bare imports what is bundled: packages of the workspace and paths of
 * tsconfig.json are (they may be TypeScript), installed packages are left to Node. One
 * that only another workspace package can reach is named by its absolute path.
 *
 * @param outdir folder of the output, from where Node resolves what is left
 */
export function workspaceSourcesOnly(outdir: string): Plugin {
  return {
    name: 'workspace-sources-only',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.kind === 'entry-point' || args.pluginData === OWN) return undefined;
        if (args.path.startsWith('node:')) return { path: args.path, external: true };
        const found = await resolveQuietly(build, args);
        if (found === undefined) return { path: args.path, external: true };
        if (!found.includes(IN_NODE_MODULES)) return undefined;
        const path = sameFromOutput(args.path, args.resolveDir, outdir) ? args.path : found;
        return { path, external: true };
      });
    },
  };
}

async function resolveQuietly(
  build: PluginBuild,
  args: {
    path: string;
    importer: string;
    resolveDir: string;
    kind: import('esbuild').ImportKind;
  },
): Promise<string | undefined> {
  const { path, importer, resolveDir, kind } = args;
  const result = await build.resolve(path, { importer, resolveDir, kind, pluginData: OWN });
  // Not installed, or built into Node: Node tells, should it be reached at run time.
  if (result.errors.length > 0 || result.external || result.namespace !== 'file') return undefined;
  return result.path === '' ? undefined : realpathSync(result.path);
}

function sameFromOutput(specifier: string, resolveDir: string, outdir: string): boolean {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const here = packageFolder(name, resolveDir);
  return here !== undefined && here === packageFolder(name, outdir);
}

/** Where a package is installed as seen from a folder, links followed. */
function packageFolder(name: string, from: string): string | undefined {
  const folders = createRequire(join(from, 'x.js')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    try {
      return realpathSync(join(folder, name));
    } catch {
      continue; // not installed at this level
    }
  }
  return undefined;
}

/** A path that fits in a message. */
export function shown(path: string, root: string): string {
  const short = relative(root, path);
  return short.startsWith('..') ? path : short || dirname(path);
}
