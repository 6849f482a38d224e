import type { Finding } from '../../transforms/engine/finding.js';
import type { SdkFlavour } from '../../transforms/llrt/sdk.js';
import type { LlrtFinding } from '../../transforms/llrt/rules.js';
import { TAKEN_AWAY_BY } from '../../transforms/llrt-check/taken-away.js';

/** A finding of `check`: those about LLRT name releases, references and routes. */
export interface CheckFinding extends Finding {
  readonly affects?: LlrtFinding['affects'];
  readonly references?: readonly string[];
  /** Ids of the routes that it concerns. */
  readonly routes?: readonly string[];
}

/** Whether a route can move to LLRT, and what it needs before. */
export interface RouteReadiness {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly ready: boolean;
  /** `migration`: only what `llrt-migrate apply` takes away stands in the way. */
  readonly needs: 'nothing' | 'migration' | 'changes';
  /** Codes of the errors that stand in the way. */
  readonly blockedBy: readonly string[];
}

/** What was checked of one package. */
export interface PackageReadiness {
  readonly name: string;
  /** Relative to the workspace root, `''` for the root package. */
  readonly dir: string;
  /** Lambda entries, relative to the workspace root. */
  readonly entries: readonly string[];
  readonly routes: readonly RouteReadiness[];
}

/** The document of `check --json`. */
export interface CheckReport {
  readonly schemaVersion: 1;
  /** The release that was checked. */
  readonly llrt: string;
  /** The binary that the AWS clients need, or the deployment chooses. */
  readonly sdk: SdkFlavour;
  /** No finding is an error; where transforms were asked for, none of those they take away. */
  readonly ready: boolean;
  /** The transforms that were asked for: only findings that these take away are listed. */
  readonly transforms?: readonly string[];
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly routes: number;
    readonly ready: number;
  };
  readonly packages: readonly PackageReadiness[];
  readonly findings: readonly CheckFinding[];
}

/**
 * What stands in the way of one route.
 *
 * @param transforms ids of the transforms that this version has
 */
export function readiness(
  route: { readonly id: string; readonly file: string; readonly line: number },
  findings: readonly CheckFinding[],
  transforms: ReadonlySet<string>,
): RouteReadiness {
  const errors = findings.filter(
    ({ severity, routes }) => severity === 'error' && routes?.includes(route.id),
  );
  const blockedBy = [...new Set(errors.map(({ code }) => code))];
  const isMigrated = (code: string): boolean => transforms.has(TAKEN_AWAY_BY[code] ?? '');
  const needs =
    blockedBy.length === 0 ? 'nothing' : blockedBy.every(isMigrated) ? 'migration' : 'changes';
  const { id, file, line } = route;
  return { id, file, line, ready: blockedBy.length === 0, needs, blockedBy };
}

/** Puts the report together; errors first, then by place. */
export function buildReport(
  what: Pick<CheckReport, 'llrt' | 'sdk' | 'packages' | 'transforms'>,
  findings: readonly CheckFinding[],
): CheckReport {
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const routes = what.packages.flatMap((pkg) => pkg.routes);
  return {
    schemaVersion: 1,
    llrt: what.llrt,
    sdk: what.sdk,
    ready: count('error') === 0,
    ...(what.transforms === undefined ? {} : { transforms: what.transforms }),
    summary: {
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      routes: routes.length,
      ready: routes.filter(({ ready }) => ready).length,
    },
    packages: what.packages,
    findings: findings.toSorted(bySeverityAndPlace),
  };
}

const ORDER = ['error', 'warning', 'info'];

function bySeverityAndPlace(a: CheckFinding, b: CheckFinding): number {
  const severity = ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
  if (severity !== 0) return severity;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}
