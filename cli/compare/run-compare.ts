import { Failure } from '../../transforms/engine/failure.js';
import { count } from '../text.js';
import type { ExtraHeader } from './credentials.js';
import { compareAnswers } from './differences.js';
import { addressOf, type Endpoint } from './endpoint.js';
import { buildReport, type ComparedRequest, type CompareReport } from './report.js';
import { isSafe, type CompareRequest } from './request.js';
import { inOrder, type Pace } from './schedule.js';
import type { Secrets } from './secrets.js';
import { send, type Answer } from './send.js';

/** Two endpoints, and what to send to them. */
export interface CompareTask {
  readonly endpoints: readonly [Endpoint, Endpoint];
  readonly requests: readonly CompareRequest[];
  readonly headers: readonly ExtraHeader[];
  readonly secrets: Secrets;
  readonly ignoredHeaders: readonly string[];
  /** Whether requests that may change something are sent as well. */
  readonly isUnsafe: boolean;
  readonly timeoutMs: number;
  readonly pace: Pace;
  readonly talk: (text: string) => void;
}

/** Requests without an answer after which an endpoint that never answered is given up. */
const GIVE_UP = 10;

/**
 * Sends every request to both endpoints, to A first, and compares the answers.
 *
 * @throws Failure `nothing-to-send`, `endpoint-unreachable`
 */
export async function runCompare(task: CompareTask): Promise<CompareReport> {
  const { endpoints, requests, headers, secrets, ignoredHeaders, timeoutMs, pace } = task;
  const sent = requests.filter((request) => task.isUnsafe || isSafe(request));
  if (sent.length === 0)
    throw new Failure(
      'nothing-to-send',
      `None of the ${requests.length} requests is a GET, HEAD or OPTIONS. Others may change something, and twice: --unsafe sends them, to endpoints where that does no harm.`,
    );
  task.talk(`Sending ${count(sent.length, 'request')} to A and to B.`);
  const options = { headers, timeoutMs, signal: pace.signal };
  const reached = [new Reached(endpoints[0]), new Reached(endpoints[1])] as const;
  const compared = await inOrder(sent, pace, async (request): Promise<ComparedRequest> => {
    const answer = async (at: 0 | 1): Promise<Answer> => {
      const given = redacted(await send(endpoints[at], request, options), secrets);
      reached[at].note(given);
      return given;
    };
    const [a, b] = [await answer(0), await answer(1)];
    const { name, method, path } = request;
    const differences = compareAnswers({ a, b }, ignoredHeaders, endpoints);
    const isFailed = a.outcome === 'failed' && b.outcome === 'failed';
    const statuses = { a: statusOf(a), b: statusOf(b) };
    return { name, method, path, differences, isFailed, statuses };
  });
  for (const one of reached) one.assert();
  const [a, b] = endpoints.map((endpoint) => addressOf(endpoint, ''));
  const told = {
    endpoints: { a: a ?? '', b: b ?? '' },
    leftOut: requests.length - sent.length,
    ignoredHeaders,
  };
  return buildReport(compared, told, (text) => secrets.redact(text));
}

/** Before anything is compared: what is shown of a difference may begin within a secret. */
function redacted(answer: Answer, secrets: Secrets): Answer {
  const clean = (text: string): string => secrets.redact(text);
  if (answer.outcome === 'failed') return { ...answer, why: clean(answer.why) };
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, clean(value)]);
  return {
    ...answer,
    headers: Object.fromEntries(headers),
    cookies: answer.cookies.map(clean),
    body: clean(answer.body),
  };
}

function statusOf(answer: Answer): string {
  return answer.outcome === 'response' ? String(answer.status) : 'failed';
}

/** An endpoint that answers nothing is a mistake in the call, not a difference. */
class Reached {
  #answers = 0;
  #failures: string[] = [];
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  note(answer: Answer): void {
    if (answer.outcome === 'response') this.#answers += 1;
    else this.#failures.push(answer.why);
    if (this.#failures.length >= GIVE_UP) this.assert();
  }

  assert(): void {
    const [why] = this.#failures;
    if (this.#answers > 0 || why === undefined) return;
    throw new Failure(
      'endpoint-unreachable',
      `URL_${this.#endpoint.label} (${addressOf(this.#endpoint, '')}) answered none of ${count(this.#failures.length, 'request')}: ${why}. Check the address, the network, and --timeout.`,
    );
  }
}
