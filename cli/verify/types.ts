/** What front end an event comes from; it decides what the client sees of a result. */
export type EventKind =
  'rest' | 'rest-single' | 'http-api' | 'function-url' | 'alb-single' | 'alb-multi' | 'none';

/** One event to replay. */
export interface ReplayEvent {
  /** Readable and unique, for example `v2 GET /users/:id: repeated query keys`. */
  readonly name: string;
  /** Id of the route it exercises, or `(no route)`. */
  readonly route: string;
  /** The Lambda event as the front end would send it. */
  readonly event: unknown;
  /** Merged over the default Lambda context. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** How one invocation ended. */
export type Outcome =
  /** The handler answered; `json` is the text the Lambda runtime would send. */
  | { readonly kind: 'answer'; readonly json: string }
  | { readonly kind: 'throw'; readonly why: string }
  | { readonly kind: 'hang'; readonly why: string }
  | { readonly kind: 'crash'; readonly why: string }
  | { readonly kind: 'load-failed'; readonly why: string };

/** When something began and ended within an event: positions in the order of what happened. */
export interface Span {
  readonly started: number;
  /** Infinity when no answer came. */
  readonly finished: number;
}

/** One outgoing call, without what differs from run to run (signatures, dates, invocation ids). */
export interface OutgoingCall extends Span {
  /** Service or host, for example `dynamodb`, `sts`, `https://example.com`. */
  readonly to: string;
  readonly method: string;
  /** Path with query for REST calls, the operation's name for RPC calls. */
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Canonical body: JSON and forms with sorted keys, other text as it is, bytes as base64. */
  readonly body: string;
}

/** Everything that one invocation let out. */
export interface Observation {
  readonly outcome: Outcome;
  readonly calls: readonly OutgoingCall[];
  /** Uncaught exceptions and unhandled rejections that came after the answer. */
  readonly uncaught: readonly string[];
}

/** One side of the comparison: where the code is and how it is called. */
export interface Side {
  /** Folder of the workspace copy. */
  readonly root: string;
  /** Package folder relative to `root`, `''` for the root package. */
  readonly packageDir: string;
  /** Entry module relative to `root`. */
  readonly entry: string;
  /** Name of the exported handler; without it `handler`, `main` or the only exported function. */
  readonly handlerName?: string;
}
