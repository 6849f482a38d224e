import { findingsFrom, type CatalogueEntry } from '../engine/catalogue.js';
import { joseSharingFindings } from './findings-sharing.js';
import { tokenFindings } from './jsonwebtoken/findings.js';

const joseUseFindings = [
  {
    code: 'jose-syntax-error',
    severity: 'error',
    title: 'The file does not parse: {reason}',
    why: 'what cannot be read cannot be rewritten, so the imports of jose and jsonwebtoken in this file are not touched',
    remedy: 'Correct the syntax error and run the command again; other files are not affected.',
  },
  {
    code: 'jose-version-unknown',
    severity: 'error',
    title: 'The version of jose is not known',
    why: 'jose 4 and 5 ignore the algorithm with which a PEM key is imported and jose 6 does not, so the module that takes its place must know which one it replaces',
    remedy:
      'Install the dependencies or commit the lock file, so that the version of jose can be read, and run the command again.',
  },
  {
    code: 'jose-version-unsupported',
    severity: 'error',
    title: 'jose {version} is not one of the versions 4, 5 and 6',
    why: 'its exports have other names or other behaviour, and nothing was measured for it',
    remedy: 'Upgrade to jose 6 (or 4 or 5), run the tests, and run the command again.',
  },
  {
    code: 'jose-not-offered',
    severity: 'error',
    title: '`{name}` of jose has no counterpart on Web Crypto here',
    why: 'the module that takes the place of jose has the compact JWS functions, signed and unsecured JWTs, keys, key sets and errors, so the file stays on jose',
    remedy:
      'Use the compact form where the other side takes it (`CompactSign`, `compactVerify`). Otherwise keep jose 6 for this file: it has no import of Node.js modules.',
  },
  {
    code: 'jose-inside',
    severity: 'error',
    title: '`{specifier}` is no public entry of jose that is known',
    why: 'files inside of jose are built for its own use, and what they export is not known',
    remedy: 'Import the function or type from `jose` and run the command again.',
  },
  {
    code: 'jose-resolved',
    severity: 'error',
    title: 'The place of jose on disk is asked for in `{code}`',
    why: 'the path would lead to another file, or to none once jose is not installed',
    remedy: 'Take the call out where nothing needs the path, and run the command again.',
  },
  {
    code: 'jose-module-older',
    severity: 'error',
    title: '{module} takes the place of jose {older}, and another release is installed',
    why: 'the releases check keys and claims differently, and files with imports of both would come to one module, which can do as one of them alone',
    remedy:
      'Install the release that the module names and migrate the files that are left, or take the migration back (`llrt-migrate undo`) and migrate all files under the release that is installed.',
  },
  {
    code: 'jose-module-name-taken',
    severity: 'error',
    title: '{module} has the name of the module that takes the place of jose, and is not one',
    why: 'its first line does not say that llrt-migrate wrote it, so it may be your own, and it would be overwritten',
    remedy: 'Rename the file, or put its first two lines back, and run the command again.',
  },
  {
    code: 'jose-network-code',
    severity: 'error',
    title: "`'{code}'` may tell why a key set was not fetched",
    why: 'jose {major} gives errors of node:https, whose `code` says so; the module that takes its place uses fetch, whose errors have it in `error.cause.code`',
    remedy:
      'Compare `error.cause?.code ?? error.code`, or upgrade to jose 6, which uses fetch as well, and run the command again.',
  },
  {
    code: 'jose-mock-stays',
    severity: 'error',
    title: '{other} mocks jose and stays on it',
    why: 'the mock would no longer reach this file, so the test would run other code than before',
    remedy:
      "Mend what keeps the test on jose where it has a finding of its own, mock with `vi.mock('jose', ...)` or `jest.mock('jose', ...)` where another library replaces jose, and migrate both together (without `--file` and `--route`).",
  },
  {
    code: 'jose-part-mocked',
    severity: 'error',
    title: '`{specifier}` is mocked by itself',
    why: 'all parts of jose become one module, so a mock of one part would take the place of the others as well',
    remedy:
      "Import from `jose` in the code and mock `jose` in the test, with what the test needs of the real one (`...(await vi.importActual('jose'))`).",
  },
  {
    code: 'jose-default-import',
    severity: 'error',
    title: 'jose is imported as a default export, which it does not have',
    why: 'the import fails in ES modules and gives `undefined` or the whole module where a bundler or compiler makes one up',
    remedy: "Write `import * as jose from 'jose'` or import the functions by name.",
  },
  {
    code: 'jose-as-value',
    severity: 'error',
    title: 'jose as a whole is used as a value in `{code}`',
    why: 'which of its exports are used there is not known, so the module cannot be given those that are needed',
    remedy: 'Import the functions that are used by name, and pass those on.',
  },
  {
    code: 'jose-part-exported',
    severity: 'error',
    title: '`{code}` passes on a part of jose in a way that one import cannot take the place of',
    why: '`jose/errors` and `jose/base64url` become `errors` and `base64url` of one module, whose members have no exports of their own',
    remedy:
      "Import `errors` or `base64url` from `jose`, use their members where they are needed, and export them as a whole (`export { errors } from 'jose'`).",
  },
  {
    code: 'jose-augmented',
    severity: 'error',
    title: 'The types of jose are extended here (`declare module`)',
    why: 'the declarations would no longer reach the types that the code uses',
    remedy:
      'Declare a type of your own that extends the one of jose, and use it where it is needed.',
  },
  {
    code: 'jose-algorithm',
    severity: 'error',
    title: 'The algorithm {algorithm} is not part of Web Crypto on Node.js 20 and LLRT',
    why: 'keys and signatures of this kind cannot be made or checked there',
    remedy:
      'Move to ES256 or EdDSA (Ed25519), or keep jose for this file and the function that uses it on Node.js.',
  },
  {
    code: 'jose-option',
    severity: 'error',
    title: 'The option `{option}` has no counterpart',
    why: '{reason}',
    remedy: '{fix}',
  },
  {
    code: 'jose-key-object',
    severity: 'error',
    title: 'A key of node:crypto may reach jose (`{code}`)',
    why: 'LLRT has no KeyObject, and Web Crypto does not take one',
    remedy:
      'Give jose the bytes (`new TextEncoder().encode(secret)`) instead of `createSecretKey`, and use `importSPKI`, `importPKCS8` or `importJWK` of jose instead of `createPublicKey` and `createPrivateKey`.',
  },
  {
    code: 'jose-key-leaves',
    severity: 'error',
    title: 'A key of jose is used as a KeyObject (`{code}`)',
    why: 'jose 4 and 5 give a KeyObject of node:crypto, which LLRT does not have; the key of the module that takes its place only works with that module',
    remedy:
      'Export the key with `exportJWK`, `exportSPKI` or `exportPKCS8` of jose and give that to the other function.',
  },
  {
    code: 'jose-buffer-result',
    severity: 'error',
    title: '`{code}` may use the result of `{name}` as a Buffer',
    why: 'jose {major} gives a Buffer here, and Web Crypto a Uint8Array, whose methods (`toString`, `equals`, `slice`) do something else',
    remedy: 'Write `new TextDecoder().decode(bytes)` for a text, or `Buffer.from(bytes)`.',
  },
  {
    code: 'jose-mapped',
    severity: 'error',
    title: '{place} gives `jose` another meaning',
    why: 'the specifier leads to a file of the project or to a stand-in, which would no longer be loaded',
    remedy:
      'Take the entry out, or import the file that it names by its path, and run the command again.',
  },
  {
    code: 'jose-other-name',
    severity: 'error',
    title: '`{name}` in the `imports` of package.json leads to jose',
    why: 'files that import it by that name would stay on jose when the others leave it, and one does not know the errors and keys of the other',
    remedy:
      'Import from `jose` itself, take the entry out of package.json, and run the command again.',
  },
  {
    code: 'jose-kept',
    severity: 'warning',
    title: 'jose stays in package.json: {place}',
    why: 'no source file of the package imports it any more, and something else still names it',
    remedy: '{fix}',
  },
  {
    code: 'jose-left-over',
    severity: 'info',
    title: '`{setting}` names jose, which nothing imports any more',
    why: 'the entry does nothing now, and misleads readers',
    remedy: 'Take jose out of it.',
  },
  {
    code: 'jose-hono-version',
    severity: 'warning',
    title: '`--jwt hono` needs hono 4.11.4 or newer, which is {version}',
    why: 'older releases of `hono/jwt` check other claims, and choose the algorithm in another way',
    remedy:
      'Install hono 4.11.4 or newer, and run the command again. Until then the module on Web Crypto takes the place of all of jose.',
  },
  {
    code: 'jose-hono-jwt',
    severity: 'info',
    title: 'This file uses `hono/jwt` now',
    why: 'it makes the same tokens and takes those that such code makes, but it refuses a token whose `typ` is not `JWT` or that has `crit`, is less strict about a payload that is no object and an `iat` that is no number, and reads a secret with the word PUBLIC or PRIVATE in it as a key',
    remedy:
      'Nothing, where your own code makes the tokens. Otherwise run the command without `--jwt hono`.',
  },
  {
    code: 'jose-in-root',
    severity: 'info',
    title: '{name} no longer uses jose, which is listed here for the packages below',
    why: 'another package may still use it, so it stays until you take it out',
    remedy: 'Remove it (`npm uninstall jose` in this folder) when no package uses it any more.',
  },
  {
    code: 'jose-one-file-only',
    severity: 'info',
    title: 'jose is replaced by a module beside the file',
    why: 'jscodeshift rewrites one file at a time, and the module is shared by all files of the package',
    remedy: 'Run `llrt-migrate apply --transform jose-to-web-crypto`.',
  },
] as const satisfies readonly CatalogueEntry[];

/** What the transform says about uses of jose that it leaves alone, or that a reader should look at. */
export const joseFindings = [...joseUseFindings, ...joseSharingFindings, ...tokenFindings] as const;

export type JoseFindingCode = (typeof joseFindings)[number]['code'];

/** Makes one of these findings. */
export const joseFinding = findingsFrom(joseFindings);
