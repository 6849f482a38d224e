import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { linkPackage, type CopyPlace } from './link-modules.js';

/**
 * Right after an apply `hono` is in package.json and not yet installed. The copy then
 * gets the one that llrt-migrate itself was installed with.
 *
 * @param dir folder of the package, relative to the root
 * @returns the version that was provided; undefined when hono is installed or not needed
 */
export function provideHono(place: CopyPlace, dir: string): string | undefined {
  const manifest = join(place.copy, dir, 'package.json');
  if (!existsSync(manifest) || !/"hono"\s*:/.test(readFileSync(manifest, 'utf8'))) return undefined;
  if (installedHono(join(place.copy, dir, 'x.js'))) return undefined;
  const own = installedHono(import.meta.url);
  if (own === undefined) throw new Error('llrt-migrate is installed without hono');
  linkPackage('hono', dirname(own), place);
  const { version } = JSON.parse(readFileSync(own, 'utf8')) as { version: string };
  return version;
}

/** The package.json of the hono that a module gets; its `exports` hide it from `resolve()`. */
function installedHono(from: string): string | undefined {
  const folders = createRequire(from).resolve.paths('hono') ?? [];
  return folders.map((folder) => join(folder, 'hono', 'package.json')).find((at) => existsSync(at));
}
