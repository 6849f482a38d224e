import { fill, Sequence, uuidFrom } from '../../child/random.js';
import { isLoopback, TARGET_HEADER } from '../../recorded-call.js';

// Runs inside LLRT, in front of the code: only what every release has may be used here.

const sources = { math: new Sequence(1), bytes: new Sequence(2), uuid: new Sequence(3) };
const RealDate = globalThis.Date;
let now = 0;

/** Sets the clock of an event and restarts the random numbers, as on the side that runs on Node.js. */
export function beginEvent(time: number, seed: number): void {
  now = time;
  for (const source of Object.values(sources)) source.restart(seed);
}

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now).toString(),
  construct: (target, args: unknown[], newTarget: Function): object =>
    Reflect.construct(target, args.length === 0 ? [now] : args, newTarget) as object,
});
RealDate.now = () => now;
Math.random = () => sources.math.next() / 2 ** 32;
put(crypto, 'randomUUID', () => uuidFrom(sources.uuid));
put(crypto, 'getRandomValues', (view: Uint8Array) => fill(sources.bytes, view));

const recorder = process.env['LLRT_MIGRATE_RECORDER'] ?? '';
const realFetch = globalThis.fetch;

/** Calls go to the recorder, with the origin that they were meant for in a header. */
globalThis.fetch = (async (input: Request | URL | string, init?: RequestInit) => {
  const request = typeof input === 'object' && 'method' in input ? input : undefined;
  const url = new URL(request?.url ?? String(input));
  if (isLoopback(url.hostname)) return realFetch(input as string, init);
  const headers = new Headers(init?.headers ?? request?.headers);
  headers.set(TARGET_HEADER, url.origin);
  const method = init?.method ?? request?.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = init?.body ?? (hasBody ? await request?.text() : undefined);
  const target = `${recorder}${url.pathname}${url.search}`;
  return realFetch(target, { method, headers, ...(body ? { body } : {}) });
}) as typeof fetch;

/** Some members are fixed; the code then has the real ones. */
function put(owner: object, name: string, value: unknown): void {
  try {
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  } catch {
    // What differs is told as a difference.
  }
}
