import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Outcome } from '../../types.js';

/** The API of Lambda that runtimes ask for events, for one process. */
export interface RuntimeApi {
  /** `host:port`, the `AWS_LAMBDA_RUNTIME_API` of the process. */
  readonly address: string;
  /** Resolves when the process asks for its first event, or with why its init failed. */
  readonly started: Promise<string | undefined>;
  /** Gives the process an event; resolves with how it answered. */
  invoke(id: string, event: unknown, deadline: number): Promise<Outcome>;
  close(): Promise<void>;
}

const PREFIX = '/2018-06-01/runtime';

/** Starts the API on a free port of 127.0.0.1. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const state = new Invocations();
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    address: `127.0.0.1:${address.port}`,
    started: state.started,
    invoke: (id, event, deadline) => state.invoke(id, event, deadline),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly deadline: number;
  readonly end: (outcome: Outcome) => void;
}

/** What was given to the process, and what waits for it. */
class Invocations {
  readonly started: Promise<string | undefined>;
  start: (failure: string | undefined) => void = () => undefined;
  #waiting: ((invocation: Invocation) => void) | undefined;
  #next: Invocation | undefined;
  #running: Invocation | undefined;

  constructor() {
    this.started = new Promise((resolve) => {
      this.start = resolve;
    });
  }

  invoke(id: string, event: unknown, deadline: number): Promise<Outcome> {
    return new Promise((end) => {
      const invocation = { id, event, deadline, end };
      if (this.#waiting) this.#hand(this.#waiting, invocation);
      else this.#next = invocation;
    });
  }

  /** The process asks for an event. */
  take(): Promise<Invocation> {
    this.start(undefined);
    return new Promise((resolve) => {
      if (this.#next) this.#hand(resolve, this.#next);
      else this.#waiting = resolve;
    });
  }

  end(id: string, outcome: Outcome): void {
    if (this.#running?.id === id) this.#running.end(outcome);
  }

  #hand(take: (invocation: Invocation) => void, invocation: Invocation): void {
    this.#waiting = undefined;
    this.#next = undefined;
    this.#running = invocation;
    take(invocation);
  }
}

async function answer(
  state: Invocations,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '';
  if (path === `${PREFIX}/invocation/next`) {
    const { id, event, deadline } = await state.take();
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(deadline),
      'lambda-runtime-invoked-function-arn':
        'arn:aws:lambda:us-east-1:123456789012:function:llrt-migrate-verify',
    });
    response.end(JSON.stringify(event));
    return;
  }
  const body = await textOf(request);
  const [, id = '', kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
  if (path === `${PREFIX}/init/error`) state.start(errorText(body));
  else if (kind === 'response')
    state.end(id, { kind: 'answer', json: body === '' ? 'null' : body });
  else if (kind === 'error') state.end(id, { kind: 'throw', why: errorText(body) });
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

/** `Error: message`, as for what is thrown on the other side. */
function errorText(body: string): string {
  try {
    const { errorType = 'Error', errorMessage = '' } = JSON.parse(body) as Record<string, string>;
    return `${errorType}: ${errorMessage}`;
  } catch {
    return body;
  }
}
