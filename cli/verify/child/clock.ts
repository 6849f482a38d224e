import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import { replaceStopwatches } from './stopwatch.js';

/** Reads of the clock in one event before it starts to move by itself. */
const STILL_READS = 1000;

/** The clock that the code under test sees. */
export interface Clock {
  /** Sets the time, in milliseconds since 1970, and stops the clock there. */
  set(now: number): void;
  /** The time without moving it. */
  peek(): number;
}

/**
 * Replaces `Date`, `performance.now` and `process.hrtime` in this process. Both sides run at different moments, so real time
 * would make every timestamp differ. Time stands still within an event, except that
 * - a timer that fires moves the clock to the moment it was due, so that code which
 *   waits until a deadline gets there (timers themselves stay real);
 * - after a thousand reads each read adds a millisecond, so that a loop which spins
 *   until some time has passed ends.
 */
export function installClock(start: number): Clock {
  let time = start;
  let reads = 0;
  const read = (): number => {
    reads++;
    if (reads > STILL_READS) time++;
    return time;
  };
  replaceDate(read);
  replaceStopwatches(start, read);
  moveWithTimers({ now: () => time, reach: (due) => (time = Math.max(time, due)) });
  return {
    set(now) {
      time = now;
      reads = 0;
    },
    peek: () => time,
  };
}

function replaceDate(read: () => number): void {
  const RealDate = globalThis.Date;
  const replaced = new Proxy(RealDate, {
    apply: () => new RealDate(read()).toString(),
    construct: (target, args: unknown[], newTarget: Function): object =>
      Reflect.construct(target, args.length === 0 ? [read()] : args, newTarget) as object,
  });
  RealDate.now = read;
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: replaced,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  globalThis.Date = replaced;
}

interface Moving {
  now(): number;
  reach(due: number): void;
}

type Callback = (...args: unknown[]) => void;
type StartTimer = (callback: Callback, delay?: number, ...args: unknown[]) => NodeJS.Timeout;
type Timers = Record<'setTimeout' | 'setInterval', StartTimer>;
type Wait = (delay?: number, ...rest: unknown[]) => Promise<unknown>;

function moveWithTimers(clock: Moving): void {
  const require = createRequire(import.meta.url);
  const timers = require('node:timers') as Timers;
  const promises = require('node:timers/promises') as { setTimeout: Wait };
  const wait = promises.setTimeout;
  const movingWait: Wait = async (delay, ...rest) => {
    const due = clock.now() + Number(delay ?? 0);
    const value = await wait(delay, ...rest);
    clock.reach(due);
    return value;
  };
  promises.setTimeout = movingWait;
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const moving = movingTimer(timers[name], clock, name === 'setInterval');
    timers[name] = moving;
    Object.assign(globalThis, { [name]: moving });
  }
  Object.defineProperty(timers.setTimeout, promisify.custom, { value: movingWait });
  syncBuiltinESMExports();
}

function movingTimer(startTimer: StartTimer, clock: Moving, repeats: boolean): StartTimer {
  return (callback, delay, ...args) => {
    // Node checks the callback and reports a wrong one; leave that to it.
    if (typeof callback !== 'function') return startTimer(callback, delay, ...args);
    const step = Number(delay ?? 0) || 0;
    let due = clock.now() + step;
    const moving: Callback = (...values) => {
      clock.reach(due);
      if (repeats) due = clock.now() + step;
      callback(...values);
    };
    return startTimer(moving, delay, ...args);
  };
}
