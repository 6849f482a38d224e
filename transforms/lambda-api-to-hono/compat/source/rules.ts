/** Where the releases of lambda-api differ: what the release did that this code came from. */
export const RULES = {
  /** A route inherits from the closest place only. Before 0.11 routes of any() count as well, and more than one place. */
  inheritsClosest: true,
  /** The route `/` of a prefix inherits the middleware of the prefix, as since 1.3. */
  inheritsAtPrefix: true,
  /** Error middleware receives an ApiError for fail('message'), as since 1.2; the text itself before. */
  raisesApiErrors: true,
  /** Cookie values may contain `=`, as since 1.1. */
  keepsCookieValues: true,
  /** Events of payload format 2.0 (HTTP APIs, Function URLs) are understood, as since 0.11. */
  readsPayload2: true,
  /** Values are cut at commas where an event has no multi values, as since 0.11. */
  cutsAtCommas: true,
};
