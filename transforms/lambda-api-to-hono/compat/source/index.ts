export { handle, type LambdaApp, type LambdaResult, onFinish } from './adapter.js';
export { addMimeTypes, defaultHeaders, flagBase64, useSerializer } from './answer-options.js';
export { getBody, setBody } from './body.js';
export { bridge, hono, type LambdaApi, migrated } from './bridge.js';
export { compressResults } from './compression.js';
export { errorHandler, errorMiddleware, type ErrorOptions } from './error-handler.js';
export { ApiError, fail, FileError, MethodError, ResponseError, RouteError } from './errors.js';
export { setEtag } from './etag.js';
export type { Env, LambdaEvent, Loose } from './event.js';
export { download, type FileOptions, sendFile } from './files.js';
export {
  addCookie,
  attachment,
  clearCookie,
  type CookieOptions,
  type CorsOptions,
  getResponseHeader,
  getResponseHeaders,
  hasResponseHeader,
  removeResponseHeader,
  setCache,
  setCors,
  setHeader,
  setModified,
  setType,
} from './headers.js';
export { getLog, type Log, type LogOptions, logRequests } from './log.js';
export { getNamespace, useNamespace } from './namespace.js';
export { redirect, setLocation } from './redirect.js';
export {
  type Auth,
  getAuth,
  getClientCountry,
  getClientType,
  getCookies,
  getInterface,
  getIp,
  getMultiValueHeaders,
  getMultiValueQuery,
  getRawHeaders,
  getRequestCount,
  getRequestId,
  getRoute,
  getStack,
  isColdStart,
} from './request.js';
export { keepResponseBody } from './response-body.js';
export { listRoutes, printRoutes } from './route-list.js';
export { type ErrorMiddleware, lambdaApiRouting, LambdaApiRouter } from './router.js';
export { getLink, useS3 } from './s3.js';
export { sampler, type SamplingOptions } from './sampling.js';
export {
  html,
  json,
  jsonp,
  send,
  sendReturned,
  sendStatus,
  setStatus,
  type Status,
} from './send.js';
