/** Sub-paths whose exports are the members of one export of the main entry. */
const MEMBERS_OF: Readonly<Record<string, string>> = {
  'jose/errors': 'errors',
  'jose/base64url': 'base64url',
};

/** Sub-paths of jose 5 and 6; their exports have the same names in the main entry (`exports` of its package.json). */
const SUB_PATHS: readonly RegExp[] = [
  /^jose\/jwk\/(?:embedded|thumbprint)$/,
  /^jose\/key\/(?:import|export|generate\/(?:keypair|secret))$/,
  /^jose\/jwks\/(?:remote|local)$/,
  /^jose\/jwt\/(?:sign|verify|encrypt|decrypt|unsecured|decode)$/,
  /^jose\/jw[es]\/(?:compact|flattened|general)\/(?:encrypt|decrypt|sign|verify)$/,
  /^jose\/decode\/(?:protected_header|jwt)$/,
];

/** What a module specifier of jose stands for. */
export type JoseEntry =
  | { readonly kind: 'main' }
  /** The members of one export, for example `errors`. */
  | { readonly kind: 'members'; readonly of: string }
  /** A file inside of jose, or a sub-path that it does not export. */
  | { readonly kind: 'inside' };

/** Whether a specifier names jose: the package, or something in it. */
export function isJose(specifier: string): boolean {
  return specifier === 'jose' || specifier.startsWith('jose/');
}

/**
 * What a specifier of jose stands for.
 *
 * @example joseEntry('jose/errors') // { kind: 'members', of: 'errors' }
 */
export function joseEntry(specifier: string): JoseEntry {
  const of = MEMBERS_OF[specifier];
  if (of !== undefined) return { kind: 'members', of };
  const isMain = specifier === 'jose' || SUB_PATHS.some((path) => path.test(specifier));
  return isMain ? { kind: 'main' } : { kind: 'inside' };
}

/** Whether a text may import jose: decided without parsing, as most files that have the word do not. */
export function mentionsJose(text: string): boolean {
  return QUOTED.test(text);
}

const QUOTED = /(['"`])jose(?:\/[^'"`\n]*)?\1/;
