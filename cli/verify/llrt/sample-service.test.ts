import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { VerifyReport } from '../report.js';
import {
  call,
  commit,
  temporary,
  verify,
  watchTemporaryFiles,
  write,
} from '../testing/workspace.js';

watchTemporaryFiles();

test('the sample service answers on LLRT as before', { timeout: 120_000 }, async () => {
  const root = join(temporary, 'sample');
  cpSync(resolve('fixtures/apps/console-access'), root, { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  write(root, { '.gitignore': 'node_modules\n' });
  commit(root);
  expect((await call(root, undefined, 'apply', '--yes')).code).toBe(0);
  const replay = async (release: string): Promise<VerifyReport> => {
    const args = ['--events', 'events', '--setup', 'setup.mjs', '--json'];
    const ran = await verify(root, '--runtime', 'llrt', '--llrt', release, ...args);
    expect(ran.stderr).not.toContain('does not start');
    return JSON.parse(ran.stdout) as VerifyReport;
  };
  const lacking = ({ runtime }: VerifyReport): readonly string[] =>
    (runtime?.lacking ?? []).map(({ code, file }) => `${code} ${file}`);

  const newest = await replay('0.8.1');
  expect(newest.summary).toMatchObject({ events: 51, different: 0, calls: 29 });
  expect(newest.runtime).toMatchObject({ sdk: 'std', engine: 'profile', lacking: [] });

  const main = await replay('main');
  expect(main.summary).toMatchObject({ events: 51, different: 0, calls: 29 });
  expect(lacking(main)).toEqual(['llrt-request-forbidden-headers src/middleware/cors.js']);

  const old = await replay('0.7.0');
  expect(old.summary).toMatchObject({ events: 51, different: 0, calls: 29 });
  expect(lacking(old)).toEqual([]);
});
