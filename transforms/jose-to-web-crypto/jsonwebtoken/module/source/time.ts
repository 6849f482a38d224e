const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Milliseconds of a unit of time by the first letters of its name. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:|ms|msecs?|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, SECOND],
  [/^(?:m|mins?|minutes?)$/, 60 * SECOND],
  [/^(?:h|hrs?|hours?)$/, 3600 * SECOND],
  [/^(?:d|days?)$/, DAY],
  [/^(?:w|weeks?)$/, 7 * DAY],
  [/^(?:y|yrs?|years?)$/, 365.25 * DAY],
];

/** Milliseconds of a time span such as `2 days`; a number alone is milliseconds. */
function milliseconds(text: string): number | undefined {
  if (text.length > 100) return undefined;
  const [, count = '', unit = ''] = /^(-?(?:\d+)?\.?\d+) *([a-z]*)$/i.exec(text) ?? [];
  const size = UNITS.find(([names]) => names.test(unit.toLowerCase()))?.[1];
  return count === '' || size === undefined ? undefined : parseFloat(count) * size;
}

/** The present in whole seconds. */
function now(): number {
  return Math.floor(Date.now() / SECOND);
}

/** Seconds since 1970, so many after others. */
function timeAfter(span: unknown, from: number): number | undefined {
  const start = from || now();
  if (typeof span === 'number') return start + span;
  const length = typeof span === 'string' ? milliseconds(span) : undefined;
  return length === undefined ? undefined : Math.floor(start + length / SECOND);
}

export { now, timeAfter };
