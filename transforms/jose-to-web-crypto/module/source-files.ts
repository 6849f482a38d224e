/** Behaviour that is kept: that of jose 4 and 5 on Node.js, or that of jose 6. */
export type Profile = 'jose-5' | 'jose-6';

const FIRST = ['types.ts', 'errors.ts', 'text.ts', 'base64url.ts'] as const;

/** Source files of the emitted module by profile, in the order of their declarations. */
export const MODULE_FILES: Readonly<Record<Profile, readonly string[]>> = {
  'jose-5': filesOf('profile-5'),
  'jose-6': filesOf('profile-6'),
};

function filesOf(profile: 'profile-5' | 'profile-6'): readonly string[] {
  const own = (name: string): string => `${profile}/${name}`;
  return [
    ...FIRST,
    own('decode-loosely.ts'),
    'base64url-export.ts',
    'algorithms.ts',
    'headers.ts',
    'time.ts',
    own('asked.ts'),
    'claims.ts',
    'der.ts',
    'pem.ts',
    'key-checks.ts',
    'jwk-import.ts',
    own('key-kind.ts'),
    own('other-keys.ts'),
    own('jwk-mark.ts'),
    'resolve-key.ts',
    own('import-key.ts'),
    own('import-jwk.ts'),
    own('export-key.ts'),
    own('generate-key.ts'),
    'jws.ts',
    'compact.ts',
    'jwt-verify.ts',
    own('claims-builder.ts'),
    own('sign-jwt.ts'),
    'unsecured.ts',
    'decode.ts',
    'jwks.ts',
    'remote-jwks.ts',
    own('thumbprint-input.ts'),
    'thumbprint.ts',
    'embedded.ts',
  ];
}
