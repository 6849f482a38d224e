import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/call.js';
import { startEndpoints, type Endpoints } from './testing/endpoints.js';

const TOKEN = 'Bearer s3cr3t-token-of-the-test';
const folder = mkdtempSync(join(tmpdir(), 'compare-test-'));
let address: Endpoints;

beforeAll(async () => {
  address = await startEndpoints();
});

afterAll(() => {
  address.close();
  rmSync(folder, { recursive: true });
});

describe('a call that cannot be', () => {
  const lines = (text: string): string => {
    const file = join(folder, 'given.jsonl');
    writeFileSync(file, text);
    return file;
  };

  const har = (text: string): string => {
    const file = join(folder, 'given.har');
    writeFileSync(file, text);
    return file;
  };

  it('tells of a credential that cannot be sent without showing it', async () => {
    const args = ['compare', address.a, address.b, '--header', 'authorization: env:API_TOKEN'];
    const env = { API_TOKEN: 'Bearer s3cr3t\nsecond' };
    const answer = await call(folder, [...args, '--json'], env);
    expect(answer.stdout + answer.stderr).toContain('credential-invalid');
    expect(answer.stdout + answer.stderr).not.toContain('s3cr3t');
  });

  it.each([
    ['endpoint-missing', () => [address.a]],
    ['endpoint-invalid', () => ['ftp://example.com', address.b]],
    ['endpoint-invalid', () => ['https://me:pw@example.com', address.b]],
    ['endpoint-invalid', () => [`${address.a}?x=1`, address.b]],
    ['requests-unreadable', () => [address.a, address.b, '--requests', 'none.jsonl']],
    ['requests-unreadable', () => [address.a, address.b, '--requests', lines('')]],
    ['requests-unreadable', () => [address.a, address.b, '--requests', lines('{"path":"x"}')]],
    ['requests-unreadable', () => [address.a, address.b, '--requests', lines('GET /x')]],
    ...[
      '{"path":"/../home"}',
      '{"path":"/x/%2e%2e/%2e%2e/home"}',
      '{"path":"/same#part"}',
      '{"path":"/same","body":"x"}',
      '{"path":"/same","headers":{"a b":"x"}}',
      '{"path":"/same","method":"NO WAY"}',
      '{"path":"/same","method":"TRACE"}',
    ].map((line): [string, () => string[]] => [
      'request-unsendable',
      () => [address.a, address.b, '--unsafe', '--requests', lines(line)],
    ]),
    [
      'nothing-to-send',
      () => [address.a, address.b, '--requests', lines('{"method":"POST","path":"/"}')],
    ],
    ['credential-written-out', () => [address.a, address.b, '--header', `authorization: ${TOKEN}`]],
    ['credential-missing', () => [address.a, address.b, '--header', 'authorization: env:NONE']],
    ['requests-unreadable', () => [address.a, address.b, '--requests', har('{"log":{}}')]],
    ['requests-unreadable', () => [address.a, address.b, '--requests', har('<html>')]],
    [
      'requests-unreadable',
      () => {
        const text = '{"log":{"entries":[{"request":{"method":"GET","url":"/x"}}]}}';
        return [address.a, address.b, '--requests', har(text)];
      },
    ],
    ['requests-unreadable', () => [address.a, address.b, '--requests', folder]],
    ['header-invalid', () => [address.a, address.b, '--header', 'authorization']],
    ['option-invalid', () => [address.a, address.b, '--rate', 'fast']],
    [
      'endpoint-unreachable',
      () => ['http://127.0.0.1:9/v1', address.b, '--requests', lines('{"path":"/same"}')],
    ],
  ])('ends with %s', async (code, args) => {
    const answer = await call(folder, ['compare', ...args(), '--json']);
    expect([answer.code, JSON.parse(answer.stdout)]).toEqual([
      2,
      { schemaVersion: 1, error: expect.objectContaining({ code }) },
    ]);
    expect(answer.stdout + answer.stderr).not.toContain('s3cr3t');
  });
});
