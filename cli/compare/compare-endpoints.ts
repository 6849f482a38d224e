import { resolve } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import type { CommandContext } from '../command.js';
import { readHeaders } from './credentials.js';
import { IGNORED_HEADERS } from './differences.js';
import { readEndpoint, type Endpoint } from './endpoint.js';
import type { CompareReport } from './report.js';
import type { CompareRequest } from './request.js';
import { assertSendable } from './requests/assert-sendable.js';
import { giveCredentials } from './requests/give-credentials.js';
import { loadRequests } from './requests/load.js';
import { runCompare } from './run-compare.js';
import { Secrets } from './secrets.js';

/**
 * Everything behind `llrt-migrate compare`: reads the options, makes or loads the requests, sends
 * them and compares.
 *
 * @throws Failure for what the person has to put right
 */
export async function compareEndpoints(context: CommandContext): Promise<CompareReport> {
  const { options, positionals, io, signal } = context;
  const [a, b] = positionals;
  if (a === undefined || b === undefined)
    throw new Failure(
      'endpoint-missing',
      'compare needs two addresses: llrt-migrate compare https://api.example.com/v1 https://api.example.com/v2 --requests requests.jsonl',
    );
  const endpoints = [readEndpoint('A', a), readEndpoint('B', b)] as const;
  const texts = [
    ...options.list('header').map((text) => ({ text })),
    ...options.list('header-a').map((text) => ({ text, only: 'A' as const })),
    ...options.list('header-b').map((text) => ({ text, only: 'B' as const })),
  ];
  const secrets = new Secrets();
  const headers = readHeaders(texts, io.env, secrets);
  const perSecond = numberOption(context, 'rate', 0.01);
  const requests = await requestsOf(context, endpoints, secrets);
  assertSendable(requests, endpoints);
  return runCompare({
    endpoints: [endpoints[0], endpoints[1]],
    requests,
    headers,
    secrets,
    ignoredHeaders: [
      ...IGNORED_HEADERS,
      ...options.list('ignore-header').map((name) => name.toLowerCase()),
    ],
    isUnsafe: options.flag('unsafe'),
    talk: context.talk,
    timeoutMs: numberOption(context, 'timeout', 1) ?? 30_000,
    pace: {
      concurrency: Math.floor(numberOption(context, 'concurrency', 1) ?? 4),
      ...(perSecond === undefined ? {} : { perSecond }),
      signal,
    },
  });
}

async function requestsOf(
  context: CommandContext,
  endpoints: readonly Endpoint[],
  secrets: Secrets,
): Promise<readonly CompareRequest[]> {
  const file = context.options.text('requests');
  if (file === undefined) return generated(context);
  const requests = loadRequests(resolve(context.global.cwd, file), endpoints, context.talk);
  return giveCredentials(requests, context, secrets);
}

async function generated(context: CommandContext): Promise<readonly CompareRequest[]> {
  const [{ listRoutes }, { generateRequests }] = await Promise.all([
    import('../verify/list-routes.js'),
    import('./requests/generate.js'),
  ]);
  const ids = await listRoutes(context);
  if (ids.length === 0)
    throw new Failure(
      'no-routes',
      'No route was found in the workspace to make requests from. Name a file with --requests, or the folder of the code with --cwd.',
    );
  context.talk(`Requests are made from ${ids.length} routes of the workspace.`);
  return generateRequests(ids);
}

function numberOption(
  { options }: CommandContext,
  name: string,
  least: number,
): number | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= least && text.trim() !== '') return value;
  throw new Failure(
    'option-invalid',
    `--${name} needs a number of at least ${least}, not "${text}".`,
  );
}
