import type { EntryRoutes } from '../verify/assign-routes.js';
import { generateEvents } from '../verify/events/generate.js';
import { loadEvents } from '../verify/events/load.js';
import type { ReplayRequest } from '../verify/run-verify.js';

/** The requests of a Lambda, and its routes that none of them is for. */
export interface ChosenEvents {
  readonly events: readonly unknown[];
  /** Ids of selected routes. */
  readonly missed: readonly string[];
}

/** Without events of the user's own: a request to each route that it was made for, as an HTTP API sends it. */
export function chooseEvents(
  { routes }: EntryRoutes,
  { eventsPath, selected }: Pick<ReplayRequest, 'eventsPath' | 'selected'>,
): ChosenEvents {
  const wanted = routes.filter(({ id }) => selected?.(id) ?? true);
  const ids = new Set(wanted.map(({ id }) => id));
  const events =
    eventsPath === undefined
      ? generateEvents(wanted, routes).filter(({ name }) => /^v2 .*: matching$/.test(name))
      : loadEvents(eventsPath, routes);
  const chosen = events.filter(({ route }) => ids.has(route));
  const reached = new Set(chosen.map(({ route }) => route));
  return {
    events: chosen.map(({ event }) => event),
    missed: [...ids].filter((id) => !reached.has(id)),
  };
}
