import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../transforms/testing/folders.js';
import { SAMPLE } from '../transforms/testing/sample.js';
import { call, callJson } from './testing/call.js';

describe('usage', () => {
  it('names what is near', async () => {
    const root = makeFolder(SAMPLE);
    const messages = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await call(root, args);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await messages('dif')).toContain('no command "dif". Did you mean diff?');
    expect(await messages('review')).toContain('does not have the command "review" yet');
    expect(await messages('diff', '--stats')).toContain('no option --stats. Did you mean --stat?');
    expect(await messages('diff', '--plan')).toContain('--plan needs a value, FILE.');
    expect(await messages('diff', '--stat=1')).toContain('--stat takes no value.');
    expect(await messages('status', 'more')).toContain('"more" is one argument too many');
    expect(await messages('diff', '-r', 'GET /v1/user/:id')).toContain(
      'Did you mean GET /v1/users/:id?',
    );
    expect(await messages('-t', 'jose-to-web-crypto')).toContain('does not have the transform');
    expect(await messages('-p', 'apy')).toContain('Did you mean api?');
    expect(await messages('--cwd', 'none')).toContain('is no folder');
    expect(await messages('--quiet', '--verbose')).toContain('exclude each other');
  });

  it('takes packages and files as absolute paths, and . as the package around', async () => {
    const root = makeFolder(SAMPLE);
    const packagesOf = async (cwd: string, ...args: string[]): Promise<unknown> =>
      (await callJson('status', cwd, args)).document['packages'];
    const [api, web] = [join(root, 'packages/api'), join(root, 'packages/web')];
    expect(await packagesOf(web, '-p', `${api}/`)).toMatchObject([{ name: 'api' }]);
    expect(await packagesOf(api, '-p', '.')).toMatchObject([{ name: 'api' }]);
    expect(await packagesOf(root, '-p', '.')).toMatchObject([{ name: 'root' }]);
    expect(await packagesOf(api, '-p', root)).toMatchObject([{ name: 'root' }]);
    const { document } = await callJson('status', web, ['--file', join(api, 'src/b*.js')]);
    expect(document).toMatchObject({ summary: { routes: 2 } });
    expect((await call(root, ['-p', '/tmp'])).code).toBe(2);
  });

  it('prints one JSON document also for errors', async () => {
    const folder = makeFolder({});
    for (const args of [['status'], ['nonsense'], ['diff', '--oops'], ['undo']])
      expect((await callJson('error', folder, args)).code).toBe(2);
    const odd = await call(folder, ['status', '--json=yes']);
    expect(odd.code).toBe(2);
    expect(JSON.parse(odd.stdout)).toMatchObject({ error: { code: 'usage' } });
  });

  it('prints one JSON document also for help and version', async () => {
    const root = makeFolder({});
    const { document } = await callJson('version', root, ['status', '--version']);
    expect(document['version']).toMatch(/^\d+\.\d+\.\d+$/);
    for (const args of [['--help'], ['diff', '-h']])
      expect((await callJson('help', root, args)).document['help']).toContain('llrt-migrate');
  });

  it('shows help and version, and lists only commands there are', async () => {
    const root = makeFolder({});
    const help = await call(root, ['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const word of ['status', 'diff', 'apply', 'undo', 'verify', 'check', 'explain'])
      expect(help.stdout).toMatch(new RegExp(`^  ${word} `, 'm'));
    expect(help.stdout).not.toMatch(/^ {2}(review) /m);
    expect(Math.max(...help.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const command of ['status', 'diff', 'apply', 'undo', 'explain']) {
      const { code, stdout } = await call(root, [command, '-h']);
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: llrt-migrate ${command}`);
    }
    expect((await call(root, ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('configuration', () => {
  it('is found at the root or named, and leaves out what it says', async () => {
    const config = { packages: ['packages/*'], exclude: ['**/bom.js'] };
    const root = makeFolder({ ...SAMPLE, 'llrt-migrate.config.json': JSON.stringify(config) });
    const { document } = await callJson('status', join(root, 'packages/api'), []);
    expect(document).toMatchObject({ summary: { routes: 2 }, packages: [{}, {}] });
    mkdirSync(join(root, 'other'));
    writeFileSync(join(root, 'other/c.json'), '{ "exclude": ["**/*"] }');
    const named = await callJson('status', root, ['--config', 'other/c.json']);
    expect(named.document).toMatchObject({ summary: { routes: 0 } });
  });

  it('names the key that is wrong', async () => {
    const message = async (text: string): Promise<string> => {
      const root = makeFolder({ ...SAMPLE, 'llrt-migrate.config.json': text });
      const { code, stderr } = await call(root, []);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await message('{ "exclud": [] }')).toContain(
      'unknown key "exclud". Did you mean exclude?',
    );
    expect(await message('{ "exclude": "x" }')).toContain('"exclude": Invalid type');
    expect(await message('{ "packages": [1] }')).toContain('"packages.0": Invalid type');
    expect(await message('{')).toContain('llrt-migrate.config.json: ');
    const missing = await call(makeFolder(SAMPLE), ['--config', 'none.json']);
    expect(missing.stderr).toContain('There is no configuration file');
  });
});
