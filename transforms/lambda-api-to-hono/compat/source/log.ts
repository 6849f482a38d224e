import type { Context } from 'hono';
import { ApiError } from './errors.js';
import { eventOf, headersOf, type Loose, queryOf, requestMethod, requestPath } from './event.js';
import {
  getClientCountry,
  getClientType,
  getInterface,
  getIp,
  getMultiValueQuery,
  getRequestCount,
  getRequestId,
  getRoute,
  isColdStart,
} from './request.js';
import { facts, routerOf } from './router.js';
import type { Sampler } from './sampling.js';

type Fields = Record<string, unknown>;

/** Options of lambda-api's `logger`. Serializers receive the Hono context. */
export interface LogOptions {
  /** true: a line for every request; 'never': none even where something was logged. */
  access?: boolean | 'never';
  customKey?: string;
  detail?: boolean;
  errorLogging?: boolean;
  level?: string;
  /** More levels with their weights; trace is 10 and fatal 60. */
  levels?: Record<string, number | string>;
  log?: (line: string) => void;
  messageKey?: string;
  multiValue?: boolean;
  nested?: boolean;
  /** See `sampler()`. */
  sampling?: Sampler;
  serializers?: Partial<
    Record<'main' | 'req' | 'res' | 'context' | 'custom', (value: Loose) => Loose>
  >;
  stack?: boolean;
  timer?: boolean;
  timestamp?: boolean | (() => unknown);
  /** Value of `version` in access lines; `req.version` of lambda-api. */
  version?: string;
}

interface LogSettings extends LogOptions {
  level: string;
  levels: Record<string, number>;
  messageKey: string;
  customKey: string;
}

/** Methods of `getLog(c)`, one for each level. */
export type Log = Record<string, (message?: Loose, custom?: Loose) => void> &
  Record<'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', (m?: Loose, c?: Loose) => void>;

const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };

const settings = new WeakMap<object, LogSettings>();

/** Levels of sampled requests. */
const sampledLevels = new WeakMap<Context, string>();

/** Lines of a request, written after its response. */
const lines = new WeakMap<Context, Fields[]>();

/**
 * `createAPI({ logger })`: lines are JSON, written after the response; errors are logged; an
 * access line follows where something was logged or `access` is true.
 *
 * @example
 * logRequests(app, { access: true, level: 'debug' });
 */
export function logRequests(app: { readonly router: unknown }, options: LogOptions | true): void {
  const router = routerOf(app);
  const given = options === true ? { level: 'info' } : options;
  const own = Object.entries(given.levels ?? {}).map(([name, weight]) => [name, Number(weight)]);
  const levels: Record<string, number> = { ...LEVELS, ...Object.fromEntries(own) };
  const wanted = given.level?.toLowerCase() ?? '';
  const otherwise = Object.keys(given).length === 0 ? 'none' : 'info';
  const set: LogSettings = {
    ...given,
    levels,
    level: levels[wanted] ? wanted : given.level === 'none' ? 'none' : otherwise,
    messageKey: given.messageKey?.trim() || 'msg',
    customKey: given.customKey?.trim() || 'custom',
  };
  settings.set(router, set);
  router.begin = (c) => {
    const level = set.sampling?.(c, levels);
    if (level) sampledLevels.set(c, level);
  };
  router.logError = (c, thrown, status, detail) => {
    if (set.errorLogging !== false) logThrown(c, set, thrown, status, detail);
  };
  router.writeLogs = (c) => writeLines(c, set);
}

/**
 * `req.log`: one method for each level. Without `logRequests()` nothing is written.
 *
 * @example
 * getLog(c).info('created', { id });
 */
export function getLog(c: Context): Log {
  const router = facts.get(c)?.router;
  const set = router && settings.get(router);
  const methods = Object.keys(set?.levels ?? LEVELS).map((level) => [
    level,
    (message?: Loose, custom?: Loose) => {
      if (set) addLine(c, set, level, message, custom);
    },
  ]);
  return Object.fromEntries(methods);
}

