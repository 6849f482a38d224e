const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
  w: 604800,
  y: 31557600,
};

const TIME_SPAN =
  /^(\+|-)? ?(\d+|\d+\.\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)(?: (ago|from now))?$/i;

/** Seconds of a time span such as `2 hours`, `-30s` or `1 day ago`. */
function secondsOf(span: unknown): number {
  const [, sign, count, unit, direction] =
    TIME_SPAN.exec(typeof span === 'string' ? span : '') ?? [];
  if (count === undefined || unit === undefined || (sign !== undefined && direction !== undefined))
    throw new TypeError('Invalid time period format');
  const seconds = Math.round(parseFloat(count) * (SECONDS[unit.charAt(0).toLowerCase()] ?? 0));
  if (!Number.isFinite(seconds)) throw new TypeError('Invalid time period format');
  return sign === '-' || direction?.toLowerCase() === 'ago' ? -seconds : seconds;
}

/** Seconds since 1970. */
function epoch(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function finite(label: string, value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`Invalid ${label} input`);
  return value;
}

/** A point in time: seconds since 1970, a date, or a time span from now. */
function timeOf(value: number | string | Date, label: string): number {
  if (typeof value === 'number') return finite(label, value);
  if (value instanceof Date) return finite(label, epoch(value));
  return epoch(new Date()) + secondsOf(value);
}

export { epoch, finite, secondsOf, timeOf };
