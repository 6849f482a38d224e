import type { Profile } from '../version.js';

/** The version of jose that a module says it takes the place of. */
export function profileIn(text: string | undefined): Profile | undefined {
  const [, versions] = /^\/\/ What this package uses of jose (4 and 5|6),/m.exec(text ?? '') ?? [];
  if (versions === undefined) return undefined;
  return versions === '6' ? 'jose-6' : 'jose-5';
}
