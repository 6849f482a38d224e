import { JWTInvalid } from '../errors.js';
import { signCompact } from '../jws.js';
import type { JWTHeaderParameters, SignOptions } from '../types.js';
import { ClaimsBuilder } from './claims-builder.js';
import type { KeyInput } from './other-keys.js';

/** Makes a signed JWT. */
export class SignJWT extends ClaimsBuilder {
  #header: JWTHeaderParameters | undefined;

  setProtectedHeader(protectedHeader: JWTHeaderParameters): this {
    this.#header = protectedHeader;
    return this;
  }

  async sign(key: KeyInput, options?: SignOptions): Promise<string> {
    return signCompact(this.bytes(), this.#header, key, options?.crit, () => {
      throw new JWTInvalid('JWTs MUST NOT use unencoded payload');
    });
  }
}
