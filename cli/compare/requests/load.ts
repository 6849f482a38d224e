import { readFileSync } from 'node:fs';
import { Failure } from '../../../transforms/engine/failure.js';
import type { Endpoint } from '../endpoint.js';
import type { CompareRequest } from '../request.js';
import { readHar } from './read-har.js';
import { readLines } from './read-lines.js';

/**
 * Reads the requests of a file: HTTP Archive by its ending `.har`, JSON lines else.
 *
 * @param file absolute
 * @param talk is told what a recording has besides requests to the endpoints
 * @throws Failure `requests-unreadable`
 */
export function loadRequests(
  file: string,
  endpoints: readonly Endpoint[],
  talk: (text: string) => void,
): CompareRequest[] {
  const text = readText(file);
  const requests = /\.har$/i.test(file)
    ? readHar(text, file, { endpoints, talk })
    : readLines(text, file);
  if (requests.length > 0) return requests;
  throw new Failure('requests-unreadable', `${file} has no requests, so there is nothing to send.`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Failure(
      'requests-unreadable',
      `${file} cannot be read (${String(error)}). Name a file of JSON lines or an HTTP Archive with --requests.`,
    );
  }
}