function addLine(c: Context, set: LogSettings, level: string, message: Loose, custom: Loose): void {
  const threshold =
    set.level === 'none' ? undefined : set.levels[sampledLevels.get(c) ?? set.level];
  if (threshold === undefined || (set.levels[level] ?? 0) < threshold) return;
  const known = lines.get(c) ?? [];
  lines.set(c, [...known, line(c, set, level, message, custom)]);
}

function logThrown(
  c: Context,
  set: LogSettings,
  thrown: unknown,
  statusCode: number,
  detail: unknown,
): void {
  const level = thrown instanceof Error && !(thrown instanceof ApiError) ? 'fatal' : 'error';
  const stack = set.stack === true && thrown instanceof Error ? thrown.stack : undefined;
  const info = { detail, statusCode, coldStart: isColdStart(c), stack };
  addLine(c, set, level, thrown instanceof Error ? thrown.message : thrown, info);
}

function writeLines(c: Context, set: LogSettings): void {
  // oxlint-disable-next-line no-console
  const write = set.log ?? ((text: string) => console.log(text));
  const logged = lines.get(c) ?? [];
  for (const one of logged)
    write(JSON.stringify(set.detail === true ? detailed(c, set, one) : one));
  if (set.access === 'never' || (set.access !== true && logged.length === 0)) return;
  const access = {
    ...line(c, set, 'access', undefined, undefined),
    statusCode: c.res.status,
    coldStart: isColdStart(c),
    count: getRequestCount(c),
  };
  write(JSON.stringify(detailed(c, set, access)));
}

/** One line: what lambda-api writes, in its order. */
function line(c: Context, set: LogSettings, level: string, message: Loose, custom: Loose): Fields {
  const lambdaContext = c.env?.lambdaContext ?? {};
  const context = {
    remaining: lambdaContext.getRemainingTimeInMillis?.(),
    function: lambdaContext.functionName,
    memory: lambdaContext.memoryLimitInMB,
    ...set.serializers?.context?.(lambdaContext),
  };
  const added = customFields(set, custom);
  return {
    level,
    time: timestamp(set),
    id: getRequestId(c),
    route: getRoute(c),
    method: requestMethod(eventOf(c)),
    [set.messageKey]: message,
    timer: set.timer === false ? undefined : Date.now() - (facts.get(c)?.started ?? Date.now()),
    int: getInterface(c),
    sample: sampledLevels.has(c) ? true : undefined,
    ...set.serializers?.main?.(c),
    ...(set.nested === true ? { [set.customKey]: added } : Object(added)),
    ...(set.nested === true ? { context } : context),
  };
}

function timestamp(set: LogSettings): unknown {
  if (typeof set.timestamp === 'function') return set.timestamp();
  return set.timestamp === false ? undefined : Date.now();
}

/** Objects are merged into the line, everything else has a key of its own. */
function customFields(set: LogSettings, custom: Loose): Loose {
  if (typeof custom === 'object' && !Array.isArray(custom)) {
    return { ...custom, ...set.serializers?.custom?.(custom) };
  }
  return set.nested === true ? custom : { [set.customKey]: custom };
}

/** A line with what access lines say about request and response. */
function detailed(c: Context, set: LogSettings, fields: Fields): Fields {
  const event = eventOf(c);
  const query = set.multiValue === true ? getMultiValueQuery(c) : queryOf(event);
  const request = {
    path: requestPath(event),
    ip: getIp(c),
    ua: headersOf(event)['user-agent'],
    device: getClientType(c),
    country: getClientCountry(c),
    version: set.version ?? 'v1',
    qs: Object.keys(query).length > 0 ? query : undefined,
    ...set.serializers?.req?.(c),
  };
  const response = { ...set.serializers?.res?.(c) };
  return {
    ...fields,
    ...(set.nested === true ? { req: request } : request),
    ...(set.nested === true ? { res: response } : response),
  };
}
