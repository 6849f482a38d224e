import type { ts } from '../../engine/syntax/typescript.js';

/** One `createAPI()` call, or the Hono app that has taken its place. */
export interface ApiInstance {
  readonly file: string;
  readonly creation: ts.CallExpression | ts.NewExpression;
  readonly framework: 'lambda-api' | 'hono';
  /** Segments of the `base` option; empty when it comes from the environment. */
  readonly base: readonly string[];
}

/** A call on an API instance, such as `api.get('/x', handler)` or `hono(api).use(cors)`. */
export interface ApiUse {
  readonly instance: ApiInstance;
  readonly framework: 'lambda-api' | 'hono';
  readonly file: string;
  /** Method name, `get`, `use`, `run` ...; for helper functions such as `handle(app)` the function's name. */
  readonly method: string;
  readonly call: ts.CallExpression;
  /** The expression that stands for the API: `api`, `this.api`, `hono(api)`. */
  readonly receiver: ts.Expression;
  /** Arguments without a leading receiver. */
  readonly args: readonly ts.Expression[];
  /** Prefixes (base included) under which the call runs, as segments; more than one when a module is registered twice. */
  readonly mounts: readonly (readonly string[])[];
  /** Position in the order of registration; equal numbers mean that the order is not known. */
  readonly order: number;
}

/** A place where an API instance goes out of sight. */
export interface Escape {
  readonly instance: ApiInstance;
  readonly file: string;
  readonly node: ts.Node;
  readonly reason: string;
  /** Prefix below which routes may be affected; the whole API when it is not given. */
  readonly below?: readonly string[];
}

/** A name that holds an API instance, to be renamed when lambda-api leaves. */
export interface Holder {
  readonly instance: ApiInstance;
  readonly framework: 'lambda-api' | 'hono';
  readonly file: string;
  readonly name: ts.Identifier;
}

export interface ApiGraph {
  readonly instances: readonly ApiInstance[];
  readonly uses: readonly ApiUse[];
  readonly holders: readonly Holder[];
  readonly escapes: readonly Escape[];
}
