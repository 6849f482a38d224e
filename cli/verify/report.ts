import { compareObservations, type Difference } from './compare/differences.js';
import type { ClientView } from './compare/client-view.js';
import type { Observation, ReplayEvent } from './types.js';

/** One event that was answered differently. */
export interface DifferentEvent {
  readonly event: string;
  readonly before: ClientView;
  readonly after: ClientView;
  /** What differs, in one text. */
  readonly difference: string;
  readonly fields: readonly Difference[];
}

/** What verify found for one route. */
export interface RouteReport {
  readonly id: string;
  readonly events: number;
  readonly same: number;
  /** Events that hang on both sides; they count as same. */
  readonly hangs: number;
  readonly different: readonly DifferentEvent[];
}

/** The document of `verify --json`. */
export interface VerifyReport {
  readonly schemaVersion: 1;
  readonly summary: {
    readonly routes: number;
    readonly events: number;
    readonly same: number;
    readonly different: number;
    readonly hangs: number;
    /** Outgoing calls that were compared. */
    readonly calls: number;
  };
  readonly routes: readonly RouteReport[];
}

/** One event with what both sides did. */
export interface ReplayedEvent {
  readonly event: ReplayEvent;
  readonly before: Observation;
  readonly after: Observation;
}

/** Compares every event and groups the result by route, in the order in which routes first occur. */
export function buildReport(replayed: readonly ReplayedEvent[]): VerifyReport {
  const byRoute = groupBy(replayed, ({ event }) => event.route);
  return summarise(
    [...byRoute].map(([id, events]) => routeReport(id, events)),
    replayed.reduce(
      (sum, { before, after }) => sum + Math.max(before.calls.length, after.calls.length),
      0,
    ),
  );
}

/** One report for several replays, for example of several Lambdas of a package. */
export function mergeReports(reports: readonly VerifyReport[]): VerifyReport {
  const byRoute = groupBy(
    reports.flatMap((report) => report.routes),
    ({ id }) => id,
  );
  const routes = [...byRoute].map(([id, parts]) => ({
    id,
    events: sum(parts, (part) => part.events),
    same: sum(parts, (part) => part.same),
    hangs: sum(parts, (part) => part.hangs),
    different: parts.flatMap((part) => part.different),
  }));
  return summarise(
    routes,
    sum(reports, (report) => report.summary.calls),
  );
}

function routeReport(id: string, replayed: readonly ReplayedEvent[]): RouteReport {
  const different: DifferentEvent[] = [];
  let hangs = 0;
  for (const { event, before, after } of replayed) {
    const compared = compareObservations(before, after, event.event);
    if (compared.differences.length > 0) {
      const { differences: fields } = compared;
      const difference = fields.map(describe).join('; ');
      different.push({
        event: event.name,
        before: compared.before,
        after: compared.after,
        difference,
        fields,
      });
    } else if (compared.before.outcome === 'hang') {
      hangs++;
    }
  }
  const events = replayed.length;
  return { id, events, same: events - different.length, hangs, different };
}

function describe({ field, before, after }: Difference): string {
  return `${field}: ${before} before, ${after} after`;
}

function summarise(routes: readonly RouteReport[], calls: number): VerifyReport {
  const events = sum(routes, (route) => route.events);
  const same = sum(routes, (route) => route.same);
  const hangs = sum(routes, (route) => route.hangs);
  return {
    schemaVersion: 1,
    summary: { routes: routes.length, events, same, different: events - same, hangs, calls },
    routes,
  };
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
