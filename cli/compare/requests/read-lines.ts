import * as v from 'valibot';
import { Failure } from '../../../transforms/engine/failure.js';
import type { CompareRequest } from '../request.js';

const Line = v.strictObject({
  name: v.optional(v.string()),
  method: v.optional(v.string(), 'GET'),
  path: v.pipe(v.string(), v.startsWith('/')),
  headers: v.optional(v.record(v.string(), v.union([v.string(), v.array(v.string())])), {}),
  body: v.optional(v.unknown()),
  /** The body is base64 of bytes. */
  base64: v.optional(v.boolean(), false),
});

/**
 * Reads requests, one JSON object on each line. A body that is no text is sent as JSON.
 *
 * @throws Failure `requests-unreadable` with the line
 * @example
 * readLines('{"path":"/users/1"}', 'requests.jsonl')[0]?.method // 'GET'
 */
export function readLines(text: string, file: string): CompareRequest[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    return [requestOf(line, `${file}:${index + 1}`)];
  });
}

function requestOf(line: string, place: string): CompareRequest {
  const { name, method, path, headers, body, base64 } = parseLine(line, place);
  const given = Object.entries(headers).flatMap(([key, value]) =>
    [value].flat().map((one) => [key, one] as const),
  );
  const isJson = body !== undefined && typeof body !== 'string';
  const hasType = given.some(([key]) => key.toLowerCase() === 'content-type');
  const type = isJson && !hasType ? [['content-type', 'application/json'] as const] : [];
  const upper = method.toUpperCase();
  return {
    name: name ?? `${upper} ${path}`,
    method: upper,
    path,
    headers: [...given, ...type],
    ...(body === undefined ? {} : { body: bodyOf(body, base64) }),
  };
}

function bodyOf(body: unknown, isBase64: boolean): string | Uint8Array<ArrayBuffer> {
  if (typeof body !== 'string') return JSON.stringify(body);
  return isBase64 ? new Uint8Array(Buffer.from(body, 'base64')) : body;
}

function parseLine(line: string, place: string): v.InferOutput<typeof Line> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw unreadable(place, String(error));
  }
  const result = v.safeParse(Line, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw unreadable(place, `${v.getDotPath(issue) ?? 'the line'}: ${issue.message}`);
}

function unreadable(place: string, why: string): Failure {
  return new Failure(
    'requests-unreadable',
    `${place} is no request (${why}). Each line is a JSON object such as {"method":"GET","path":"/users/1","headers":{"accept":"application/json"}}; "body" is text or a JSON value, with "base64": true for bytes.`,
  );
}
