import { findingsFrom, type CatalogueEntry } from '../engine/catalogue.js';
import { MOVE, NO_COUNTERPART, strictFindings } from './findings-strict.js';

/** What the transform says about code that stays CommonJS, or that a reader should look at. */
export const commonJsFindings = [
  {
    code: 'package-kept',
    severity: 'error',
    title: 'The package stays CommonJS because of {count} in it',
    why: 'a package becomes ES modules as a whole, and {reason}',
    remedy:
      'Do what the findings of the files named say and run the command again. What they need can also be set apart in a `.cjs` file, which is imported as it is.',
  },
  {
    code: 'file-kept',
    severity: 'info',
    title: 'The file stays CommonJS on purpose and is named {name} now',
    why: 'something in it, or in a file that requires it, cannot become an ES module; ES modules import it as it is',
    remedy:
      'Nothing has to be done for the code to run: the other findings about the file say what would be in the way. Where something outside of the package names the file by its path, write the new name there.',
  },
  {
    code: 'config-kept',
    severity: 'info',
    title: 'The configuration file is named {name} now',
    why: 'the program that reads it loads it with `require`, which takes CommonJS only from `.cjs` files once the package has `"type": "module"`',
    remedy: 'Nothing has to be done: the program finds it under this name as well.',
  },
  {
    code: 'whole-packages-only',
    severity: 'info',
    title: 'The package stays CommonJS: only some of its files were selected',
    why: '`"type": "module"` is for the whole package, so its files change together or not at all',
    remedy: 'Run the command without `--file`.',
  },
  {
    code: 'one-file-only',
    severity: 'error',
    title: 'One file alone does not tell how it exports and imports',
    why: 'what the files around it take of each other decides that, and jscodeshift shows one file at a time',
    remedy: 'Run `llrt-migrate apply -t commonjs-to-esm` in the package.',
  },
  {
    code: 'computed-require',
    severity: 'error',
    title: '`require` is called with something other than a text',
    why: 'which file is loaded is known only when the code runs, and loading it at once is what ES modules cannot do',
    remedy:
      'Name the modules: import each of them, and choose among them in an object. Or make the function async and use `await import(…)`.',
  },
  {
    code: 'require-value',
    severity: 'error',
    title: '`require` itself is passed on',
    why: NO_COUNTERPART,
    remedy:
      'Call `require` with a text at the place that needs the module, and run the command again.',
  },
  {
    code: 'require-member',
    severity: 'error',
    title: '`require.{name}` is used',
    why: 'ES modules have no cache or extensions that a program can change, and do not know what loaded them',
    remedy: MOVE,
  },
  {
    code: 'require-resolve',
    severity: 'error',
    title: '`require.resolve` is used',
    why: '`import.meta.resolve` gives a URL, and other errors, so what is done with the path may not be the same',
    remedy:
      "Use `new URL('./file', import.meta.url)` for files of your own, `import.meta.resolve` for packages.",
  },
  {
    code: 'module-member',
    severity: 'error',
    title: '`module.{name}` is used',
    why: NO_COUNTERPART,
    remedy: MOVE,
  },
  {
    code: 'module-loader',
    severity: 'error',
    title: '`{name}` is used, which belongs to the loader of CommonJS',
    why: 'ES modules have a loader of their own, which neither tells about itself nor can be changed like this',
    remedy: MOVE,
  },
  {
    code: 'module-value',
    severity: 'error',
    title: '`module`, `exports` or `require` is looked at or passed on',
    why: 'the code finds out with it which module system it runs in, and an ES module has none of them',
    remedy:
      'Keep the branch for Node and delete the others, or name the file `.cjs` and import it as it is.',
  },
  {
    code: 'exports-replaced',
    severity: 'error',
    title:
      'The exports are replaced in a place that does not run exactly once while the file loads',
    why: 'an ES module has one set of exports, known before it runs',
    remedy: 'Set `module.exports` once, at the top level of the file, and run the command again.',
  },
  {
    code: 'exports-replaced-later',
    severity: 'error',
    title: '`module.exports` is replaced in a function',
    why: 'files that require the module afterwards get another value than those before, and an import is always the same',
    remedy: 'Change a property of one exported object instead.',
  },
  {
    code: 'esm-as-whole',
    severity: 'error',
    title: 'The ES module `{specifier}` is used as a whole',
    why: 'what `require` gives for an ES module with a default export is marked with `__esModule`, and what `import * as` gives is not',
    remedy: 'Take `.default` or the names that are needed where it is required.',
  },
  {
    code: 'name-read',
    severity: 'error',
    title: 'The exported function or class has no name, and its `name` is read',
    why: 'as a default export it gets the name `default`',
    remedy: 'Give it a name.',
  },
  {
    code: 'load-order',
    severity: 'error',
    title: 'What stands ahead of the require of `{specifier}` has to run before it',
    why: 'imports run before everything else in a file, so {what} would come too late',
    remedy:
      "Move that code to a file of its own and require it first, then it becomes the first import. For settings from a file, `import 'dotenv/config'` does that.",
  },
  {
    code: 'conditional-require',
    severity: 'error',
    title: 'Whether `{specifier}` is loaded is decided when the code runs',
    why: 'an import would load it always, and what it does when it is loaded would be seen',
    remedy:
      "Use `await import('{specifier}')` in an async function or at the top of the entry file, or require it always.",
  },
  {
    code: 'lazy-require',
    severity: 'error',
    title: '`{specifier}` is loaded in a function that is not async',
    why: 'an import would load it with the file, and what it does when it is loaded, or that it may be missing, would be seen earlier',
    remedy:
      "Make the function async and use `await import('{specifier}')`, or require it at the top of the file.",
  },
  {
    code: 'module-missing',
    severity: 'error',
    title: '`{specifier}` leads to no file of this package',
    why: 'an import of it would stop the whole program, where a require fails only when it is reached',
    remedy: 'Correct the path, or delete the require.',
  },
  {
    code: 'module-outside',
    severity: 'error',
    title: '`{specifier}` leads out of this package',
    why: 'whether that file is an ES module is decided elsewhere',
    remedy: 'Depend on the other package by its name instead of its path.',
  },
  {
    code: 'circular-require',
    severity: 'error',
    title: 'This file and {others} require each other, and need each other while they load',
    why: 'ES modules load in another order then, and variables of the other file do not have their values yet',
    remedy:
      'Move what both need to a third file, or use it only in functions that are called after loading.',
  },
  {
    code: 'consumer-outside',
    severity: 'error',
    title: 'The package {name} requires this one',
    why: 'it stays CommonJS, and gets another value from an ES module than it does now',
    remedy: 'Migrate both packages in one run, or the other one first.',
  },
  {
    code: 'dual-package',
    severity: 'error',
    title: 'package.json has `exports` with a `require` condition',
    why: 'the package offers a CommonJS build of its own, which `"type": "module"` would break',
    remedy:
      'Name the files of the CommonJS build `.cjs`, or give up that build, and run the command again.',
  },
  {
    code: 'routes-half-migrated',
    severity: 'error',
    title: 'The routes of this API are on their way to Hono',
    why: 'functions stand side by side in two forms until every route is migrated, and that work needs the modules as they are',
    remedy:
      'Migrate the other routes first, or take the migration back with `llrt-migrate undo`; then run the command again.',
  },
  {
    code: 'jest-mock',
    severity: 'error',
    title: '`jest.{name}` is used',
    why: 'Jest cannot put mocks in the place of ES modules that are imported statically, so the test would test the real modules',
    remedy:
      'Use `jest.unstable_mockModule` and `await import(…)`, or Vitest, whose `vi.mock` works with ES modules.',
  },
  {
    code: 'dependency-not-installed',
    severity: 'warning',
    title: 'The dependency `{name}` is not installed',
    why: 'which names it exports is unknown, so it is imported as a whole; that is wrong for an ES module without a default export',
    remedy: 'Install the dependencies and run the command again, or try the result.',
  },
  {
    code: 'main-check',
    severity: 'info',
    title: 'Whether the module is the main one is told by comparing paths now',
    why: 'an ES module on Node 20 is not told whether it is the main one, and the path of the command line is compared with its own; `node .` and `node file` without the extension are not recognized',
    remedy: 'Nothing has to be done when the file is started by its full name.',
  },
  {
    code: 'undeclared-variable',
    severity: 'warning',
    title: 'The variable `{name}` is declared nowhere',
    why: 'strict code may not create a global variable by assigning it, so it is written to `globalThis` now',
    remedy: 'Declare the variable where it is used, unless other files read it.',
  },
  {
    code: 'typescript-compiler',
    severity: 'info',
    title: 'Make the compiler emit ES modules',
    why: 'what is compiled to CommonJS stays CommonJS, whatever the sources say',
    remedy: 'Set `"module": "nodenext"` in tsconfig.json.',
  },
  ...strictFindings,
  {
    code: 'commonjs-syntax-error',
    severity: 'error',
    title: 'The file does not parse as an ES module: {reason}',
    why: 'what cannot be read cannot be rewritten, and strict code does not allow everything that CommonJS does',
    remedy: 'Correct the syntax error and run the command again.',
  },
] as const satisfies readonly CatalogueEntry[];

export type CommonJsCode = (typeof commonJsFindings)[number]['code'];

/** Builds a finding of this transform. */
export const commonJsFinding = findingsFrom(commonJsFindings);
