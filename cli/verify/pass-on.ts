import { request as httpRequest, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { CALL_HEADER, TARGET_HEADER, type WireRequest } from './recorded-call.js';

/** Sends a request on to the server on this machine that it was meant for, and its answer back. */
export function passOn(wire: WireRequest, response: ServerResponse): Promise<void> {
  const {
    [TARGET_HEADER]: target,
    [CALL_HEADER]: _call,
    'transfer-encoding': _encoding,
    ...headers
  } = wire.headers;
  const url = new URL(wire.path, String(target));
  const options = {
    method: wire.method,
    headers: { ...headers, host: url.host, 'content-length': String(wire.body.length) },
  };
  return new Promise((resolve, reject) => {
    const onward = httpRequest(url, options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response).then(resolve, reject);
    });
    onward.on('error', reject);
    onward.end(wire.body);
  });
}
