import { Failure } from '../../transforms/engine/failure.js';
import type { Credentials } from './credentials.js';
import { compareAnswers, type AnswerPair } from './differences.js';
import { addressOf, type Endpoint } from './endpoint.js';
import { buildReport, type ComparedRequest, type CompareReport } from './report.js';
import { isSafe, type CompareRequest } from './request.js';
import { inOrder, type Pace } from './schedule.js';
import { send, type Answer } from './send.js';

/** Two endpoints, and what to send to them. */
export interface CompareTask {
  readonly endpoints: readonly [Endpoint, Endpoint];
  readonly requests: readonly CompareRequest[];
  readonly credentials: Credentials;
  readonly ignoredHeaders: readonly string[];
  /** Whether requests that may change something are sent as well. */
  readonly isUnsafe: boolean;
  readonly timeoutMs: number;
  readonly pace: Pace;
  readonly say: (line: string) => void;
}

/**
 * Sends every request to both endpoints, to A first, and compares the answers.
 *
 * @throws Failure `nothing-to-send`, `endpoint-unreachable`
 */
export async function runCompare(task: CompareTask): Promise<CompareReport> {
  const { endpoints, requests, credentials, ignoredHeaders, isUnsafe, timeoutMs, pace, say } = task;
  const sent = requests.filter((request) => isUnsafe || isSafe(request));
  if (sent.length === 0)
    throw new Failure(
      'nothing-to-send',
      `None of the ${requests.length} requests is a GET, HEAD or OPTIONS. Others may change something, and twice: --unsafe sends them, to endpoints where that does no harm.`,
    );
  const { signal } = pace;
  say(`Sending ${sent.length} requests to A and to B.`);
  const options = { headers: credentials.headers, timeoutMs, signal };
  const pairs = await inOrder(sent, pace, async (request): Promise<AnswerPair> => ({
    a: await send(endpoints[0], request, options),
    b: await send(endpoints[1], request, options),
  }));
  assertReached(
    endpoints[0],
    pairs.map(({ a }) => a),
  );
  assertReached(
    endpoints[1],
    pairs.map(({ b }) => b),
  );
  const compared = sent.map((request, index): ComparedRequest => {
    const pair = pairs[index];
    if (!pair) throw new Error(`no answer was kept for ${request.name}`);
    const { name, method, path } = request;
    const differences = compareAnswers(pair, ignoredHeaders, endpoints);
    const isFailed = pair.a.outcome === 'failed' && pair.b.outcome === 'failed';
    const statuses = { a: statusOf(pair.a), b: statusOf(pair.b) };
    return { name, method, path, differences, isFailed, statuses };
  });
  const [a, b] = endpoints.map((endpoint) => addressOf(endpoint, ''));
  return buildReport(
    compared,
    {
      endpoints: { a: a ?? '', b: b ?? '' },
      leftOut: requests.length - sent.length,
      ignoredHeaders,
    },
    credentials.redact,
  );
}

function statusOf(answer: Answer): string {
  return answer.outcome === 'response' ? String(answer.status) : 'failed';
}

/** An endpoint that answers nothing is a mistake in the call, not a difference. */
function assertReached(endpoint: Endpoint, answers: readonly Answer[]): void {
  const [first] = answers;
  if (first?.outcome !== 'failed' || answers.some(({ outcome }) => outcome === 'response')) return;
  throw new Failure(
    'endpoint-unreachable',
    `URL_${endpoint.label} (${addressOf(endpoint, '')}) answered none of the ${answers.length} requests: ${first.why}. Check the address, the network, and --timeout.`,
  );
}
