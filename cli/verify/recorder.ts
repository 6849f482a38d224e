import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerFor } from './protocols.js';
import { passOn } from './pass-on.js';
import {
  CALL_HEADER,
  describeCall,
  destinationOf,
  SETUP_CALL,
  type WireRequest,
} from './recorded-call.js';
import type { OutgoingCall, Span } from './types.js';

/**
 * Milliseconds before an answer goes out. Calls that the code starts together then
 * overlap here too, so their order does not look like a sequence.
 */
const ANSWER_DELAY = 4;

/** When calls began and ended, by id. */
export type Spans = ReadonlyMap<string, Span>;

/** A server on loopback that stands for AWS and for every other host, and notes what it is asked. */
export interface Recorder {
  /** Base address, the `AWS_ENDPOINT_URL` of the side. */
  readonly url: string;
  /** Sets the clock of the replay (milliseconds since 1970) and starts a new list unless `keep`. */
  begin(now: number, keep?: boolean): void;
  /** Notes a connection that the child refused to open, for example to a database. */
  refused(to: string): void;
  /**
   * The calls since `begin`, in the order in which they came.
   *
   * @param spans when each call began and ended, as the child saw it, by the id that it
   *   gave the call; a call without one counts as under way all the time
   */
  calls(spans: Spans): readonly OutgoingCall[];
  close(): Promise<void>;
}

interface Timeline {
  calls: Noted[];
  now: number;
}

interface Noted {
  readonly id: string;
  call: Omit<OutgoingCall, keyof Span>;
}

/**
 * Starts a recorder on a free port of 127.0.0.1. AWS calls get the smallest valid
 * answer, calls to a server on this machine are passed on to it; for any other host the
 * connection is cut without an answer, so that both sides fail in the same way and
 * nothing leaves the machine.
 */
export async function startRecorder(): Promise<Recorder> {
  let timeline: Timeline = { calls: [], now: 0 };
  const server = createServer((request, response) => {
    const current = timeline;
    record(current, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await listen(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    url: `http://127.0.0.1:${address.port}`,
    begin: (now, keep = false) => {
      if (keep) timeline.now = now;
      else timeline = { calls: [], now };
    },
    refused: (to) => {
      const call = { to, method: 'CONNECT', what: '', headers: {}, body: '' };
      timeline.calls.push({ id: '', call });
    },
    calls: (spans) =>
      timeline.calls
        .filter(({ id }) => id !== SETUP_CALL)
        .map(({ id, call }) => ({ ...call, ...spanOf(spans, id) })),
    close: () => close(server),
  };
}

async function record(
  timeline: Timeline,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Noted before the body is read, so that the order of the list is the order of arrival.
  const noted: Noted = {
    id: String(request.headers[CALL_HEADER] ?? ''),
    call: {
      to: '',
      method: request.method ?? '',
      what: request.url ?? '',
      headers: {},
      body: 'never sent completely',
    },
  };
  timeline.calls.push(noted);
  const wire = await readRequest(request);
  const destination = destinationOf(wire);
  noted.call = describeCall(wire, destination);
  await sleep(ANSWER_DELAY);
  if (destination.kind === 'other') {
    response.destroy();
    return;
  }
  if (destination.kind === 'local') {
    await passOn(wire, response);
    return;
  }
  const answer = answerFor({
    service: destination.to,
    action: destination.action,
    now: timeline.now,
    method: wire.method,
    path: wire.path,
    body: wire.body.toString('utf8'),
    contentType: wire.headers['content-type'] ?? '',
  });
  response.writeHead(answer.status, {
    ...answer.headers,
    // The clock of the replay: the SDKs correct their own clock by this header.
    date: new Date(timeline.now).toUTCString(),
    'content-length': String(Buffer.byteLength(answer.body)),
    'x-amzn-requestid': '00000000-0000-4000-8000-00000000feed',
  });
  response.end(wire.method === 'HEAD' ? undefined : answer.body);
}

function spanOf(spans: Spans, id: string): Span {
  return spans.get(id) ?? { started: 0, finished: Infinity };
}

async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
