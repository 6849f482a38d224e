import { fork } from 'node:child_process';
import { childScript } from '../verify/child-script.js';
import { sideEnvironment } from '../verify/sides/environment.js';
import { startRecorder } from '../verify/recorder.js';
import type { FromBenchChild, Measured, Order } from './messages.js';

/** Where a process runs. */
export interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Measures a bundle in a fresh process of Node.js, with AWS answered on loopback.
 *
 * @throws Error with what the process said when it could not be measured
 */
export async function runChild(
  order: Omit<Order, 'recorderPort'>,
  { cwd, env, signal }: Place,
): Promise<Measured> {
  const [script, recorder] = await Promise.all([
    childScript(import.meta.url, 'child'),
    startRecorder(),
  ]);
  try {
    recorder.begin(Date.now());
    const child = fork(script, [], {
      cwd,
      env: sideEnvironment(env, recorder.url),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      signal,
    });
    let said = '';
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (said = (said + text).slice(-2000)));
    const answer = new Promise<FromBenchChild>((resolve) => {
      child.once('message', (message: FromBenchChild) => resolve(message));
      child.once('error', (error) => resolve({ failed: error.message }));
      child.once('exit', (code) => resolve({ failed: `the process ended (${code}) ${said}` }));
    });
    child.send({ ...order, recorderPort: Number(new URL(recorder.url).port) });
    const result = await answer;
    signal.throwIfAborted();
    if ('failed' in result) throw new Error(result.failed);
    return result.measured;
  } finally {
    await recorder.close();
  }
}
