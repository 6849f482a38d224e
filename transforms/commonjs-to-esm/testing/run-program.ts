import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What a program printed and how it ended. */
export interface ProgramRun {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of Node in a folder. */
export function runProgram(folder: string, file: string): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [file],
      { cwd: folder, timeout: 20_000, env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' } },
      (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout: stdout.replaceAll(folder, '<folder>'), stderr }),
    );
  });
}

/** Does something with every item, as many at once as there are processors. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift())
      results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
