/** Behaviour that is kept: that of jsonwebtoken 8.5, or that of 9. */
export type TokenProfile = 'jsonwebtoken-8' | 'jsonwebtoken-9';

/** What the module that takes the place of jose has as well. */
const SHARED = '../../../module/source/';

/** Source files of the emitted module by profile, in the order of their declarations. */
export const TOKEN_MODULE_FILES: Readonly<Record<TokenProfile, readonly string[]>> = {
  'jsonwebtoken-8': filesOf('profile-8'),
  'jsonwebtoken-9': filesOf('profile-9'),
};

function filesOf(profile: 'profile-8' | 'profile-9'): readonly string[] {
  return [
    'types.ts',
    'errors.ts',
    `${SHARED}base64url.ts`,
    'text.ts',
    'time.ts',
    'decode.ts',
    `${SHARED}der.ts`,
    'der.ts',
    'keys.ts',
    `${profile}/profile.ts`,
    'signature.ts',
    'options.ts',
    'sign-claims.ts',
    'verify-claims.ts',
    'verify-input.ts',
    `${profile}/keys.ts`,
    `${profile}/sign.ts`,
    `${profile}/verify.ts`,
  ];
}
