import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'cdk.out', '.llrt-migrate']);

/**
 * Copies a sample service and lets its imports resolve to packages that are installed
 * already, with the links that `npm install` would make for the members of a workspace.
 *
 * @param source folder of the sample
 * @param target folder to create; its parent has to exist
 * @param modules an existing `node_modules` folder with everything the sample imports
 * @throws when the sample cannot be read or the target exists
 * @example
 * await copySample('fixtures/apps/console-access', '/tmp/x/console-access', 'node_modules');
 */
export async function copySample(source: string, target: string, modules: string): Promise<void> {
  await mkdir(target);
  await cp(source, target, {
    recursive: true,
    filter: (path) => !LEFT_OUT.has(basename(path)),
  });
  const members = await readMembers(target);
  const installed = join(target, 'node_modules');
  if (members.size === 0) return symlink(modules, installed, 'dir');

  await mkdir(installed);
  for (const entry of await readdir(modules)) {
    await symlink(join(modules, entry), join(installed, entry));
  }
  for (const [name, dir] of members) {
    const link = join(installed, name);
    await mkdir(join(link, '..'), { recursive: true });
    await symlink(dir, link, 'dir');
  }
}

/** Absolute folders of the packages under `packages/`, by name; none for a lone package. */
async function readMembers(root: string): Promise<Map<string, string>> {
  const members = new Map<string, string>();
  if (!('workspaces' in (await readManifest(root)))) return members;
  for (const entry of await readdir(join(root, 'packages'))) {
    const dir = join(root, 'packages', entry);
    members.set(String((await readManifest(dir))['name']), dir);
  }
  return members;
}

async function readManifest(dir: string): Promise<Record<string, unknown>> {
  const manifest: unknown = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    throw new TypeError(`${join(dir, 'package.json')} is not an object`);
  }
  return { ...manifest };
}
