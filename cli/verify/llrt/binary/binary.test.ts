import { expect, test } from 'vitest';
import type { VerifyReport } from '../../report.js';
import { checkedReport } from '../../testing/schema.js';
import { standIn } from '../testing/stand-in-binary.js';
import {
  temporary,
  type Files,
  verify,
  watchTemporaryFiles,
  workspace,
} from '../../testing/workspace.js';

watchTemporaryFiles();

const APP = `const run = {
  plain: () => 'plain',
  clock: () => [Date.now(), new Date().toISOString()],
  random: () => [Math.random(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint8Array(4))]],
  call: () => fetch('https://api.example.com/a', { method: 'POST', body: 'x' }).catch(() => 'refused'),
  setup: () => process.env.FROM_SETUP,
  different: () => typeof process.env.AWS_LAMBDA_RUNTIME_API,
  throws: () => {
    throw new TypeError('broken');
  },
  hangs: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
};
export const handler = async ({ rawPath }) => ({
  statusCode: 200,
  body: JSON.stringify([await run[rawPath.slice(1)]()]),
});
`;

const event = (name: string): object => ({
  name,
  event: { version: '2.0', rawPath: `/${name}`, requestContext: { http: { method: 'GET' } } },
});

async function replay(files: Files, names: readonly string[], ...more: string[]) {
  const root = workspace({
    'package.json': '{ "name": "app", "type": "module" }',
    'events.json': JSON.stringify(names.map(event)),
    ...files,
  });
  const args = ['--entry', 'src/index.js#handler', '--events', 'events.json', '--timeout', '1500'];
  const llrt = ['--runtime', 'llrt', '--llrt-binary', standIn(temporary), '--json', ...more];
  const ran = await verify(root, ...args, ...llrt);
  const report = checkedReport(JSON.parse(ran.stdout) as VerifyReport);
  const different = report.routes.flatMap((route) => route.different);
  return { ran, report, different };
}

test('answers, clock, random numbers, calls and the setup are those of the other side', async () => {
  const names = ['plain', 'clock', 'random', 'call', 'setup', 'throws', 'clock'];
  const setup = "export default async () => { process.env.FROM_SETUP = 'set'; };\n";
  const files = { 'src/index.js': APP, 'setup.mjs': setup };
  const { ran, report, different } = await replay(files, names, '--setup', 'setup.mjs');
  expect(different.map(({ event: name, difference }) => [name, difference])).toEqual([]);
  expect(report).toMatchObject({
    summary: { events: 7, same: 7, calls: 1 },
    runtime: { name: 'llrt', engine: 'binary', lacking: [] },
  });
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain('on LLRT itself');
});

test('a difference, a hang and what follows them are told', async () => {
  const { ran, different } = await replay({ 'src/index.js': APP }, [
    'different',
    'hangs',
    'plain',
    'call',
  ]);
  expect(ran.code).toBe(1);
  expect(different.map(({ difference }) => difference)).toEqual([
    'body: ["undefined"] before, ["string"] after',
  ]);
});

test('an init that fails, and one that ends the process', async () => {
  const broken = await replay({ 'src/index.js': "throw new Error('no table');\n" + APP }, [
    'plain',
  ]);
  expect(broken.ran.stderr).toContain('does not start on LLRT 0.8.1: Error: no table');
  const gone = 'if (process.env.AWS_LAMBDA_RUNTIME_API) process.exit(3);\n';
  const ended = await replay({ 'src/index.js': gone + APP }, ['plain']);
  expect(ended.ran.stderr).toContain('the process ended during init (exit code 3)');
  expect(ended.different).toHaveLength(1);
  const unnamed = await replay({ 'src/index.js': 'export const other = 1;\n' }, ['plain']);
  expect(unnamed.ran.stderr).toContain('"handler" is not a function in the bundle');
});
