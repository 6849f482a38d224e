import { findingsFrom, type CatalogueEntry } from '../engine/catalogue.js';

/** What the transform says about code that it leaves alone, or that a reader should look at. */
export const lambdaApiFindings = [
  {
    code: 'syntax-error',
    severity: 'error',
    title: 'The file does not parse: {reason}',
    why: 'what cannot be read cannot be rewritten, so nothing in this file is touched',
    remedy: 'Correct the syntax error and run the command again; other files are not affected.',
  },
  {
    code: 'handler-unresolved',
    severity: 'error',
    title: 'The function `{name}` cannot be found in this package',
    why: 'a handler or middleware from another package, from a computed expression or from a variable that is assigned later cannot be rewritten',
    remedy:
      'Pass a function of this package: write `(req, res) => name(req, res)` around it, or move the function here. A middleware of another package needs a Hono counterpart.',
  },
  {
    code: 'handler-wrapped',
    severity: 'error',
    title: 'The handler is made by calling `{name}`',
    why: 'the call decides what arguments the handler gets, so rewriting only one side would break it',
    remedy:
      'Make the wrapper a middleware that calls `next()`, or take the handler out of the call for this route.',
  },
  {
    code: 'request-escapes',
    severity: 'error',
    title: '`{name}` goes to `{target}`, which is not a function of this package',
    why: 'the whole lambda-api request has no counterpart in Hono, and what the receiver reads from it is unknown',
    remedy:
      'Pass the values that are needed (`req.body`, `req.headers.authorization` ...) instead of the whole request.',
  },
  {
    code: 'response-escapes',
    severity: 'error',
    title: '`{name}` goes to `{target}`, which is not a function of this package',
    why: 'the receiver may answer on its own through lambda-api, and Hono needs the answer returned',
    remedy:
      'Return the data from there and answer in the handler, or move the function into this package.',
  },
  {
    code: 'request-logged',
    severity: 'info',
    title: 'The whole request or response is printed with `{target}`',
    why: "Hono's object is printed instead of lambda-api's: the log line changes, the answer does not",
    remedy: 'Nothing has to be done. Print the parts that you need, for example `c.req.path`.',
  },
  {
    code: 'request-property-computed',
    severity: 'error',
    title: 'A property of `{name}` is chosen at run time',
    why: 'which part of the request is meant is not known before the code runs',
    remedy: 'Name the property, or branch over the names that occur.',
  },
  {
    code: 'request-property-unsupported',
    severity: 'error',
    title: '`{name}` has no counterpart in Hono',
    why: 'it is internal to lambda-api or gives access to its own objects',
    remedy:
      'Use the documented property that holds the value, or import the object from the module that makes it.',
  },
  {
    code: 'request-property-written',
    severity: 'error',
    title: '`{name}` is changed in a way that cannot be carried over',
    why: 'what lambda-api parsed is read-only in Hono',
    remedy: 'Copy the value into a variable or put it on the request under a name of its own.',
  },
  {
    code: 'response-method-unknown',
    severity: 'error',
    title: 'lambda-api has no `{name}` that this version can rewrite',
    why: 'calling it throws in lambda-api (Express methods such as `set` and `end`), or its Hono form is not covered yet',
    remedy:
      'Use the method of lambda-api that does the same (`header`, `send`), then migrate the route.',
  },
  {
    code: 'response-property',
    severity: 'error',
    title: '`{name}` is used without being called',
    why: 'internals and detached methods of the lambda-api response do not exist in Hono',
    remedy: 'Keep the status or the value in a variable of your own.',
  },
  {
    code: 'response-in-expression',
    severity: 'error',
    title: 'The answer is given inside of an expression',
    why: 'in Hono the answer is a value that has to be returned, and here it would get lost',
    remedy: 'Write the answer as a statement of its own, with `return` before it.',
  },
  {
    code: 'response-in-callback',
    severity: 'error',
    title: 'The answer is given in a callback of `{target}`',
    why: 'the handler has finished by then, and Hono answers when the handler finishes',
    remedy: 'Await a promise instead of passing a callback, and answer after it.',
  },
  {
    code: 'response-object-returned',
    severity: 'error',
    title: 'The response object itself is returned by `{name}`',
    why: 'lambda-api tries to send it as JSON and answers 500 (circular structure)',
    remedy: 'End the chain with `json()`, `send()` or `sendStatus()`.',
  },
  {
    code: 'answers-twice',
    severity: 'error',
    title: 'The code goes on after this answer and may answer again',
    why: 'in lambda-api the last answer wins, in Hono the first one that is stored does',
    remedy: 'Put `return` before the answer, or choose the answer in a variable and give it once.',
  },
  {
    code: 'code-after-next',
    severity: 'error',
    title: 'Code follows `next()`',
    why: 'lambda-api runs it before the handler, Hono after it, once `next()` has resolved',
    remedy: 'Move the code above `next()`, which is when it runs today.',
  },
  {
    code: 'next-escapes',
    severity: 'error',
    title: '`next` is used in a way that cannot be awaited',
    why: 'Hono needs the promise of `next()` to be awaited or returned',
    remedy: 'Await what has to happen first and call `next()` in the middleware itself.',
  },
  {
    code: 'next-error-ignored',
    severity: 'info',
    title: '`next` is called with an argument',
    why: 'lambda-api ignores it and goes on with the handler (Express would not), so the argument is dropped',
    remedy: 'Throw the error if it was meant to stop the request: that changes what happens today.',
  },
  {
    code: 'error-falls-through',
    severity: 'error',
    title: 'The code goes on after `{name}`',
    why: 'a value returned later replaces the body of the error and keeps its status',
    remedy: 'Put `return` before it.',
  },
  {
    code: 'option-unsupported',
    severity: 'error',
    title: 'createAPI is called with `{name}`',
    why: 'this option changes every answer, and this version does not carry it over',
    remedy: 'Remove the option if it is not needed, or migrate by hand.',
  },
  {
    code: 'method-unsupported',
    severity: 'error',
    title: 'The API is used with `{name}`',
    why: 'this version does not carry it over',
    remedy: 'Migrate the other routes; this place keeps lambda-api as the router.',
  },
  {
    code: 'path-unresolved',
    severity: 'error',
    title: 'The path `{name}` is not known before the code runs',
    why: 'the route cannot be told apart from others',
    remedy: 'Use a literal or constants for the path.',
  },
  {
    code: 'dynamic-registration',
    severity: 'error',
    title: 'Routes are registered by a loop or a computed method',
    why: 'which routes there are is not known before the code runs',
    remedy: 'Write the registrations out, one line per route.',
  },
  {
    code: 'registration-in-expression',
    severity: 'error',
    title: 'The registration is part of a larger expression',
    why: 'its Hono form needs a line of its own beside it',
    remedy: 'Write the registration as a statement.',
  },
  {
    code: 'api-escapes',
    severity: 'error',
    title: 'The API object goes out of sight: {reason}',
    why: 'routes may be added or run there that cannot be seen',
    remedy: 'Keep the API in a variable, a parameter or an export of this package.',
  },
  {
    code: 'exports-listed',
    severity: 'error',
    title: 'All exports of the file that has `{name}` are handed on together',
    why: 'a loop over them may register or call each one, and would meet the Hono form of this function among those of lambda-api',
    remedy: 'Name the exports where they are used (`handlers.list`), then migrate the route.',
  },
  {
    code: 'loaded-by-other-package',
    severity: 'error',
    title: 'This file is loaded by {name}, which belongs to another package',
    why: 'packages are migrated one by one, and the other one would go on passing what lambda-api passes to code that takes a Hono context by then',
    remedy:
      'Move the file into the package that uses it, or make both folders one package (one package.json), then migrate the route.',
  },
  {
    code: 'register-async',
    severity: 'error',
    title: 'The route is registered after an `await` of an async function',
    why: 'lambda-api does not wait for the registered function, so the route lands outside of the prefix, and Hono would put it inside',
    remedy: 'Make the function synchronous, or register all routes before its first `await`.',
  },
  {
    code: 'middleware-arity',
    severity: 'error',
    title: 'The middleware `{name}` takes {count} parameters',
    why: 'lambda-api refuses functions with another number than three (four for errors) when the application starts',
    remedy: 'Declare `(req, res, next)`.',
  },
  {
    code: 'base-from-environment',
    severity: 'info',
    title: 'The base path comes from the environment (`{name}`)',
    why: 'routes are listed without it; at run time it is used as before',
    remedy: 'Nothing has to be done.',
  },
  {
    code: 'may-not-answer',
    severity: 'info',
    title: 'Not every way through {name} answers',
    why: 'lambda-api waits until the Lambda times out there; Hono answers 404, or 500 where middleware runs',
    remedy: 'Answer on every way, whatever framework.',
  },
  {
    code: 'test-calls-handler',
    severity: 'warning',
    title: 'A test calls `{name}` with its own request and response',
    why: 'the function takes a Hono context once it is migrated, so the test has to change with it',
    remedy: "Call the route through `app.request('/path')` instead.",
  },
  {
    code: 'lambda-api-remains',
    severity: 'warning',
    title: '`lambda-api` is still imported',
    why: 'something other than a route uses it, so it stays in package.json',
    remedy: 'Remove what still needs it, then remove the dependency.',
  },
  {
    code: 'routes-migrate-together',
    severity: 'info',
    title: '`{name}` is migrated with `{other}`',
    why: 'they share a registration, or one answers before the other for the same requests',
    remedy: 'Nothing has to be done.',
  },
  {
    code: 'typescript-too-old',
    severity: 'warning',
    title: 'The package uses TypeScript {version}',
    why: "Hono's types need TypeScript 5 (`const` type parameters), so the type check fails in node_modules/hono until it is updated",
    remedy:
      'Update `typescript` to 5 or newer before the next type check. What runs is not affected.',
  },
  {
    code: 'redirect-to-s3',
    severity: 'error',
    title: '`res.redirect()` goes to an object in S3',
    why: 'lambda-api signs such an address first, with a client of its own, and this version does not carry that over',
    remedy: 'Sign the address with `getSignedUrl` of the SDK and redirect to what it returns.',
  },
  {
    code: 'redirect-status-invalid',
    severity: 'info',
    title: '`res.redirect({status}, ...)` does not redirect',
    why: 'lambda-api answers 500 for a status that is no redirect, and so does the migrated code',
    remedy: 'Use 301, 302, 303, 307 or 308.',
  },
] as const satisfies readonly CatalogueEntry[];

export type LambdaApiFindingCode = (typeof lambdaApiFindings)[number]['code'];

/** Builds a finding of this transform. */
export const lambdaApiFinding = findingsFrom(lambdaApiFindings);
