/**
 * Functions of Hono whose middleware refuses a request by throwing an HTTPException. Source: the
 * folders `middleware` and `validator` of honojs/hono 4.13 (MIT).
 */
export const REFUSING_FUNCTIONS: readonly string[] = [
  'basicAuth',
  'bearerAuth',
  'bodyLimit',
  'csrf',
  'ipRestriction',
  'jwk',
  'jwt',
  'timeout',
  'validator',
];

/** The modules that those come from, as they stand in quotes. */
export const REFUSING_MODULES =
  /hono\/(?:basic-auth|bearer-auth|body-limit|csrf|ip-restriction|jwk|jwt|timeout|validator)/;
