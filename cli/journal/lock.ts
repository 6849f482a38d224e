import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';

/**
 * Runs an action while no other process writes in the same workspace.
 *
 * @param folder the state folder, which exists
 * @throws Failure `locked` while another process holds the lock; the lock of a dead one is taken over
 */
export function withLock<T>(folder: string, action: () => T): T {
  const lock = join(folder, 'lock');
  acquire(lock);
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function acquire(lock: string): void {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${hostname()}\n`);
  try {
    // Two rounds are enough for one dead holder; more means that processes keep coming first.
    for (let round = 0; round < 3; round += 1) {
      if (tryLink(own, lock)) return;
      const holder = readHolder(lock);
      if (holder === undefined) continue;
      if (isAlive(holder)) throw held(lock, holder);
      takeAway(lock, holder);
    }
    throw held(lock, readHolder(lock) ?? 'unknown');
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link appears with its content, in one step, and fails when the name is taken. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readHolder(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isAlive(holder: string): boolean {
  const [pid, host] = holder.split(' ');
  // Of a process on another machine nothing is known: it counts as alive.
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return !isZombie(Number(pid));
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** A killed process whose parent has not looked yet keeps its number, and writes nothing more. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    // The name of the program stands in parentheses and may have some of its own.
    return /\) [ZX] [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Where /proc cannot be read nothing is known: the process counts as alive.
    return false;
  }
}

/** Moves the lock aside first: when another process was faster, its lock is put back. */
function takeAway(lock: string, holder: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readHolder(aside) !== holder) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

function held(lock: string, holder: string): Failure {
  const [pid = '', host = ''] = holder.split(' ');
  return new Failure(
    'locked',
    `Process ${pid} on ${host} is writing in this workspace. Wait for it to end; if it is gone, delete ${lock}.`,
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
