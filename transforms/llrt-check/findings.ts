import { findingsFrom, type CatalogueEntry } from '../engine/catalogue.js';

/** What `check` says about itself: code that it did not look at. */
export const checkFindings = [
  {
    code: 'check-no-entry',
    severity: 'error',
    title: 'No Lambda entry was found, so no code was looked at',
    why: 'nothing is known about whether it runs on LLRT, and an empty list of findings would look like a good one',
    remedy:
      'Name the module that exports the handler: `llrt-migrate check --entry src/index.ts`. Where it is in another package, see whether --package and `packages` of the configuration select that.',
  },
  {
    code: 'check-entry-guessed',
    severity: 'warning',
    title: 'No module exports a Lambda handler; {names} was looked at in its place',
    why: 'what is deployed may be other code, which was not checked',
    remedy:
      'Name the module that exports the handler: `llrt-migrate check --entry src/index.ts`. Nothing has to be done where these are the right ones.',
  },
  {
    code: 'check-entry-unseen',
    severity: 'warning',
    title: 'The code of the handler `{handler}` was not found among the sources',
    why: 'it was not checked; it may be made by a build, or lie outside of the workspace',
    remedy: 'Name the source that it is made from: `llrt-migrate check --entry src/index.ts`.',
  },
  {
    code: 'check-too-deep',
    severity: 'error',
    title: 'The bundle of this entry is nested too deeply to be read',
    why: 'an expression in it, or in one of its packages, has thousands of parts in each other, so it was not checked',
    remedy:
      'Give Node.js a larger stack: `node --stack-size=8000 node_modules/llrt-migrate/dist/cli/main.js check`, after `ulimit -s unlimited`.',
  },
] as const satisfies readonly CatalogueEntry[];

/** Builds a finding of `check` about itself. */
export const checkFinding = findingsFrom(checkFindings);
