import { compareObservations, type Difference } from './compare/differences.js';
import type { ClientView } from './compare/client-view.js';
import type { RuntimeReport } from './llrt/runtime.js';
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

/** A difference that does not count, and is told all the same. */
export interface Note {
  readonly event: string;
  /** The messages say the same and quote the source, which is written in another way. */
  readonly note: 'error-quotes-source';
  readonly before: string;
  readonly after: string;
}

/** What verify found for one route. */
export interface RouteReport {
  readonly id: string;
  readonly events: number;
  readonly same: number;
  /** Events that hang on both sides; they count as same. */
  readonly hangs: number;
  readonly different: readonly DifferentEvent[];
  readonly notes: readonly Note[];
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
    /** Events among `different` that were never answered before and are after (`may-not-answer`). */
    readonly answeredNow: number;
    /** Error messages that count as equal although they quote different source text. */
    readonly notes: number;
    /** Outgoing calls that were compared. */
    readonly calls: number;
  };
  readonly routes: readonly RouteReport[];
  /** What the code after ran on, where that was not Node.js. */
  readonly runtime?: RuntimeReport;
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
    notes: parts.flatMap((part) => part.notes),
  }));
  return summarise(
    routes,
    sum(reports, (report) => report.summary.calls),
  );
}

function routeReport(id: string, replayed: readonly ReplayedEvent[]): RouteReport {
  const different: DifferentEvent[] = [];
  const notes: Note[] = [];
  let hangs = 0;
  for (const { event, before, after } of replayed) {
    const compared = compareObservations(before, after, event.event);
    for (const quoted of compared.notes) {
      notes.push({ event: event.name, note: 'error-quotes-source', ...quoted });
    }
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
  return { id, events, same: events - different.length, hangs, different, notes };
}

function describe({ field, before, after, finding }: Difference): string {
  const told = `${field}: ${before} before, ${after} after`;
  return finding === undefined ? told : `${told} (finding ${finding})`;
}

function summarise(routes: readonly RouteReport[], calls: number): VerifyReport {
  const events = sum(routes, (route) => route.events);
  const same = sum(routes, (route) => route.same);
  const hangs = sum(routes, (route) => route.hangs);
  const answeredNow = sum(routes, (route) => route.different.filter(isAnsweredNow).length);
  const notes = sum(routes, (route) => route.notes.length);
  const different = events - same;
  return {
    schemaVersion: 1,
    summary: { routes: routes.length, events, same, different, hangs, answeredNow, notes, calls },
    routes,
  };
}

/** True for an event that was never answered before and is after. */
export function isAnsweredNow({ fields }: DifferentEvent): boolean {
  return fields.some(({ finding }) => finding === 'may-not-answer');
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
