import type { CatalogueEntry } from '../../engine/catalogue.js';

/** What is said about uses of jsonwebtoken that stay. */
export const tokenFindings = [
  {
    code: 'jsonwebtoken-version',
    severity: 'error',
    title: 'The version of jsonwebtoken is {version}, not 8.5 or 9',
    why: 'the module that takes its place was compared with these releases, and others choose algorithms and check keys in other ways',
    remedy:
      'Install the dependencies or commit the lock file, so that the version can be read, or upgrade to jsonwebtoken 9, run the tests, and run the command again.',
  },
  {
    code: 'jsonwebtoken-sync-caller',
    severity: 'error',
    title: '`{code}` cannot be waited for: {reason}',
    why: 'Web Crypto answers with promises, and a promise that nobody waits for is a true value: every token would be accepted',
    remedy:
      'Make the function around it async, put `await` before its calls up to the handler, and run the command again. For code that must stay synchronous, keep jsonwebtoken and the function on Node.js.',
  },
  {
    code: 'jsonwebtoken-callback',
    severity: 'error',
    title: '`{code}` gives, or may give, a callback',
    why: 'jsonwebtoken calls it before `verify` returns, and Web Crypto answers later, so what follows could run in another order',
    remedy:
      'Write `try { const decoded = jwt.verify(token, key); ... } catch (error) { ... }` in an async function, or name the options `options`, and run the command again.',
  },
  {
    code: 'jsonwebtoken-get-key',
    severity: 'error',
    title: '`{code}` looks for the key with a function',
    why: 'such functions mostly come from jwks-rsa, which needs Node.js, and only the form with callbacks takes them',
    remedy:
      "Verify with jose: `jwtVerify(token, createRemoteJWKSet(new URL('https://.../.well-known/jwks.json')), { issuer, audience })`, whose key sets this transform brings to Web Crypto, and run the command again.",
  },
  {
    code: 'jsonwebtoken-option',
    severity: 'error',
    title: '`{option}` has no counterpart on Web Crypto here',
    why: '{reason}',
    remedy: '{fix}',
  },
  {
    code: 'jsonwebtoken-import',
    severity: 'error',
    title: 'jsonwebtoken is imported in a way that is not followed: `{code}`',
    why: 'which of its functions are used, and where, must be known, so that each of their calls can be waited for',
    remedy:
      "Write `import jwt from 'jsonwebtoken'` (or `const jwt = require('jsonwebtoken')`), use its functions where they are needed, and run the command again.",
  },
  {
    code: 'jsonwebtoken-as-value',
    severity: 'error',
    title: '`{code}` uses `{name}` of jsonwebtoken as a value',
    why: 'the calls that come of it are not known, and could not be waited for',
    remedy:
      'Call it where it is needed: `jwt.verify(token, key)`. `promisify(jwt.verify)` needs no `promisify` once `verify` gives a promise itself.',
  },
  {
    code: 'jsonwebtoken-not-offered',
    severity: 'error',
    title: '`{name}` of jsonwebtoken has no counterpart here',
    why: 'the module that takes its place has `sign`, `verify`, `decode`, the error classes and the types of these without callbacks',
    remedy: 'Declare the type in your own code, or use the form without callbacks.',
  },
  {
    code: 'jsonwebtoken-mocked',
    severity: 'error',
    title: '{place} gives jsonwebtoken another meaning',
    why: 'the stand-in would no longer reach the code, so tests would run other code than before',
    remedy:
      'Test with real tokens (`jwt.sign` makes them), take the stand-in out, and run the command again.',
  },
  {
    code: 'jsonwebtoken-shared',
    severity: 'error',
    title: '{other} uses a jsonwebtoken of its own',
    why: 'its errors are of other classes than those of the module that this package gets, so `instanceof` would be false where it was true',
    remedy:
      "Compare `error.name` (`'TokenExpiredError'`) instead of using `instanceof`, and run the command again.",
  },
  {
    code: 'jsonwebtoken-split',
    severity: 'error',
    title: '{other} stays on jsonwebtoken and may exchange errors with this file',
    why: 'an error of one is no instance of the classes of the other',
    remedy: 'Mend what keeps the other file (see its finding), and migrate both together.',
  },
  {
    code: 'jsonwebtoken-kept',
    severity: 'warning',
    title: 'jsonwebtoken stays in package.json: this file names it in another way',
    why: 'no import that is followed leads to it any more, and something else may still need it',
    remedy: 'Take the name out of the file, and remove jsonwebtoken from package.json.',
  },
  {
    code: 'jsonwebtoken-one-file-only',
    severity: 'info',
    title: 'jsonwebtoken is replaced by a module beside the file',
    why: 'jscodeshift rewrites one file at a time; the module is shared by all files of the package, and what calls this one has to wait for it',
    remedy: 'Run `llrt-migrate apply --transform jose-to-web-crypto`.',
  },
  {
    code: 'jsonwebtoken-module-name-taken',
    severity: 'error',
    title:
      '{module} has the name of the module that takes the place of jsonwebtoken, and is not one',
    why: 'its first line does not say that llrt-migrate wrote it, so it may be your own, and it would be overwritten',
    remedy: 'Rename the file, or put its first two lines back, and run the command again.',
  },
] as const satisfies readonly CatalogueEntry[];
