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
    code: 'manifest-invalid',
    severity: 'error',
    title: 'The package.json cannot be read ({reason})',
    why: 'the dependencies and the module format of the package are unknown, so none of its files is migrated',
    remedy: 'Correct the package.json and run the command again.',
  },
] as const satisfies readonly CatalogueEntry[];

/** Builds a finding about the workspace itself. */
export const engineFinding = findingsFrom(engineFindings);
