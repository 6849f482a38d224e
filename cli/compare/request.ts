/** One request that both endpoints get. */
export interface CompareRequest {
  /** Readable, for example `GET /users/1`. */
  readonly name: string;
  /** Upper case. */
  readonly method: string;
  /** Path and query below the address of an endpoint, with a leading slash. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Methods that change nothing where an API keeps to HTTP. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request may be sent twice without changing anything. */
export function isSafe({ method }: CompareRequest): boolean {
  return SAFE_METHODS.has(method);
}
