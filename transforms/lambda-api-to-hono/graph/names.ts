/** The package that is left behind. */
export const LEGACY_PACKAGE = 'lambda-api';
/** Base name of the module that the toolkit writes into the package; imports are recognised by it. */
export const COMPAT_MODULE = 'lambda-api-compat';
/** Appended to the name of a function's Hono form while its lambda-api form is still in use. */
export const TWIN_SUFFIX = 'OnHono';

/** Property of a module that is itself a function, holding that function's Hono form meanwhile. */
export const MAIN_TWIN = 'onHono';

/** Methods of a lambda-api instance that register a route, with the HTTP method they stand for. */
export const ROUTE_METHODS: ReadonlyMap<string, string> = new Map([
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['any', 'ANY'],
]);

/** Stands for the method of a call such as `api[method](path, handler)`. */
export const COMPUTED = '[computed]';
