import { fork, type ChildProcess } from 'node:child_process';
import { childScript } from '../verify/child-script.js';
import { sideEnvironment } from '../verify/sides/environment.js';
import { startRecorder } from '../verify/recorder.js';
import type { FromBenchChild, Order, RunResult } from './messages.js';

/** How much longer than an answer may take a process may be silent: it is told to by itself first. */
const GRACE_MS = 2000;

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
): Promise<RunResult> {
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
    const answer = ending(child, order.timeoutMs, () => said);
    child.send({ ...order, recorderPort: Number(new URL(recorder.url).port) });
    const result = await answer;
    child.kill('SIGKILL');
    signal.throwIfAborted();
    if ('failed' in result) throw new Error(result.failed);
    return result;
  } finally {
    await recorder.close();
  }
}

type Ending = Exclude<FromBenchChild, { readonly reached: string }>;

/** Code that keeps its process busy for ever can only be ended from outside. */
function ending(child: ChildProcess, timeoutMs: number, said: () => string): Promise<Ending> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (result: Ending): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const wait = (ms: number, since: string): void => {
      clearTimeout(timer);
      const failed = `the process is stuck: no sign of it for ${Math.round(ms / 1000)} s, since ${since}`;
      timer = setTimeout(() => end({ failed }), ms);
    };
    // The setup module may start something that takes its time.
    wait(3 * timeoutMs + GRACE_MS, 'it began to load the code');
    child.on('message', (message: FromBenchChild) => {
      if ('reached' in message) wait(timeoutMs + GRACE_MS, message.reached);
      else end(message);
    });
    child.once('error', (error) => end({ failed: error.message }));
    child.once('exit', (code) => {
      const how = `the process ended without an answer (exit code ${code})`;
      end({ failed: `${how} ${said()}`.trim() });
    });
  });
}
