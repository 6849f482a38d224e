/** How a property of lambda-api's `req` is read in Hono. */
export interface RequestProperty {
  /** Expression for the whole property. `{version}` stands for createAPI's version option. */
  readonly read: string;
  /** Function of the compat module that `read` calls. */
  readonly compat?: string;
  /** How one member of it is read, `KEY` being a quoted key or an expression; default `read` + member access. */
  readonly member?: string;
  /** The member form holds for lower-case names only: lambda-api's header object is case-sensitive, Hono's lookup is not. */
  readonly lowerCaseOnly?: boolean;
}

/**
 * `req` of lambda-api, property by property, as measured against Hono. The router and the
 * adapter of the compat module make the plain Hono calls equal (raw parameters, query
 * values as lambda-api picks them, headers joined as it joins them).
 */
export const REQUEST_PROPERTIES: ReadonlyMap<string, RequestProperty> = new Map<
  string,
  RequestProperty
>([
  ['method', { read: 'c.req.method' }],
  ['path', { read: 'c.req.path' }],
  ['params', { read: 'c.req.param()', member: 'c.req.param(KEY)' }],
  ['query', { read: 'c.req.query()', member: 'c.req.query(KEY)' }],
  ['headers', { read: 'c.req.header()', member: 'c.req.header(KEY)', lowerCaseOnly: true }],
  ['userAgent', { read: "c.req.header('user-agent')" }],
  ['body', { read: 'getBody(c)', compat: 'getBody' }],
  ['cookies', { read: 'getCookies(c)', compat: 'getCookies' }],
  ['auth', { read: 'getAuth(c)', compat: 'getAuth' }],
  ['ip', { read: 'getIp(c)', compat: 'getIp' }],
  ['multiValueQuery', { read: 'getMultiValueQuery(c)', compat: 'getMultiValueQuery' }],
  ['multiValueHeaders', { read: 'getMultiValueHeaders(c)', compat: 'getMultiValueHeaders' }],
  ['rawHeaders', { read: 'getRawHeaders(c)', compat: 'getRawHeaders' }],
  ['clientType', { read: 'getClientType(c)', compat: 'getClientType' }],
  ['clientCountry', { read: 'getClientCountry(c)', compat: 'getClientCountry' }],
  ['interface', { read: 'getInterface(c)', compat: 'getInterface' }],
  ['route', { read: 'getRoute(c)', compat: 'getRoute' }],
  ['coldStart', { read: 'isColdStart(c)', compat: 'isColdStart' }],
  ['requestCount', { read: 'getRequestCount(c)', compat: 'getRequestCount' }],
  ['log', { read: 'getLog(c)', compat: 'getLog' }],
  ['namespace', { read: 'getNamespace(c)', compat: 'getNamespace' }],
  ['ns', { read: 'getNamespace(c)', compat: 'getNamespace' }],
  ['requestContext', { read: 'c.env.requestContext' }],
  ['rawBody', { read: 'c.env.event.body' }],
  ['isBase64Encoded', { read: '(c.env.event.isBase64Encoded || false)' }],
  [
    'pathParameters',
    { read: '(c.env.event.pathParameters || {})', member: 'c.env.event.pathParameters?.[KEY]' },
  ],
  [
    'stageVariables',
    { read: '(c.env.event.stageVariables || {})', member: 'c.env.event.stageVariables?.[KEY]' },
  ],
  ['context', { read: '(c.env.lambdaContext || {})' }],
  ['id', { read: '(c.env.lambdaContext?.awsRequestId || null)' }],
  ['version', { read: '{version}' }],
  ['payloadVersion', { read: '(c.env.event.version || null)' }],
]);

/** Properties of `req` that have no counterpart, or only a private one. */
export const REQUEST_UNSUPPORTED: ReadonlySet<string> = new Set([
  'app',
  'stack',
  'logger',
  'parseRequest',
]);
