import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDemo } from './run-demo.js';
import { DEMO_STEPS, FIRST_ROUTE } from './steps.js';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Stands for the command line: notes how it is called, can fail. */
const COMMAND_LINE = `
const { appendFileSync, readFileSync } = require('node:fs');
appendFileSync('../calls', JSON.stringify(process.argv.slice(2)) + '\\n');
const count = readFileSync('../calls', 'utf8').trim().split('\\n').length;
process.exitCode = count === Number(process.env.DEMO_TEST_FAILS_AT) ? 7 : 0;
`;

let folder = '';
let printed = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'demo-test-')));
  printed = '';
  await mkdir(join(folder, 'sample'));
  await writeFile(join(folder, 'sample/package.json'), '{ "name": "sample" }');
  await writeFile(join(folder, 'sample/.gitignore'), 'node_modules\n');
  await writeFile(join(folder, 'cli.cjs'), COMMAND_LINE);
});

afterEach(async () => {
  delete process.env['DEMO_TEST_FAILS_AT'];
  await rm(folder, { recursive: true, force: true });
});

const demo = (): Promise<number> =>
  runDemo({
    sample: join(folder, 'sample'),
    modules: MODULES,
    cli: join(folder, 'cli.cjs'),
    parent: folder,
    print: (text) => {
      printed += text;
    },
  });

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: join(folder, 'console-access'), encoding: 'utf8' });

const calls = async (): Promise<unknown[]> =>
  (await readFile(join(folder, 'calls'), 'utf8'))
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('the demo', () => {
  it('runs every step in a copy under git and says where the copy is', async () => {
    expect(await demo()).toBe(0);

    expect(await calls()).toEqual(DEMO_STEPS.map(({ args }) => args));
    expect(printed).toContain(`$ llrt-migrate apply -r '${FIRST_ROUTE}' --yes\n`);
    expect(printed).toContain(`is in ${join(folder, 'console-access')}\n`);
    expect(await readlink(join(folder, 'console-access/node_modules'))).toBe(MODULES);
    expect(git('status', '--porcelain')).toBe('');
    expect(git('ls-files')).toBe('.gitignore\npackage.json\n');
  });

  it.each([1, 3, 5])('stops when call %i of the command line fails', async (at) => {
    process.env['DEMO_TEST_FAILS_AT'] = String(at);

    expect(await demo()).toBe(7);
    expect(await calls()).toHaveLength(at);
    expect(printed).toContain('this command exited 7');
  });
});
