import type { Wrong } from './check-application.js';
import type { Sources } from './write-application.js';

/** A counter-example as text: what differs, the files as they were, and what became of them. */
export function describeWrong(before: Sources, { what, step, details, sources }: Wrong): string {
  const isShown = (path: string): boolean => /\.[jt]s$/.test(path) && !path.includes('-compat.');
  const old = [...before].filter(([path]) => isShown(path));
  const made = [...sources].filter(([path, text]) => isShown(path) && text !== before.get(path));
  return [
    `${what} at step ${step}`,
    ...details.slice(0, 6),
    ...old.map(([path, text]) => `--- before ${path}\n${text}`),
    ...made.map(([path, text]) => `--- after ${path}\n${text}`),
  ].join('\n');
}
