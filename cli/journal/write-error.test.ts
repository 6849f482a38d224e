import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder, readFolder } from '../../transforms/testing/folders.js';
import { SAMPLE } from '../../transforms/testing/sample.js';
import { makeWordCli, runCli, type Finished } from '../testing/cli-process.js';
import { readUnfinished } from './recover.js';

const preload = fileURLToPath(new URL('../testing/kill-preload.mjs', import.meta.url));
const cli = makeWordCli();
afterAll(() => cli.remove());

/** One call; the disk is full from its n-th write on when n is given. */
function call(root: string, args: readonly string[], failAt?: number): Promise<Finished> {
  const options = { cwd: root, script: cli.script };
  return runCli(
    args,
    failAt === undefined ? options : { ...options, preload, env: { FAIL_AT: String(failAt) } },
  );
}

describe('a disk that is full from some write on', () => {
  it('is told with what is half done and what puts it right', async () => {
    const root = makeFolder(SAMPLE);
    const old = readFolder(root);
    const whole = makeFolder(SAMPLE);
    expect((await call(whole, ['apply', '--yes'])).code).toBe(0);
    const now = readFolder(whole);
    const early = await call(root, ['apply', '--yes'], 1);
    expect(early).toMatchObject({ code: 2, stdout: '' });
    expect(early.stderr).toMatch(/cannot be written \(no space is left .* No source was changed/);
    expect(readFolder(root)).toEqual(old);

    const half = await call(root, ['apply', '--yes', '--json'], 32);
    expect(half.code).toBe(2);
    expect(half.stderr).not.toContain('report it');
    const [unfinished] = readUnfinished(root);
    expect(unfinished).toMatchObject({ state: 'applying' });
    expect(JSON.parse(half.stdout)).toMatchObject({
      error: {
        code: 'write-failed',
        message: expect.stringContaining(`so apply ${unfinished?.id} is half done`),
        files: [expect.stringMatching(/^packages\/api\//)],
      },
    });
    expect(readFolder(root)).not.toEqual(old);
    expect(readFolder(root)).not.toEqual(now);

    const back = await call(root, ['undo'], 8);
    expect(back.code).toBe(2);
    expect(back.stderr).toMatch(
      /so the undo of \S+ is half done: .* `llrt-migrate undo \S+` finishes/,
    );
    expect((await call(root, ['undo'])).code).toBe(0);
    expect(readFolder(root)).toEqual(old);
  });

  it('is told as it is, from whatever write of apply on', async () => {
    const old = readFolder(makeFolder(SAMPLE));
    const whole = makeFolder(SAMPLE);
    expect((await call(whole, ['apply', '--yes'])).code).toBe(0);
    const now = readFolder(whole);
    const told = new Set<string>();
    for (let step = 1; ; step += 3) {
      const root = makeFolder(SAMPLE);
      const { code, stderr } = await call(root, ['apply', '--yes'], step);
      const [files, unfinished] = [readFolder(root), readUnfinished(root).length];
      if (code === 0) {
        expect(files).toEqual(now);
        break;
      }
      expect(code, stderr).toBe(2);
      const [what = ''] = /No source was|is half done|All sources were/.exec(stderr) ?? [];
      told.add(what);
      expect(unfinished, `step ${step}: ${stderr}`).toBe(what === 'is half done' ? 1 : 0);
      if (what === 'No source was') expect(files, `step ${step}`).toEqual(old);
      if (what === 'All sources were') expect(files, `step ${step}`).toEqual(now);
    }
    expect([...told]).toEqual(expect.arrayContaining(['No source was', 'is half done']));
    expect(told).not.toContain('');
  });
});
