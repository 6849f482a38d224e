/** A request as a client sends it; builders turn it into the event of a front end. */
export interface HttpRequest {
  readonly method: string;
  /** Raw path, percent-encoded as on the wire. */
  readonly path: string;
  /** Decoded names and values, in order, repeats allowed. */
  readonly query?: readonly (readonly [string, string])[];
  /** In order, repeats allowed. */
  readonly headers?: readonly (readonly [string, string])[];
  /** `name=value`, raw. */
  readonly cookies?: readonly string[];
  /** Text, or base64 when `base64` is set. */
  readonly body?: string;
  readonly base64?: boolean;
}
