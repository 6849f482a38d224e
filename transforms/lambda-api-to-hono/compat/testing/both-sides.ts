import { createRequire } from 'node:module';
import { Hono } from 'hono';
import type lambdaApi from 'lambda-api';
import type { Options } from 'lambda-api';
import { handle } from '../source/adapter.js';
import { errorHandler } from '../source/error-handler.js';
import type { Env, LambdaEvent, Loose } from '../source/event.js';
import { lambdaApiRouting } from '../source/router.js';
import { type ClientRequest, type Kind, lambdaEvent } from './lambda-events.js';

export const createAPI: typeof lambdaApi.default = createRequire(import.meta.url)('lambda-api');

type ApiFunction = (req: Loose, res: Loose, next: () => void) => unknown;
type ApiErrorFunction = (error: Loose, req: Loose, res: Loose, next: () => void) => unknown;
type Register = (path: string, ...fns: ApiFunction[]) => void;

/** lambda-api as JavaScript sees it: its own types do not know all that works. */
export interface LooseApi extends Record<'get' | 'post' | 'put' | 'any' | 'head', Register> {
  use(fn: ApiFunction): void;
  use(path: string, fn: ApiFunction): void;
  use(fn: ApiErrorFunction): void;
  register(fn: (api: LooseApi) => void, options: { prefix: string }): void;
  finally(fn: (req: Loose, res: Loose) => unknown): void;
  run(event: Loose, context: Loose, callback?: Loose): Promise<Loose>;
  routes(): string[][];
}

/** One behaviour: the same thing said to lambda-api and to Hono, and requests that show it. */
export interface Case {
  readonly name: string;
  readonly options?: Options;
  before(api: LooseApi): void;
  after(app: Hono<Env>): void;
  readonly requests: readonly ClientRequest[];
  /** Kinds on which lambda-api has a defect of its own that is not repeated. */
  readonly except?: readonly Kind[];
}

type LambdaHandler = (event: LambdaEvent, context: unknown) => Promise<unknown>;

/** Lambda handlers of both sides of a case. */
export function handlersOf(one: Case): { before: LambdaHandler; after: LambdaHandler } {
  const api: LooseApi = createAPI(one.options) as Loose;
  one.before(api);
  const app = new Hono<Env>(lambdaApiRouting());
  app.onError(errorHandler({ keepHeaders: one.options?.errorHeaderWhitelist ?? [] }));
  one.after(app);
  return {
    before: (event, context) => api.run(event, context),
    after: handle(app),
  };
}

export function lambdaContext(): Record<string, unknown> {
  return {
    awsRequestId: '00000000-0000-4000-8000-000000000001',
    functionName: 'compare',
    memoryLimitInMB: 128,
    getRemainingTimeInMillis: () => 5000,
  };
}

/** What the client receives from each side for a request. */
export async function answers(
  one: Case,
  kind: Kind,
): Promise<{ before: unknown[]; after: unknown[] }> {
  const { before, after } = handlersOf(one);
  const seen = { before: [] as unknown[], after: [] as unknown[] };
  for (const request of one.requests) {
    const event = lambdaEvent(kind, request);
    seen.before.push(clientView(await before(structuredClone(event), lambdaContext()), kind));
    seen.after.push(clientView(await after(structuredClone(event), lambdaContext()), kind));
  }
  return seen;
}

interface Result {
  readonly statusCode?: unknown;
  readonly statusDescription?: unknown;
  readonly headers?: Record<string, string>;
  readonly multiValueHeaders?: Record<string, string[]>;
  readonly cookies?: string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

/** A result as the front end hands it on: the wrong form for the kind shows. */
export function clientView(result: unknown, kind: Kind): unknown {
  const { headers, multiValueHeaders, cookies, ...rest } = result as Result;
  const several = kind === 'v1' || kind === 'alb multi';
  if (several !== (multiValueHeaders !== undefined)) throw new Error(`Wrong form for ${kind}`);
  if (several === (headers !== undefined)) throw new Error(`Wrong form for ${kind}`);
  const lists = Object.entries(multiValueHeaders ?? headers ?? {}).map(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    // Commas between values may have a space: both mean a list.
    const text = name === 'set-cookie' ? values : values.join(',').replace(/,\s+/g, ',');
    return [name, text];
  });
  // Half of a surrogate pair leaves as U+FFFD on either side.
  const body = typeof rest.body === 'string' ? Buffer.from(rest.body).toString() : rest.body;
  return {
    ...rest,
    body,
    statusCode: Number(rest.statusCode),
    cookies,
    headers: Object.fromEntries(lists),
  };
}
