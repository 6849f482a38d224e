import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createPlan } from '../../transforms/engine/plan.js';
import { openWorkspace } from '../../transforms/engine/workspace.js';
import { makeFolder, readFolder } from '../../transforms/testing/folders.js';
import { SAMPLE } from '../../transforms/testing/sample.js';
import { wordTransform } from '../../transforms/testing/word-transform.js';
import { makeWordCli, runCli, type Finished } from '../testing/cli-process.js';
import { applyPlan } from './apply.js';
import { readBefore } from './history.js';
import { readUnfinished, recoverWorkspace } from './recover.js';
import { undo } from './undo.js';

const preload = fileURLToPath(new URL('../testing/kill-preload.mjs', import.meta.url));
const cli = makeWordCli();
afterAll(() => cli.remove());

type Files = Record<string, string>;

/** One process of the command line in a folder, killed at its n-th write when n is given. */
function call(root: string, args: readonly string[], killAt?: number): Promise<Finished> {
  const env = killAt === undefined ? {} : { KILL_AT: String(killAt) };
  const options = { cwd: root, env, script: cli.script };
  return runCli(args, killAt === undefined ? options : { ...options, preload });
}

async function countWrites(root: string, args: readonly string[]): Promise<number> {
  const { stderr, code } = await call(root, args, 0);
  expect(code).toBe(0);
  return Number(/writes: (\d+)/.exec(stderr)?.[1]);
}

const isTemporary = (path: string): boolean => path.endsWith('.llrt-migrate-tmp');

/** Every file has its old or its new content; nothing else is there but a half-written one beside. */
function expectOldOrNew(found: Files, old: Files, now: Files): void {
  for (const path of new Set([...Object.keys(old), ...Object.keys(now)]))
    expect([old[path], now[path]], path).toContain(found[path]);
  const extra = Object.keys(found).filter((path) => !(path in now) && !isTemporary(path));
  expect(extra).toEqual([]);
}

/** What the next `apply --yes` does, in this process: it is faster than a process for each step. */
async function applyAgain(root: string): Promise<void> {
  recoverWorkspace(root);
  applyPlan(root, await createPlan(openWorkspace({ cwd: root }), {}, [wordTransform]));
}

interface Measured {
  readonly old: Files;
  readonly now: Files;
  readonly applyWrites: number;
  readonly undoWrites: number;
}

/** What apply and undo do when nothing kills them. */
async function measure(): Promise<Measured> {
  const root = makeSample();
  const old = readFolder(root);
  const applyWrites = await countWrites(root, ['apply', '--yes']);
  const now = readFolder(root);
  const undoWrites = await countWrites(root, ['undo']);
  expect(readFolder(root)).toEqual(old);
  return { old, now, applyWrites, undoWrites };
}

function makeSample(): string {
  return makeFolder(SAMPLE);
}

/** Runs jobs two at a time: the machine that tests run on may have no more processors. */
async function twoAtATime(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = queue.shift(); job; job = queue.shift()) await job();
  };
  await Promise.all([work(), work()]);
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('a process killed with SIGKILL at each write', () => {
  it('of apply leaves files old or new; the next apply or undo puts it right', async () => {
    const { old, now, applyWrites } = await measure();
    expect(applyWrites).toBeGreaterThan(30);
    const states = new Set<number>();
    const jobs = upTo(applyWrites).map((step) => async () => {
      const root = makeSample();
      expect((await call(root, ['apply', '--yes'], step)).signal, `step ${step}`).toBe('SIGKILL');
      expectOldOrNew(readFolder(root), old, now);
      const pending = readUnfinished(root).length;
      states.add(pending);
      if (step % 2 === 0) {
        await applyAgain(root);
        expect(readFolder(root)).toEqual(now);
        expect(readUnfinished(root)).toEqual([]);
        return;
      }
      const changed = JSON.stringify(readFolder(root)) !== JSON.stringify(old);
      if (pending > 0 || changed) undo(root);
      expect(readFolder(root)).toEqual(old);
    });
    await twoAtATime(jobs);
    expect([...states].toSorted()).toEqual([0, 1]);
  });

  it('is told by status, and finished by the next apply', async () => {
    const root = makeSample();
    const { applyWrites } = await measure();
    await call(root, ['apply', '--yes'], applyWrites - 10);
    const status = await call(root, ['status']);
    expect(status.stdout).toMatch(/Apply \S+ was interrupted\. The next apply finishes it/);
    const again = await call(root, ['apply', '--yes']);
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' });
    expect(again.stderr).toMatch(/Apply \S+ was interrupted; finished it\./);
  });

  it('of undo leaves files old or new; the next undo or apply finishes it', async () => {
    const { old, now, undoWrites } = await measure();
    expect(undoWrites).toBeGreaterThan(15);
    const jobs = upTo(undoWrites).map((step) => async () => {
      const root = makeSample();
      await applyAgain(root);
      expect((await call(root, ['undo'], step)).signal, `step ${step}`).toBe('SIGKILL');
      expectOldOrNew(readFolder(root), old, now);
      const done = JSON.stringify(readFolder(root)) === JSON.stringify(old);
      if (step % 2 === 0) recoverWorkspace(root);
      if (readBefore(root).size > 0) undo(root);
      else expect(done || step % 2 === 0).toBe(true);
      expect(readFolder(root), `step ${step}`).toEqual(old);
      expect(existsSync(join(root, 'packages/api/src/made here'))).toBe(false);
    });
    await twoAtATime(jobs);
  });
});
