import { findingsFrom, type CatalogueEntry } from './catalogue.js';

/** Findings about the workspace itself, whatever the transform. */
export const engineFindings = [
  {
    code: 'file-unreadable',
    severity: 'warning',
    title: 'The file cannot be read ({reason})',
    why: 'whether it has code to migrate is unknown, so it stays as it is',
    remedy:
      'Make the file readable and save it as UTF-8, or leave it out with "exclude" in llrt-migrate.config.json.',
  },
  {
    code: 'folder-unreadable',
    severity: 'warning',
    title: 'The folder cannot be listed',
    why: 'whether it has code to migrate is unknown, so everything in it stays as it is',
    remedy: 'Make the folder readable, or leave it out with "exclude" in llrt-migrate.config.json.',
  },
  {
    code: 'file-linked-outside',
    severity: 'warning',
    title: 'The file is a symbolic link that leads out of the workspace',
    why: 'what stands outside is not ours to change, so code in it is neither listed nor migrated',
    remedy: 'Put the file itself into the workspace, or run the command where it is.',
  },
  {
    code: 'manifest-invalid',
    severity: 'error',
    title: 'The package.json cannot be read ({reason})',
    why: 'the dependencies and the module format of the package are unknown, so none of its files is migrated',
    remedy: 'Correct the package.json and run the command again.',
  },
  {
    code: 'transform-failed',
    severity: 'error',
    title: '{transform} failed in this package ({reason})',
    why: 'that is a defect of llrt-migrate, so the whole package stays as it is; other packages are not affected',
    remedy:
      'Please report it, with the source that it fails on. Leave that source out with "exclude" in llrt-migrate.config.json to migrate the rest of the package.',
  },
  {
    code: 'prettier-config-runs',
    severity: 'info',
    title: 'The Prettier configuration {reason}',
    why: 'planning runs no code of yours, so it is not followed, and the changed files have the form that the rewrite gave them',
    remedy: 'After the apply, run your own Prettier over the changed files.',
  },
  {
    code: 'prettier-config-invalid',
    severity: 'warning',
    title: 'The Prettier configuration cannot be read ({reason})',
    why: 'how the project formats its code is unknown, so changed files have the form that the rewrite gave them',
    remedy:
      'Correct the configuration and run the command again, or run your own Prettier over the changed files after the apply.',
  },
  {
    code: 'prettier-failed',
    severity: 'warning',
    title: 'Prettier cannot format the changed file ({reason})',
    why: 'it was formatted with Prettier before and now has the form that the rewrite gave it',
    remedy: 'After the apply, run your own Prettier over this file and see what it says.',
  },
] as const satisfies readonly CatalogueEntry[];

/** Builds a finding about the workspace itself. */
export const engineFinding = findingsFrom(engineFindings);
