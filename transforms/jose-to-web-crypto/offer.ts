import { offeredNames } from './module/render.js';
import type { Profile } from './version.js';

/** Whether the module has an export of jose, a value or a type; one class of `errors` as `errors.JWTExpired`. */
export function isOffered(name: string, profile: Profile): boolean {
  return name === 'errors' || offeredNames(profile).has(name);
}
