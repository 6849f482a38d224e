import { unreadableIn } from '../../../../transforms/llrt/regex-features.js';
import type { LlrtEnvironment } from './environment.js';

/** JSON as LLRT has it: a reviver is not called. */
export function restrictJson({ refusals }: LlrtEnvironment): object {
  const { stringify } = JSON;
  const parse = (text: string, reviver?: unknown): unknown => {
    if (typeof reviver === 'function')
      refusals.note('llrt-json-reviver', 'JSON.parse(text, reviver)');
    return JSON.parse(text);
  };
  return Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors({ parse, stringify }),
    [Symbol.toStringTag]: { value: 'JSON' },
  }) as object;
}

/** RegExp as the engine of LLRT has it. */
export function restrictRegExp({ has, refusals }: LlrtEnvironment): RegExpConstructor {
  if (!has('llrt-engine-regex')) return RegExp;
  const check = ([pattern, flags]: readonly unknown[]): void => {
    const source = pattern instanceof RegExp ? pattern.source : String(pattern ?? '');
    const unreadable = unreadableIn(source, String(flags ?? ''));
    if (unreadable === undefined) return;
    refusals.note('llrt-engine-regex', `a regular expression with ${unreadable}`);
    throw new SyntaxError(`Invalid regular expression: ${source} has ${unreadable}`);
  };
  return new Proxy(RegExp, {
    construct(target, args, newTarget): object {
      check(args);
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply(target, self, args): unknown {
      check(args);
      return Reflect.apply(target, self, args);
    },
  });
}

/** Intl of the releases that have it: dates in the manner of en-US. */
export function restrictIntl({ refusals, profile }: LlrtEnvironment): object {
  const DateTimeFormat = function (_locales?: unknown, options?: Intl.DateTimeFormatOptions) {
    const real = new Intl.DateTimeFormat('en-US', options);
    return {
      format: real.format,
      formatToParts: (date?: Date) => real.formatToParts(date),
      resolvedOptions: () => real.resolvedOptions(),
    };
  };
  const own: Record<string, unknown> = { DateTimeFormat };
  if (!profile.rules.includes('llrt-response-body'))
    own['supportedValuesOf'] = (key: 'timeZone') => Intl.supportedValuesOf(key);
  return new Proxy(own, {
    get(target, key): unknown {
      if (typeof key === 'string' && key in Intl && !Object.hasOwn(target, key))
        refusals.note('llrt-intl-missing', `Intl.${key}`);
      return Reflect.get(target, key);
    },
  });
}

/** Makes `toLocaleString` and its kin in the bundle ignore locales, as the engine does. */
export function restrictLocales(environment: LlrtEnvironment): void {
  const { has } = environment;
  const number = 'llrt-number-format';
  const plain = (value: unknown): string => String(value);
  replaceMethod(Number.prototype, 'toLocaleString', number, plain, environment);
  replaceMethod(BigInt.prototype, 'toLocaleString', number, plain, environment);
  const date = 'llrt-date-locale';
  const texts = {
    toLocaleString: has('llrt-request-formdata') ? dateAndTime : withZone,
    toLocaleDateString: (value: Date) => dateText(value),
    toLocaleTimeString: (value: Date) => timeText(value),
  };
  for (const [name, text] of Object.entries(texts))
    replaceMethod(Date.prototype, name, date, text as (value: unknown) => string, environment);
  replaceMethod(String.prototype, 'localeCompare', 'llrt-intl-missing', comparePoints, environment);
}

const two = (value: number): string => String(value).padStart(2, '0');
const dateText = (date: Date): string =>
  `${two(date.getMonth() + 1)}/${two(date.getDate())}/${String(date.getFullYear()).padStart(4, '0')}`;
const timeText = (date: Date): string => {
  const hours = date.getHours();
  const twelve = two(((hours + 11) % 12) + 1);
  return `${twelve}:${two(date.getMinutes())}:${two(date.getSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
};
const dateAndTime = (date: Date): string => `${dateText(date)}, ${timeText(date)}`;
const format = Date.prototype.toLocaleString;
const withZone = (date: Date, _locales?: unknown, options?: Intl.DateTimeFormatOptions): string =>
  format.call(date, 'en-US', options);

/** The engine compares the code points of the normalised texts. */
function comparePoints(value: unknown, other: unknown): number {
  const [left, right] = [value, other].map((text) =>
    Array.from(String(text).normalize('NFC'), (point) => point.codePointAt(0) ?? 0),
  );
  const pairs = (left ?? []).map((point, index) => point - (right?.[index] ?? -1));
  const first = pairs.find((difference) => difference !== 0);
  return Math.sign(first ?? (left?.length ?? 0) - (right?.length ?? 0));
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** What others call, for example the AWS SDK, keeps doing what it did. */
function replaceMethod(
  prototype: object,
  name: string,
  code: string,
  replaced: (value: unknown, ...args: unknown[]) => unknown,
  { refusals }: LlrtEnvironment,
): void {
  const original = Reflect.get(prototype, name) as Method;
  const method: Method = function (...args) {
    const given = original.apply(this, args);
    if (!refusals.isOwnCall(method)) return given;
    const answer = replaced(this, ...args);
    if (answer !== given) refusals.note(code, `${name}()`);
    return answer;
  };
  Object.defineProperty(prototype, name, { value: method, configurable: true, writable: true });
}
