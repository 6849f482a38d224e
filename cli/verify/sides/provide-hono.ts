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
  const folders = createRequire(join(place.copy, dir, 'x.js')).resolve.paths('hono') ?? [];
  if (folders.some((folder) => existsSync(join(folder, 'hono', 'package.json')))) return undefined;
  const own = createRequire(import.meta.url).resolve('hono/package.json');
  linkPackage('hono', dirname(own), place);
  const { version } = JSON.parse(readFileSync(own, 'utf8')) as { version: string };
  return version;
}
