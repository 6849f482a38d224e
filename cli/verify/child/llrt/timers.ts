import type { LlrtEnvironment } from './environment.js';

type Timer = NodeJS.Timeout | NodeJS.Immediate;

/** Timers as LLRT has them: numbers, which pass no arguments on. */
export function restrictTimers({ refusals }: LlrtEnvironment): Record<string, unknown> {
  const timers = new Map<number, Timer>();
  let last = 0;
  const start =
    (name: 'setTimeout' | 'setInterval' | 'setImmediate') =>
    (callback: () => void, ...rest: unknown[]): number => {
      const [delay, ...passed] = name === 'setImmediate' ? [0, ...rest] : rest;
      if (passed.length > 0) refusals.note('llrt-timers', `arguments of ${name}`);
      const begin = globalThis[name] as (callback: () => void, delay?: number) => Timer;
      const id = ++last;
      timers.set(
        id,
        begin(() => callback(), Number(delay ?? 0)),
      );
      return id;
    };
  const stop = (id?: unknown): void => {
    const timer = timers.get(Number(id));
    if (timer === undefined) return;
    timers.delete(Number(id));
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
  };
  return {
    setTimeout: start('setTimeout'),
    setInterval: start('setInterval'),
    setImmediate: start('setImmediate'),
    clearTimeout: stop,
    clearInterval: stop,
  };
}
