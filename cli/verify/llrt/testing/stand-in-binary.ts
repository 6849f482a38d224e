import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Speaks to Lambda as LLRT does: asks for events, calls the handler with two arguments. */
const RUNTIME = `#!${process.execPath}
const { pathToFileURL } = require('node:url');
const { join } = require('node:path');
const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: root, _HANDLER: handler } = process.env;
const base = 'http://' + api + '/2018-06-01/runtime';
const real = fetch;
const post = (path, body) => real(base + path, { method: 'POST', body: JSON.stringify(body) ?? '' });
const told = (error) => ({ errorType: error.name, errorMessage: error.message });
const at = handler.lastIndexOf('.');
const main = async () => {
  const loaded = await import(pathToFileURL(join(root, handler.slice(0, at) + '.mjs')).href);
  for (;;) {
    const next = await real(base + '/invocation/next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    try {
      const result = await loaded[handler.slice(at + 1)](await next.json(), { awsRequestId: id });
      await post('/invocation/' + id + '/response', result);
    } catch (error) {
      await post('/invocation/' + id + '/error', told(error));
    }
  }
};
main().catch((error) => post('/init/error', told(error)).then(() => process.exit(1)));
`;

/**
 * Writes a program that stands in for LLRT.
 *
 * @returns its absolute path
 */
export function standIn(folder: string): string {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const path = join(folder, 'bin', 'llrt');
  writeFileSync(path, RUNTIME);
  chmodSync(path, 0o755);
  return path;
}
