type ResponseBody = ConstructorParameters<typeof Response>[0];

/**
 * LLRT up to 0.8.1 has no `Response.body`. Hono makes a new response from it when a header of a
 * finished one is set, and the client would get an empty body. Where there is one, nothing changes.
 *
 * @example
 * keepResponseBody();
 */
export function keepResponseBody(): void {
  const Plain = globalThis.Response;
  if (new Plain('text').body) return;
  const kept = new WeakMap<Response, ResponseBody>();
  class KeptResponse extends Plain {
    constructor(body?: ResponseBody, init: ResponseInit = {}) {
      super(body, init);
      kept.set(this, body);
    }
  }
  Object.defineProperty(KeptResponse, Symbol.hasInstance, {
    value: (value: unknown) => value instanceof Plain,
  });
  Object.defineProperties(KeptResponse.prototype, {
    body: {
      get(this: Response) {
        return kept.get(this) ?? null;
      },
    },
    clone: {
      value(this: Response) {
        return new KeptResponse(kept.get(this), this);
      },
    },
  });
  globalThis.Response = KeptResponse;
}
