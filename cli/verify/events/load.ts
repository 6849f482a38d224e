import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from '../../../transforms/engine/failure.js';
import { isRecord, methodOf, pathOf } from '../compare/kind.js';
import type { ReplayEvent } from '../types.js';
import { NO_ROUTE, parseRouteId, routeOf } from './route-id.js';

/**
 * Reads the user's events: one JSON file or a folder of them (subfolders too). A file
 * holds one event, `{ name, event, context }`, or an array of either. Each event is
 * given to the route that its method and path belong to.
 *
 * @param path absolute path of a file or folder
 * @param routes routes of the application
 * @throws Failure `events-unreadable` that names the file
 */
export function loadEvents(
  path: string,
  routes: readonly { readonly id: string }[],
): ReplayEvent[] {
  const known = routes.map(({ id }) => parseRouteId(id));
  const files = eventFiles(path);
  if (files.length === 0) {
    throw unreadable(path, 'there is no .json file in it', 'Put the events there as *.json files.');
  }
  return files.flatMap((file) => {
    const label = relative(path, file) || (file.split(/[\\/]/).at(-1) ?? file);
    return itemsOf(file).map((item, index, items) =>
      readItem(item, { file, label: items.length > 1 ? `${label}[${index}]` : label }, (event) =>
        routeOf(known, methodOf(event), pathOf(event) ?? ''),
      ),
    );
  });
}

function eventFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, reason(error), 'Name a JSON file or a folder of JSON files.');
  }
}

function itemsOf(file: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    return Array.isArray(value) ? value : [value];
  } catch (error) {
    throw unreadable(file, reason(error), 'Correct the file, or point --events elsewhere.');
  }
}

function readItem(
  item: unknown,
  { file, label }: { readonly file: string; readonly label: string },
  route: (event: unknown) => string,
): ReplayEvent {
  if (!isRecord(item)) {
    const what = `${label} holds ${JSON.stringify(item)?.slice(0, 40)} where an event is expected`;
    throw unreadable(file, what, 'A Lambda event is a JSON object.');
  }
  const wrapped = isRecord(item['event']);
  const event = wrapped ? item['event'] : item;
  const name = wrapped && typeof item['name'] === 'string' ? `${label}: ${item['name']}` : label;
  const context = wrapped && isRecord(item['context']) ? { context: item['context'] } : {};
  const isHttp = methodOf(event) !== '' && pathOf(event) !== undefined;
  return { name, route: isHttp ? route(event) : NO_ROUTE, event, ...context };
}

function unreadable(path: string, what: string, remedy: string): Failure {
  return new Failure(
    'events-unreadable',
    `${path}: the events cannot be read (${what}), so there is nothing to replay. ${remedy}`,
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
