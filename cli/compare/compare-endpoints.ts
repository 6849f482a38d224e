import { resolve } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import type { CommandContext } from '../command.js';
import { isSecretHeader, readHeaders, type Credentials } from './credentials.js';
import { IGNORED_HEADERS } from './differences.js';
import { readEndpoint, type Endpoint } from './endpoint.js';
import type { CompareReport } from './report.js';
import type { CompareRequest } from './request.js';
import { loadRequests } from './requests/load.js';
import { runCompare } from './run-compare.js';

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
  const credentials = readHeaders(texts, io.env);
  const perSecond = numberOption(context, 'rate', 0.01);
  const requests = await requestsOf(context, endpoints, credentials);
  return runCompare({
    endpoints: [endpoints[0], endpoints[1]],
    requests,
    credentials,
    ignoredHeaders: [
      ...IGNORED_HEADERS,
      ...options.list('ignore-header').map((name) => name.toLowerCase()),
    ],
    isUnsafe: options.flag('unsafe'),
    timeoutMs: numberOption(context, 'timeout', 1) ?? 30_000,
    pace: {
      concurrency: Math.floor(numberOption(context, 'concurrency', 1) ?? 4),
      ...(perSecond === undefined ? {} : { perSecond }),
      signal,
    },
    say: context.talk,
  });
}

async function requestsOf(
  context: CommandContext,
  endpoints: readonly Endpoint[],
  { redact }: Credentials,
): Promise<readonly CompareRequest[]> {
  const file = context.options.text('requests');
  if (file === undefined) return generated(context);
  const bases = endpoints.map(({ base }) => base);
  const requests = loadRequests(resolve(context.global.cwd, file), bases);
  return requests.map((request) => withoutCredentials(request, context, redact));
}

/** Credentials in a file would be sent, and end up in reports: only the environment may have them. */
function withoutCredentials(
  request: CompareRequest,
  { io, talk }: CommandContext,
  redact: (text: string) => string,
): CompareRequest {
  const headers = request.headers.flatMap(([name, value]) => {
    if (!isSecretHeader(name)) return [[name, value] as const];
    const variable = /^(?:env:|\$)(\w+)$/.exec(value)?.[1];
    const known = variable === undefined ? undefined : io.env[variable];
    if (known !== undefined) return [[name, known] as const];
    talk(
      `${redact(request.name)}: the header ${name} is not sent, because credentials come from the environment only: write "env:NAME", or use --header.`,
    );
    return [];
  });
  return { ...request, headers };
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
