import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answers, type Case } from '../testing/both-sides.js';
import { KINDS } from '../testing/lambda-events.js';
import type { Loose } from './event.js';
import { sendFile } from './files.js';
import { redirect } from './redirect.js';
import { getLink, useS3 } from './s3.js';

/** The real client, with a network that knows one object. */
const s3Config: Loose = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
  requestHandler: {
    handle: async ({ path }: { path: string }) =>
      path === '/dir/page.html'
        ? object(200, { 'content-type': 'text/html', etag: '"tag"' }, '<p>é</p>')
        : object(404, { 'content-type': 'application/xml' }, NO_SUCH_KEY),
  },
};

const NO_SUCH_KEY =
  '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>';

function object(statusCode: number, headers: Record<string, string>, text: string): Loose {
  const dated = { ...headers, 'last-modified': 'Wed, 01 Jan 2020 00:00:00 GMT' };
  return { response: { statusCode, headers: dated, body: Readable.from([Buffer.from(text)]) } };
}

const CASES: readonly Case[] = [
  {
    name: 'an object, with its type, tag and time',
    options: { s3Config },
    before: (api) => api.any('/x', (_req, res) => res.sendFile('s3://bucket/dir/page.html')),
    after: (app) => {
      useS3(app, s3Config);
      app.on('ANY', '/x', (c) => sendFile(c, 's3://bucket/dir/page.html'));
    },
    requests: [{}, { method: 'HEAD' }, { headers: [['If-None-Match', '"tag"']] }],
  },
  {
    name: 'an object that is not there',
    options: { s3Config },
    before: (api) =>
      api.any('/x', (_req, res) => res.sendFile('S3://bucket/none', { private: true })),
    after: (app) => {
      useS3(app, s3Config);
      app.on('ANY', '/x', (c) => sendFile(c, 'S3://bucket/none', { private: true }));
    },
    requests: [{}],
  },
  {
    name: 'signed addresses, and what is none',
    options: { s3Config },
    before: (api) => {
      const link = (req: Loose, res: Loose): Promise<void> =>
        res.getLink(req.query.at, req.query.for).then((address: string): void => res.json(address));
      api.get('/link', link);
      api.get('/to', (req, res) => res.redirect(307, req.query.at));
    },
    after: (app) => {
      useS3(app, s3Config);
      app.get('/link', async (c) =>
        c.json(await getLink(c, String(c.req.query('at')), c.req.query('for'))),
      );
      app.get('/to', (c) => redirect(c, String(c.req.query('at')), 307));
    },
    requests: [
      { path: '/link', query: [['at', 'bucket/key']] },
      { path: '/link', query: [['at', 's3://bucket']] },
      { path: '/to', query: [['at', 's3://bucket/']] },
    ],
  },
];

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_767_225_600_000 }));
afterAll(() => void vi.useRealTimers());

describe.each(KINDS)('S3 on %s', (kind) => {
  test.each(CASES.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const { before, after } = await answers(one, kind);
    expect(after).toEqual(before);
  });
});
