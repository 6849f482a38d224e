import type { Row } from '../../../../fixtures/conformance/row.js';
import { changed, migrate } from '../../random/snapshot.js';
import type { Sources } from '../../random/write-application.js';
import { differences, observe, type Seen } from './observe.js';
import { eventsOf, type SentEvent } from './requests.js';

/** What became of a row. */
export interface Judgement {
  /** As `Verdict` writes it, or `DIFFERS` where nothing is said about a difference. */
  readonly verdict: string;
  readonly differences: readonly string[];
  /** The application after the migration. */
  readonly after: Sources;
}

/** Migrates the application of a row and compares what both sides answer. */
export async function judge(row: Row): Promise<Judgement> {
  const sources = sourcesOf(row);
  const events = eventsOf(row);
  const before = await attempt(sources, events);
  const outcome = migrate(sources);
  const after = changed(sources, outcome);
  const codes = (wanted: (severity: string) => boolean): string =>
    [
      ...new Set(
        outcome.findings.filter(({ severity }) => wanted(severity)).map(({ code }) => code),
      ),
    ]
      .toSorted()
      .join(' ');
  const errors = codes((severity) => severity === 'error');
  const told = codes((severity) => severity === 'info')
    .replace(/ ?lambda-api-defects/, '')
    .trim();
  const say = (verdict: string, found: readonly string[] = []): Judgement => ({
    verdict: verdict.trim(),
    differences: found,
    after,
  });
  if (before === undefined) {
    const isKept = [...after].every(([path, text]) => sources.get(path) === text);
    return say(isKept ? `refused ${errors}` : 'refused, but changed');
  }
  const now = await attempt(after, events, before);
  if (now === undefined) return say('DIFFERS', ['does not load']);
  const found = differences(before, now, events);
  const remains = codes((severity) => severity === 'warning');
  const stays = errors || (usesLambdaApi(after) ? remains || 'without a finding' : '');
  if (stays) return say(found.length > 0 ? `DIFFERS, stays ${stays}` : `stays ${stays}`, found);
  if (found.length > 0) return say(`told ${told || 'lambda-api-defects'}`, found);
  return say('same');
}

/** Migrates only the first route of a row: what differs while both frameworks answer. */
export async function judgeHalfway(row: Row): Promise<readonly string[]> {
  const sources = sourcesOf(row);
  const events = eventsOf(row);
  const ids = migrate(sources).migrates;
  const before = await attempt(sources, events);
  const [first] = ids;
  if (first === undefined || ids.length < 2 || before === undefined) return [];
  const half = changed(sources, migrate(sources, first));
  const now = await attempt(half, events, before);
  if (migrate(sources).findings.some(({ code }) => code === 'routes-listed')) return [];
  return now ? differences(before, now, events) : ['does not load'];
}

function usesLambdaApi(sources: Sources): boolean {
  return [...sources.values()].some((text) => /require\('lambda-api'\)/.test(text));
}

async function attempt(
  sources: Sources,
  events: readonly SentEvent[],
  before?: readonly Seen[],
): Promise<readonly Seen[] | undefined> {
  return observe(sources, events, before).catch(() => undefined);
}

/** The package that a row stands for. */
export function sourcesOf({ options = '', app, handler }: Row): Sources {
  const run = handler ?? 'async (event, context) => api.run(event, context)';
  const text = `const api = require('lambda-api')(${options});

${app}

exports.handler = ${run};
`;
  const manifest = { name: 'row', dependencies: { 'lambda-api': '^1.5.1' } };
  return new Map([
    ['index.js', text],
    ['package.json', `${JSON.stringify(manifest, null, 2)}\n`],
  ]);
}
