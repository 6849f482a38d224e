import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { commitAll, makeFolder, readFolder } from '../transforms/testing/folders.js';
import { SAMPLE } from '../transforms/testing/sample.js';
import {
  hasTerminal,
  MAIN,
  makeWordCli,
  runCli,
  runInTerminal,
  type Typed,
} from './testing/cli-process.js';

const run = promisify(execFile);
const word = makeWordCli();
afterAll(() => word.remove());

describe('the built command line', () => {
  it('is executable and answers', async () => {
    expect(statSync(MAIN).mode & 0o111).toBe(0o111);
    const { stdout } = await run(MAIN, ['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('loads no parser for help and version', async () => {
    const spy = makeFolder({
      'spy.mjs': "import { register } from 'node:module'; register('./hook.mjs', import.meta.url);",
      'hook.mjs':
        "import { writeSync } from 'node:fs'; export async function load(url, context, next) { writeSync(2, url + '\\n'); return next(url, context); }",
    });
    for (const flag of ['--help', '--version']) {
      const { code, stderr } = await runCli([flag], { cwd: spy, preload: `${spy}/spy.mjs` });
      expect(code).toBe(0);
      const loaded = stderr.split('\n').filter((url) => url.includes('/dist/'));
      expect(loaded.length).toBeGreaterThan(3);
      expect(loaded.length).toBeLessThan(20);
      expect(stderr).not.toMatch(/node_modules|lambda-api-to-hono\/|commands\//);
    }
  });

  it('ends quietly when the reader of its output has gone', async () => {
    const root = makeFolder({
      'package.json': '{}',
      'a.js': Array.from({ length: 5000 }, (_, i) => `route GET /a${i} old\n`).join(''),
    });
    const command = `"${process.execPath}" "${word.script}" diff | head -n 1`;
    const { stdout, stderr } = await run('bash', ['-o', 'pipefail', '-c', command], { cwd: root });
    expect(stdout).toMatch(/^diff --git/);
    expect(stderr).toBe('');
  });

  it.skipIf(!existsSync('/dev/full'))('says when its output cannot be written', async () => {
    const root = makeFolder({ 'package.json': '{}', 'a.js': 'route GET /a old\n' });
    for (const args of ['status --json', 'diff', '--version']) {
      const command = `"${process.execPath}" "${word.script}" ${args} > /dev/full`;
      const failed = run('bash', ['-c', command], { cwd: root });
      await expect(failed).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^llrt-migrate: stdout cannot be written \(ENOSPC/m),
      });
    }
  });

  it('refuses to write in a repository where git is not installed', async () => {
    const root = makeFolder({ 'package.json': '{}', 'a.js': 'route GET /a old\n' });
    const options = { cwd: root, script: word.script, env: { PATH: root } };
    commitAll(root);
    const refused = await runCli(['apply', '--yes'], options);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('the program git, which this repository needs, was not found');
    expect((await runCli(['apply', '--yes', '--allow-dirty'], options)).code).toBe(0);
    const bare = makeFolder({ 'package.json': '{}', 'a.js': 'route GET /a old\n' });
    expect((await runCli(['apply', '--yes'], { ...options, cwd: bare })).code).toBe(0);
  });

  it('exits 130 when it is interrupted', async () => {
    const root = makeFolder({ 'package.json': '{}', 'a.js': 'route GET /a old\n' });
    const slow = makeFolder({
      'slow.mjs':
        "process.stderr.write('ready'); setTimeout(() => {}, 600); await new Promise((go) => process.once('SIGINT', go));",
    });
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { start } from '${new URL('../cli/start.js', `file://${MAIN}`).href}'; await start([{ id: 'lambda-api-to-hono', load: () => import('${slow}/slow.mjs') }]);`,
        '--',
        'status',
      ],
      { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    child.stderr.once('data', () => child.kill('SIGINT'));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
  });
});

describe.skipIf(!hasTerminal())('in a terminal', () => {
  const options = (root: string, ...typed: Typed[]) => ({ cwd: root, script: word.script, typed });
  const down = '\u001b[B';

  it('asks before it writes', async () => {
    const root = makeFolder(SAMPLE);
    commitAll(root);
    const before = readFolder(root);
    const no = await runInTerminal(['apply'], options(root, ['Write these', 'n']));
    expect(no.stdout).toContain('4 files changed');
    expect(no.code).toBe(0);
    expect(readFolder(root)).toEqual(before);
    expect((await runInTerminal(['apply'], options(root, ['Write these', 'y']))).code).toBe(0);
    expect(readFolder(root)['packages/api/src/index.js']).toContain('POST /v1/users new');
  });

  it('asks route by route, with the diff in view, and writes what was accepted', async () => {
    const root = makeFolder(SAMPLE);
    chmodSync(root, 0o755);
    const answers: Typed[] = [
      ['(1 of 4)', '\r'],
      ['(2 of 4)', `${down}\r`],
      ['(3 of 4)', `${down}\r`],
      ['(4 of 4)', '\r'],
    ];
    const { code, stdout } = await runInTerminal(['apply', '-i'], options(root, ...answers));
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Migrate GET /files/* (1 of 4)?');
    const files = readFolder(root);
    expect(files['packages/api/src/bom.js']).toMatch(/\* new\r\n.*:name old/s);
    expect(files['packages/api/src/index.js']).toMatch(/:id old\n.*users new/s);
  });

  it('writes nothing when the questions are ended', async () => {
    const root = makeFolder(SAMPLE);
    const before = readFolder(root);
    const { code } = await runInTerminal(
      ['apply', '-i'],
      options(root, ['(1 of 4)', '\r'], ['(2 of 4)', '\u0003']),
    );
    expect(code).toBe(130);
    expect(readFolder(root)).toEqual(before);
  });
});
