import type { ManifestChange, PackageView } from '../engine/transform.js';
import { LEGACY_PACKAGE } from './graph/names.js';

/** Version of hono that the emitted code was measured with. */
export const HONO_RANGE = '^4.13.19';

/** package.json stays as it is. */
export const NOTHING: ManifestChange = { add: {}, remove: [] };

/** hono comes with the first route; lambda-api leaves when nothing names it any more. */
export function manifestChange(pkg: PackageView, after: PackageView): ManifestChange {
  const { dependencies = {}, devDependencies = {}, peerDependencies = {} } = pkg.manifest;
  const hasHono = 'hono' in dependencies || 'hono' in peerDependencies;
  const isLeft = after.files.some((path) => importsLegacy(after.read(path) ?? ''));
  const has = LEGACY_PACKAGE in dependencies || LEGACY_PACKAGE in devDependencies;
  return {
    add: hasHono ? {} : { hono: HONO_RANGE },
    remove: has && !isLeft ? [LEGACY_PACKAGE] : [],
  };
}

/** Whether a text imports or mocks lambda-api; other mentions of the name do not need the package. */
function importsLegacy(text: string): boolean {
  return IMPORTS_LEGACY.test(text);
}

/** Matches an import or a mock of lambda-api. */
export const IMPORTS_LEGACY =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*|\bmock\(\s*|\bmodule\s+)['"`]lambda-api(?:\/[^'"`]*)?['"`]/;
