import { JOSEError, JWKSNoMatchingKey, JWKSTimeout } from './errors.js';
import { createLocalJWKSet, isKeySet, type LocalJWKSet } from './jwks.js';
import type { CryptoKey, FlattenedJWSInput, JSONWebKeySet, JWSHeaderParameters } from './types.js';

/** Option for a function to fetch with, instead of the global one. */
export const customFetch: unique symbol = Symbol('customFetch');

/** Option for an object that keeps the set between instances. */
export const jwksCache: unique symbol = Symbol('jwksCache');

export type FetchImplementation = (
  url: string,
  options: { headers: Headers; method: 'GET'; redirect: 'manual'; signal: AbortSignal },
) => Promise<Response>;

export interface ExportedJWKSCache {
  jwks: JSONWebKeySet;
  /** When it was fetched, in milliseconds since 1970. */
  uat: number;
}

export type JWKSCacheInput = ExportedJWKSCache | Record<string, never>;

export interface RemoteJWKSetOptions {
  /** Milliseconds until a request is given up, 5000 by default. */
  timeoutDuration?: number;
  /** Milliseconds between requests for keys that are not in the set, 30000 by default. */
  cooldownDuration?: number;
  /** Milliseconds that a set is used without being fetched again, ten minutes by default. */
  cacheMaxAge?: number;
  headers?: Record<string, string>;
  [customFetch]?: FetchImplementation;
  [jwksCache]?: JWKSCacheInput;
}

/** Finds the key of a token in a set that is fetched when it is needed. */
export interface RemoteJWKSet {
  (protectedHeader?: JWSHeaderParameters, token?: FlattenedJWSInput): Promise<CryptoKey>;
  readonly coolingDown: boolean;
  readonly fresh: boolean;
  readonly reloading: boolean;
  reload: () => Promise<void>;
  jwks: () => JSONWebKeySet | undefined;
}

/** A function that finds the key of a token in the set at an address. */
export function createRemoteJWKSet(url: URL, options: RemoteJWKSetOptions = {}): RemoteJWKSet {
  if (!(url instanceof URL)) throw new TypeError('url must be an instance of URL');
  const source = new RemoteKeys(new URL(url.href), options);
  const find = (
    protectedHeader?: JWSHeaderParameters,
    token?: FlattenedJWSInput,
  ): Promise<CryptoKey> => source.find(protectedHeader, token);
  return Object.defineProperties(
    Object.assign(find, {
      coolingDown: false,
      fresh: false,
      reloading: false,
      reload: () => source.reload(),
      jwks: () => source.local?.jwks(),
    }),
    {
      coolingDown: { get: () => source.isYounger(source.cooldownMs), enumerable: true },
      fresh: { get: () => source.isYounger(source.maxAgeMs), enumerable: true },
      reloading: { get: () => source.pending !== undefined, enumerable: true },
    },
  );
}

class RemoteKeys {
  readonly cooldownMs: number;
  readonly maxAgeMs: number;
  local: LocalJWKSet | undefined;
  pending: Promise<void> | undefined;
  private fetchedAt: number | undefined;
  private readonly timeoutMs: number;
  private readonly headers: Headers;
  private readonly cache: JWKSCacheInput | undefined;

  constructor(
    private readonly url: URL,
    private readonly options: RemoteJWKSetOptions,
  ) {
    this.timeoutMs = timeoutOf(options.timeoutDuration);
    this.cooldownMs = durationOf('cooldownDuration', options.cooldownDuration, 30_000);
    this.maxAgeMs = durationOf('cacheMaxAge', options.cacheMaxAge, 600_000);
    this.headers = new Headers(options.headers);
    if (!this.headers.has('accept'))
      this.headers.set('accept', 'application/json, application/jwk-set+json');
    this.cache = options[jwksCache];
    const { uat, jwks }: { jwks?: unknown; uat?: unknown } = this.cache ?? {};
    if (typeof uat !== 'number' || !Number.isFinite(uat) || !isKeySet(jwks)) return;
    if (Date.now() >= uat + this.maxAgeMs) return;
    this.fetchedAt = uat;
    this.local = createLocalJWKSet(jwks);
  }

  isYounger(ms: number): boolean {
    return this.fetchedAt !== undefined && Date.now() < this.fetchedAt + ms;
  }

  async find(header?: JWSHeaderParameters, token?: FlattenedJWSInput): Promise<CryptoKey> {
    if (!this.local || !this.isYounger(this.maxAgeMs)) await this.reload();
    try {
      return await this.keys()(header, token);
    } catch (error) {
      if (!(error instanceof JWKSNoMatchingKey) || this.isYounger(this.cooldownMs)) throw error;
      await this.reload();
      return this.keys()(header, token);
    }
  }

  /** Fetches the set; those who ask meanwhile wait for the same answer. */
  async reload(): Promise<void> {
    this.pending ??= this.load().finally(() => {
      this.pending = undefined;
    });
    await this.pending;
  }

  private keys(): LocalJWKSet {
    if (!this.local) throw new JOSEError('The JSON Web Key Set has not been fetched');
    return this.local;
  }

  private async load(): Promise<void> {
    const jwks = await this.fetch();
    this.local = createLocalJWKSet(jwks);
    this.fetchedAt = Date.now();
    if (this.cache) Object.assign(this.cache, { uat: this.fetchedAt, jwks });
  }

  /** The set at the address. A request that cannot be aborted is not waited for either. */
  private async fetch(): Promise<JSONWebKeySet> {
    const aborting = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new JWKSTimeout());
        aborting.abort();
      }, this.timeoutMs);
    });
    try {
      return await Promise.race([this.request(aborting.signal), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async request(signal: AbortSignal): Promise<JSONWebKeySet> {
    const { url, headers, options } = this;
    const load = options[customFetch] ?? ((href, init) => fetch(href, init));
    const response = await load(url.href, { method: 'GET', redirect: 'manual', headers, signal });
    if (response.status !== 200)
      throw new JOSEError('Expected 200 OK from the JSON Web Key Set HTTP response');
    try {
      const jwks: unknown = await response.json();
      return jwks as JSONWebKeySet;
    } catch {
      throw new JOSEError('Failed to parse the JSON Web Key Set HTTP response as JSON');
    }
  }
}

function timeoutOf(option: number | undefined): number {
  if (typeof option !== 'number') return 5000;
  if (!Number.isInteger(option) || option < 0)
    throw new TypeError('"timeoutDuration" option must be a non-negative integer');
  return option;
}

function durationOf(name: string, option: number | undefined, fallback: number): number {
  if (Number.isNaN(option)) throw new TypeError(`"${name}" option must not be NaN`);
  return typeof option === 'number' ? option : fallback;
}
