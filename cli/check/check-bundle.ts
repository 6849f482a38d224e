import { checkEntry, type EntryCheck } from '../../transforms/llrt-check/entry-check.js';
import { checkFinding } from '../../transforms/llrt-check/findings.js';
import type { ImportContext } from '../../transforms/llrt-check/imports/check-imports.js';
import type { KnownRoute } from '../../transforms/llrt-check/routes/attribution.js';
import type { CheckFinding } from './check-report.js';

/** What was found out about one bundle. */
export interface BundleCheck {
  readonly findings: readonly CheckFinding[];
  readonly routes: EntryCheck['routes'];
}

/** Checks the bundle of one entry; one that is nested too deeply says so, and the others are checked. */
export function checkBundle(context: ImportContext, known: readonly KnownRoute[]): BundleCheck {
  try {
    const { findings, routes } = checkEntry(context, known);
    return {
      findings: findings.map(({ finding, routes: ids }) => ({ ...finding, routes: ids })),
      routes,
    };
  } catch (error) {
    // The stack of the process is full: walks through a tree call themselves.
    if (!(error instanceof RangeError)) throw error;
    const place = { file: context.bundle.entry, line: 1, column: 1 };
    const finding = checkFinding('check-too-deep', place);
    return { findings: [{ ...finding, routes: known.map(({ id }) => id) }], routes: [] };
  }
}
