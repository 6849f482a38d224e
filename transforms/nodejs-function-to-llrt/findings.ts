import { findingsFrom, type CatalogueEntry } from '../engine/catalogue.js';

/** What the transform says about functions that it changes, or leaves as they are. */
export const llrtFunctionFindings = [
  {
    code: 'cdk-option-dropped',
    severity: 'info',
    title: 'The option `{name}` is left out',
    why: '{reason}',
    remedy: 'Nothing has to be done.',
  },
  {
    code: 'cdk-external-kept',
    severity: 'info',
    title: 'The module {name} is kept out of the bundle by `esbuildArgs`',
    why: '`externalModules` replaces the list of SDK packages that the construct keeps out, so it cannot be used for other modules',
    remedy:
      'Make sure that the module is there at run time: LLRT loads no npm packages from layers.',
  },
  {
    code: 'cdk-binary-type',
    severity: 'info',
    title: 'The function gets the {type} binary of LLRT',
    why: '{reason}',
    remedy:
      'Choose another `llrtBinaryType` when the code reaches AWS clients in a way that imports do not show.',
  },
  {
    code: 'cdk-memory',
    severity: 'info',
    title: 'The function has {size} MB of memory',
    why: 'LLRT needs a fraction of what Node.js needs: a function that had 1024 MB ran as fast with 256 MB, and memory is paid for',
    remedy: 'Keep it for now, and lower `memorySize` step by step after the switch.',
  },
  {
    code: 'cdk-entry-unseen',
    severity: 'warning',
    title: 'What the function runs cannot be seen completely ({reason})',
    why: 'it gets the binary with the full AWS SDK, and whether its code runs on LLRT is not known',
    remedy:
      'Run `llrt-migrate check` on the package with the code; STANDARD is smaller when its clients are enough.',
  },
  {
    code: 'cdk-entry-implicit',
    severity: 'error',
    title: 'The function has no `entry`',
    why: 'NodejsFunction looks for a file beside the one that makes it, and LlrtFunction would look beside its own; the function stays on Node.js',
    remedy: 'Write the file down, for example `entry: join(__dirname, "stack.Api.ts")`.',
  },
  {
    code: 'cdk-not-ready',
    severity: 'error',
    title: 'The code of the function loads `{name}` ({place})',
    why: 'LLRT has no such module, or none that it needs, so the function would fail when it starts; it stays on Node.js',
    remedy:
      'Migrate the code first, and see what `llrt-migrate check` says. Then run the command again.',
  },
  {
    code: 'cdk-waits',
    severity: 'info',
    title: 'The code of the function still loads `{name}` ({place})',
    why: 'LLRT cannot run that; the function moves to LLRT when the code does without it',
    remedy: 'Nothing has to be done: `llrt-migrate apply` without `--transform` does both.',
  },
  {
    code: 'cdk-client-not-embedded',
    severity: 'error',
    title: 'The code of the function uses `{name}` ({place}), which no LLRT binary has',
    why: 'bundled as it is, the client loads `http` and `https` of Node.js, which LLRT lacks; the function stays on Node.js',
    remedy:
      'Call the service with `fetch` and a signature (`aws4fetch`), or bundle the browser build of the client: `--platform=browser`, external `@smithy`, `@aws-sdk/core`, `@aws-crypto`, with region and credentials from the environment.',
  },
  {
    code: 'cdk-props-unseen',
    severity: 'error',
    title: 'The options of the function come from `{name}`, which cannot be seen',
    why: 'bundling options such as `externalModules` in there would take the AWS SDK away from the function; it stays on Node.js',
    remedy: 'Write the options as an object in this package, or set `bundling` after the spread.',
  },
  {
    code: 'cdk-props-shared',
    severity: 'error',
    title: 'The options of the function are shared with {owner}',
    why: 'they hold bundling options that LLRT must not have ({name}) and that the other one needs; the function stays on Node.js',
    remedy: 'Give the function a `bundling` of its own.',
  },
  {
    code: 'cdk-code-prebuilt',
    severity: 'error',
    title: 'The function is deployed from `code` that was bundled before',
    why: 'the construct for LLRT bundles by itself and takes no finished bundle; the function stays on Node.js',
    remedy:
      'Give it `entry`, or add the `bootstrap` of LLRT to the bundle and use `Runtime.PROVIDED_AL2023`.',
  },
  {
    code: 'cdk-plain-function',
    severity: 'info',
    title: 'A function runs finished code on Node.js',
    why: '`Function` deploys what another tool has bundled, and that tool is not known here; the function stays on Node.js',
    remedy:
      'Make it an `LlrtFunction` with `entry`. Or bundle the code with `--format=esm --target=es2023` and `@aws-sdk`, `@smithy` left out, put the `bootstrap` of LLRT beside it, and set `runtime: Runtime.PROVIDED_AL2023`.',
  },
  {
    code: 'cdk-managed-runtime',
    severity: 'error',
    title: 'The function has the option `{name}`',
    why: 'Lambda offers that for runtimes of its own, and LLRT runs on `provided.al2023`; the function stays on Node.js',
    remedy: 'Leave the function on Node.js, or do without the option and run the command again.',
  },
  {
    code: 'cdk-instrumentation',
    severity: 'warning',
    title: 'The function is instrumented with a layer (`adotInstrumentation`)',
    why: 'the layer hooks into Node.js, and has no effect on LLRT or keeps it from starting',
    remedy: 'Leave it out, and send traces another way where they are needed.',
  },
  {
    code: 'cdk-banner-kept',
    severity: 'warning',
    title: 'The bundle keeps its banner',
    why: 'it does more than to define `require`, and what it does is needed or fails on LLRT',
    remedy: 'See whether the code in the banner runs on LLRT; `require` is a global there.',
  },
  {
    code: 'cdk-layers',
    severity: 'warning',
    title: 'The function has layers',
    why: 'LLRT loads no npm packages from layers, and extensions written in Node.js do not run without it',
    remedy:
      'Bundle the packages with the function, and see whether the extensions run on `provided.al2023`.',
  },
  {
    code: 'cdk-node-modules',
    severity: 'warning',
    title: 'Packages are installed beside the bundle (`nodeModules`)',
    why: 'LLRT loads them unbundled, and only those that need nothing it lacks',
    remedy: 'Bundle them: leave out `nodeModules` where the package allows it.',
  },
  {
    code: 'cdk-v1',
    severity: 'error',
    title: 'The function is made with version 1 of the CDK',
    why: 'the construct for LLRT needs aws-cdk-lib 2.38 or newer',
    remedy: 'Upgrade to aws-cdk-lib, then run the command again.',
  },
  {
    code: 'cdk-twin-present',
    severity: 'info',
    title: 'The function has a twin on LLRT',
    why: 'both are deployed side by side, so it stays on Node.js',
    remedy:
      'When all traffic goes to the twin, delete this function and give its role and log group to the twin.',
  },
  {
    code: 'cdk-twin-impossible',
    severity: 'error',
    title: 'No twin can be put beside this function: {reason}',
    why: 'with --keep-node the twin takes over the role and the log group, and needs the same code',
    remedy: '{remedy}',
  },
  {
    code: 'cdk-twin-environment',
    severity: 'warning',
    title: 'The environment of the function is added to later (`{name}`)',
    why: 'the twin does not get that variable',
    remedy:
      'Give the twin a name and call `addEnvironment` on it as well, or write the variable into `environment`.',
  },
  {
    code: 'cdk-syntax-error',
    severity: 'error',
    title: 'The file does not parse: {reason}',
    why: 'what cannot be read cannot be rewritten, so nothing in this file is touched',
    remedy: 'Correct the syntax error and run the command again; other files are not affected.',
  },
  {
    code: 'sam-function',
    severity: 'warning',
    title: 'A SAM template runs functions on `{runtime}`',
    why: 'templates are not rewritten',
    remedy: '{remedy}',
  },
  {
    code: 'serverless-function',
    severity: 'warning',
    title: 'serverless.yml runs functions on `{runtime}`',
    why: 'there is no plugin for LLRT that is maintained, and templates are not rewritten',
    remedy: '{remedy}',
  },
] as const satisfies readonly CatalogueEntry[];

export type LlrtFunctionFindingCode = (typeof llrtFunctionFindings)[number]['code'];

/** Builds a finding of this transform. */
export const llrtFunctionFinding = findingsFrom(llrtFunctionFindings);
