import { jwtHeader } from './headers.js';
import { signCompact, verifyCompact } from './jws.js';
import type { KeyInput } from './profile.js';
import type {
  CompactJWSHeaderParameters,
  CompactVerifyGetKey,
  CompactVerifyResult,
  ResolvedKey,
  SignOptions,
  VerifyOptions,
} from './types.js';

/** Verifies a compact JWS. */
export async function compactVerify(
  jws: string | Uint8Array,
  key: KeyInput,
  options?: VerifyOptions,
): Promise<CompactVerifyResult>;
export async function compactVerify(
  jws: string | Uint8Array,
  getKey: CompactVerifyGetKey,
  options?: VerifyOptions,
): Promise<CompactVerifyResult & ResolvedKey>;
export async function compactVerify(
  jws: string | Uint8Array,
  key: KeyInput | CompactVerifyGetKey,
  options?: VerifyOptions,
): Promise<CompactVerifyResult> {
  const { header, payload, key: found } = await verifyCompact(jws, key, options);
  return { payload, protectedHeader: jwtHeader(header), ...(found ? { key: found } : {}) };
}

/** Signs bytes as a compact JWS. */
export class CompactSign {
  readonly #payload: Uint8Array;
  #header: CompactJWSHeaderParameters | undefined;

  constructor(payload: Uint8Array) {
    if (!(payload instanceof Uint8Array))
      throw new TypeError('payload must be an instance of Uint8Array');
    this.#payload = payload;
  }

  setProtectedHeader(protectedHeader: CompactJWSHeaderParameters): this {
    if (this.#header) throw new TypeError('setProtectedHeader can only be called once');
    this.#header = protectedHeader;
    return this;
  }

  async sign(key: KeyInput, options?: SignOptions): Promise<string> {
    return signCompact(this.#payload, this.#header, key, options?.crit, () => {
      throw new TypeError('use the flattened module for creating JWS with b64: false');
    });
  }
}
