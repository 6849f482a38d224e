/** Global objects and functions that compute something and leave the rest alone. */
export const PURE_GLOBALS = new Set(
  (
    'Object Array String Number Boolean Symbol Map Set WeakMap WeakSet WeakRef Promise Date Math JSON RegExp ' +
    'Error TypeError RangeError SyntaxError EvalError URIError ReferenceError AggregateError BigInt Buffer URL ' +
    'URLSearchParams Reflect Proxy Intl parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent ' +
    'encodeURI decodeURI structuredClone TextEncoder TextDecoder ArrayBuffer SharedArrayBuffer Uint8Array Int8Array ' +
    'Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array DataView ' +
    'Uint8ClampedArray AbortController AbortSignal Event EventTarget Headers Request Response FormData Blob crypto ' +
    'performance Function undefined NaN Infinity atob btoa escape unescape require'
  ).split(' '),
);

export const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

/** Modules of Node whose functions only compute. */
export const PURE_BUILTINS = new Set(
  (
    'path util url querystring events assert crypto buffer string_decoder os stream zlib async_hooks perf_hooks ' +
    'path/posix path/win32 util/types assert/strict stream/promises stream/web constants punycode timers timers/promises'
  ).split(' '),
);

/** Properties of `process` that stay the same while a program loads. */
export const STEADY_PROCESS = new Set(
  (
    'argv argv0 arch platform version versions pid ppid execPath execArgv release cwd hrtime uptime memoryUsage ' +
    'features title nextTick'
  ).split(' '),
);

/** Packages whose functions make something out of their arguments, and change nothing else. */
export const FACTORIES = new Set(
  (
    'debug depd express lambda-api http-errors inherits ms safe-buffer object-assign lodash underscore ramda ' +
    'uuid nanoid bytes qs koa koa-router @koa/router fastify hono semver async bluebird once wrappy moment dayjs ' +
    'luxon joi zod yup ajv validator chalk kleur picocolors @aws-sdk/client-dynamodb @aws-sdk/lib-dynamodb ' +
    '@aws-sdk/client-s3 @aws-sdk/client-sqs @aws-sdk/client-sns @aws-sdk/client-ssm @aws-sdk/client-lambda ' +
    '@aws-sdk/client-secrets-manager @aws-sdk/util-dynamodb'
  ).split(' '),
);

/** Packages that set up the process when they are loaded or called. */
export const INITIALIZERS = new Set(
  (
    'dotenv dotenv-flow dotenv-expand dotenv-safe dotenv-cli env-cmd dd-trace newrelic @sentry/node @sentry/serverless ' +
    'aws-xray-sdk aws-xray-sdk-core elastic-apm-node appdynamics source-map-support reflect-metadata module-alias ' +
    'app-module-path ts-node @babel/register babel-register core-js @babel/polyfill longjohn trace clarify config ' +
    '@opentelemetry/auto-instrumentations-node @opentelemetry/sdk-node proxyquire mockery rewire sinon nock'
  ).split(' '),
);
