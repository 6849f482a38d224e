/** Nanoseconds in a millisecond and in a second. */
const MILLISECOND = 1_000_000n;
const SECOND = 1_000_000_000n;

type Pair = [seconds: number, nanoseconds: number];

/**
 * Makes what measures time read the given clock: `performance.now` and `timeOrigin`,
 * `process.hrtime`, `process.hrtime.bigint` and `process.uptime`. Whoever prints a
 * duration then prints the same on both sides. The caller synchronises the named exports
 * of the built-in modules.
 *
 * @param start the moment at which they all show zero, milliseconds since 1970
 * @param read the clock, milliseconds since 1970
 */
export function replaceStopwatches(start: number, read: () => number): void {
  const elapsed = (): number => read() - start;
  const nanoseconds = (): bigint => BigInt(Math.round(elapsed())) * MILLISECOND;
  define(globalThis.performance, 'now', elapsed);
  define(globalThis.performance, 'timeOrigin', start);
  const hrtime = (since?: Pair): Pair => {
    const now = nanoseconds();
    const passed = since === undefined ? now : now - fromPair(since);
    // Rounded towards minus infinity, as Node does, so that nanoseconds are never negative.
    const rest = ((passed % SECOND) + SECOND) % SECOND;
    return [Number((passed - rest) / SECOND), Number(rest)];
  };
  define(process, 'hrtime', Object.assign(hrtime, { bigint: nanoseconds }));
  define(process, 'uptime', () => elapsed() / 1000);
}

function fromPair([seconds, rest]: Pair): bigint {
  return BigInt(seconds) * SECOND + BigInt(rest);
}

function define(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}
