import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { CALL_HEADER, isLoopback, TARGET_HEADER } from '../recorded-call.js';
import { CallLog, type CallSpan } from './call-log.js';

type OnResponse = (response: IncomingMessage) => void;
type RequestArgs = [string | URL | RequestOptions, (RequestOptions | OnResponse)?, OnResponse?];
type RequestFunction = (...args: RequestArgs) => ClientRequest;
type HttpModule = Record<'request' | 'get', RequestFunction>;

/** Outgoing traffic of this process. */
export interface Network {
  /** Requests that were sent and have not been answered. */
  underWay(): number;
  /** Forgets the calls so far; from now on calls are those of the code under test. */
  begin(): void;
  /** When each call since `begin` began and ended, by the id in its header. */
  spans(): readonly (readonly [string, CallSpan])[];
}

/**
 * Keeps this process on loopback. Calls by http, https and fetch are sent to the
 * recorder, with the origin they were meant for in a header (it passes those for a server
 * on this machine on); any other connection to another host, for example to a database,
 * fails at once as if nobody listened.
 *
 * @param port port of the recorder on 127.0.0.1
 * @param onRefused is told of each refused connection
 * @param isHeld whether a call by http or https that begins now never gets an answer
 */
export function installNetwork(
  port: number,
  onRefused: (to: string) => void,
  isHeld: () => boolean = () => false,
): Network {
  const log = new CallLog();
  const require = createRequire(import.meta.url);
  const http = require('node:http') as HttpModule;
  const https = require('node:https') as HttpModule;
  const common = { plain: http.request, port, log, isHeld: () => !log.setup && isHeld() };
  const httpRequest = redirecting({ ...common, original: http.request, protocol: 'http:' });
  const httpsRequest = redirecting({ ...common, original: https.request, protocol: 'https:' });
  Object.assign(http, { request: httpRequest, get: getBy(httpRequest) });
  Object.assign(https, { request: httpsRequest, get: getBy(httpsRequest) });
  redirectFetch(port, log);
  const { Socket } = require('node:net') as typeof import('node:net');
  refuseOthers(Socket.prototype, (to) => {
    if (!log.setup) onRefused(to);
  });
  syncBuiltinESMExports();
  return {
    underWay: () => log.underWay,
    begin: () => log.begin(),
    spans: () => log.spans(),
  };
}

interface Redirect {
  readonly plain: RequestFunction;
  readonly original: RequestFunction;
  readonly protocol: 'http:' | 'https:';
  readonly port: number;
  readonly log: CallLog;
  readonly isHeld: () => boolean;
}

function redirecting(redirect: Redirect): RequestFunction {
  const { plain, original, protocol, port, log, isHeld } = redirect;
  return (...args) => {
    const { options, onResponse } = readArguments(args);
    if (isHeld()) return plain({ ...toRecorder(options, port), createConnection: nowhere });
    const host = String(options.hostname ?? options.host ?? 'localhost').replace(/:\d+$/, '');
    const scheme = options.protocol ?? protocol;
    // A pipe or a TLS server on this machine is the user's own and talks a way we cannot pass on.
    const direct = options.socketPath !== undefined || (isLoopback(host) && scheme === 'https:');
    const { id, answered } = log.start();
    const request = direct ? original(...args) : plain(toRecorder(options, port), onResponse);
    if (!direct && !request.headersSent) {
      const explicit = options.port ? `:${options.port}` : '';
      request.setHeader(CALL_HEADER, id);
      if (Number(options.port) !== port) {
        request.setHeader(TARGET_HEADER, `${scheme}//${host}${explicit}`);
      }
    }
    log.underWay++;
    request.once('response', answered);
    request.once('close', () => {
      answered();
      log.underWay--;
    });
    return request;
  };
}

/** A connection that is never made. */
function nowhere(): Socket {
  const { Socket } = createRequire(import.meta.url)('node:net') as typeof import('node:net');
  return Object.assign(new Socket(), { connecting: true });
}

/** The same options, with everything that says where to connect pointing at the recorder. */
function toRecorder(options: RequestOptions, port: number): RequestOptions {
  const { agent: _agent, createConnection: _create, lookup: _lookup, ...rest } = options;
  const where = { protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', port };
  return { ...rest, ...where, defaultPort: 80 };
}

function readArguments(args: RequestArgs): {
  options: RequestOptions;
  onResponse: OnResponse | undefined;
} {
  const [first, second, third] = args;
  const onResponse = [second, third].find((value) => typeof value === 'function');
  const more = typeof second === 'object' ? second : {};
  if (typeof first !== 'string' && !(first instanceof URL)) return { options: first, onResponse };
  const url = new URL(first);
  const fromUrl: RequestOptions = {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    path: url.pathname + url.search,
  };
  if (url.port !== '') fromUrl.port = url.port;
  if (url.username !== '') {
    const [user, password] = [url.username, url.password].map(decodeURIComponent);
    fromUrl.auth = `${user}:${password}`;
  }
  return { options: { ...fromUrl, ...more }, onResponse };
}

function getBy(request: RequestFunction): RequestFunction {
  return (...args) => {
    const sent = request(...args);
    sent.end();
    return sent;
  };
}

function redirectFetch(port: number, log: CallLog): void {
  const realFetch = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const { id, answered } = log.start();
    log.underWay++;
    try {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const direct = isLoopback(url.hostname) ? url.protocol !== 'http:' : !isHttp(url);
      if (direct) return await realFetch(request);
      const headers = new Headers(request.headers);
      headers.set(CALL_HEADER, id);
      if (Number(url.port) !== port) headers.set(TARGET_HEADER, url.origin);
      const body = request.body === null ? null : await request.arrayBuffer();
      return await realFetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, {
        method: request.method,
        headers,
        body,
        redirect: request.redirect,
        signal: request.signal,
      });
    } finally {
      answered();
      log.underWay--;
    }
  };
}

const isHttp = (url: URL): boolean => /^https?:$/.test(url.protocol);

type Connect = (this: Socket, ...args: unknown[]) => Socket;

function refuseOthers(prototype: Socket, onRefused: (to: string) => void): void {
  const original = prototype.connect as unknown as Connect;
  const connect: Connect = function connect(...args) {
    const { host, port } = whereTo(args);
    if (host === undefined || isLoopback(host)) return original.apply(this, args);
    onRefused(`${host}:${port}`);
    const error = Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}`), {
      code: 'ECONNREFUSED',
      errno: -111,
      syscall: 'connect',
      address: host,
      port,
    });
    process.nextTick(() => this.destroy(error));
    return this;
  };
  Object.assign(prototype, { connect });
}

/** Host and port of a `socket.connect` in any of its forms; no host for a local pipe. */
function whereTo(args: readonly unknown[]): { host?: string; port: unknown } {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const options = first as { host?: string; port?: unknown; path?: string };
    if (typeof options.path === 'string') return { port: undefined };
    return { host: options.host ?? 'localhost', port: options.port };
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { port: undefined };
  return { host: typeof args[1] === 'string' ? args[1] : 'localhost', port: first };
}
