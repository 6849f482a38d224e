import type { IncomingHttpHeaders } from 'node:http';
import { canonicalJson } from './compare/canonical-json.js';
import type { OutgoingCall } from './types.js';

/** Header by which the child names the origin that a redirected call was meant for. */
export const TARGET_HEADER = 'x-llrt-migrate-target';

/** Header by which the child numbers its calls. */
export const CALL_HEADER = 'x-llrt-migrate-call';

/** In the place of a number: a call of the setup module, which is not compared. */
export const SETUP_CALL = 'setup';

/** Headers that differ from run to run, or that only the HTTP client decides. */
const IGNORED = new Set([
  CALL_HEADER,
  TARGET_HEADER,
  'accept-encoding',
  'accept-language',
  'connection',
  'content-length',
  'date',
  'host',
  'keep-alive',
  'sec-fetch-mode',
  'transfer-encoding',
  'user-agent',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amzn-trace-id',
]);

/** One request as it came in on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a request is meant for. */
export interface Destination {
  /** `local`: a server on this machine, for example a DynamoDB that the setup module started. */
  readonly kind: 'aws' | 'local' | 'other';
  /** Service name (`sts`) or origin (`https://example.com`). */
  readonly to: string;
  /** Operation of RPC protocols, `''` for REST. */
  readonly action: string;
}

/**
 * Finds out what a request was meant for: from the origin the child noted, from the
 * scope of the signature (`Credential=AKID/20260101/us-east-1/sts/aws4_request`), the
 * `x-amz-target` header and the `Action` field of the query protocol.
 */
export function destinationOf(request: WireRequest): Destination {
  const target = headerText(request, TARGET_HEADER);
  const host = target === '' ? '' : new URL(target).hostname;
  const local = host !== '' && isLoopback(host);
  if (host !== '' && !local && !isAwsHost(host)) return { kind: 'other', to: target, action: '' };
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(
    headerText(request, 'authorization'),
  );
  // Without the port: it may differ between the sides.
  if (local) return { kind: 'local', to: scope?.[1] ?? 'local', action: actionOf(request) };
  const byHost = /(?:^|\.)signin\.aws\.amazon\.com$/.test(host) ? 'signin' : host.split('.')[0];
  return { kind: 'aws', to: scope?.[1] ?? (byHost || 'aws'), action: actionOf(request) };
}

/** Whether a host name is this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1|\[::1\]|0\.0\.0\.0|::)$/i.test(host);
}

/** Whether the recorder answers for this host in the place of AWS. */
export function isAwsHost(host: string): boolean {
  return /\.amazonaws\.com(\.cn)?$/.test(host) || /(^|\.)signin\.aws\.amazon\.com$/.test(host);
}

/** The comparable part of a request. */
export function describeCall(
  request: WireRequest,
  destination: Destination,
): Omit<OutgoingCall, 'started' | 'finished'> {
  return {
    to: destination.to,
    method: request.method,
    what: destination.action === '' ? request.path : destination.action,
    headers: comparableHeaders(request.headers),
    body: canonicalBody(request, destination),
  };
}

function actionOf(request: WireRequest): string {
  const target = headerText(request, 'x-amz-target');
  if (target !== '') return target.slice(target.lastIndexOf('.') + 1);
  if (!isForm(request)) return '';
  return new URLSearchParams(request.body.toString()).get('Action') ?? '';
}

function comparableHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    if (IGNORED.has(name) || name.startsWith('amz-sdk-')) continue;
    if (name === 'authorization' && text.startsWith('AWS')) continue;
    kept.push([name, text]);
  }
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function canonicalBody(request: WireRequest, destination: Destination): string {
  const text = request.body.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(request.body)) {
    return `base64:${request.body.toString('base64')}`;
  }
  if (destination.kind !== 'other' && isForm(request)) {
    const form = new URLSearchParams(text);
    form.sort(); // the query protocol numbers its lists, the order of fields means nothing
    return form.toString();
  }
  return /json/.test(headerText(request, 'content-type')) ? (canonicalJson(text) ?? text) : text;
}

function isForm(request: WireRequest): boolean {
  return headerText(request, 'content-type').startsWith('application/x-www-form-urlencoded');
}

function headerText(request: WireRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}
