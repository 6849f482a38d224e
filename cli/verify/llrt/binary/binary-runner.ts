import { spawn, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { startRecorder, type Recorder } from '../../recorder.js';
import type { Ran, Runner } from '../../runner.js';
import { sideEnvironment } from '../../sides/environment.js';
import type { Outcome, ReplayEvent } from '../../types.js';
import { startRuntimeApi, type RuntimeApi } from './runtime-api.js';
import { runSetup, type RunningSetup } from './run-setup.js';
import { writeTaskRoot } from './task-root.js';

/** Lambda allows ten seconds for init. */
const INIT_MS = 10_000;

/** How LLRT itself is run. */
export interface BinaryOptions {
  /** Absolute path of the binary. */
  readonly binary: string;
  /** Absolute path of the bundle. */
  readonly bundle: string;
  readonly handlerName: string;
  /** Absolute path of a setup module that Node.js can load. */
  readonly setup: string | undefined;
  readonly timeoutMs: number;
  /** Clock of the first event in milliseconds since 1970; each event is a second later. */
  readonly startTime: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** A process of LLRT that has ended its init, or failed in it. */
export interface LlrtProcess {
  readonly api: RuntimeApi;
  readonly process: ChildProcess;
  /** How the process ended, once it did. */
  readonly ended: Promise<string>;
  /** Why its init failed. */
  readonly failure: string | undefined;
}

/**
 * Runs a bundle on an LLRT binary as Lambda would: the process asks for events, and answers them.
 * Calls by fetch go to a recorder on loopback, other hosts are denied.
 */
export async function startBinary(options: BinaryOptions): Promise<Runner> {
  const recorder = await startRecorder();
  const folder = dirname(options.bundle);
  const base = sideEnvironment(options.env, recorder.url);
  const setup = options.setup === undefined ? undefined : await runSetup(options.setup, base);
  const handler = await writeTaskRoot(folder, options.bundle, options.handlerName);
  const env = { ...base, ...setup?.env, LAMBDA_TASK_ROOT: folder, _HANDLER: handler };
  const start = (): Promise<LlrtProcess> => startLlrtProcess(options, folder, env, recorder);
  let running = await start();
  return {
    run: (event, index) => runEvent(options, running, recorder, { event, index }),
    restart: async () => {
      if (running.failure !== undefined) return;
      await stopLlrtProcess(running);
      running = await start();
    },
    close: () => closeAll(running, setup, recorder),
  };
}

/** Starts LLRT on the task root in `cwd`, and waits for the end of its init. */
export async function startLlrtProcess(
  { binary, signal }: Pick<BinaryOptions, 'binary' | 'signal'>,
  cwd: string,
  env: Readonly<Record<string, string>>,
  recorder: Recorder,
): Promise<LlrtProcess> {
  const api = await startRuntimeApi();
  const child = spawn(binary, [], {
    cwd,
    env: {
      ...env,
      AWS_LAMBDA_RUNTIME_API: api.address,
      LLRT_MIGRATE_RECORDER: recorder.url,
      LLRT_NET_ALLOW: `${api.address} ${new URL(recorder.url).host} 127.0.0.1 localhost`,
      LLRT_SDK_CONNECTION_WARMUP: '0',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    killSignal: 'SIGKILL',
    ...(signal === undefined ? {} : { signal }),
  });
  let tail = '';
  child.stderr.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString('utf8')).slice(-2000)));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, how) =>
      resolve(how === null ? `exit code ${code}` : `signal ${how}`),
    );
  });
  const late = after(INIT_MS).then(() => `init did not end in ${INIT_MS / 1000} s`);
  const died = ended.then((how) => `the process ended during init (${how}) ${tail}`.trim());
  const failure = await Promise.race([api.started, late, died]);
  return { api, process: child, ended, failure };
}

async function runEvent(
  { timeoutMs, startTime }: BinaryOptions,
  { api, ended, failure }: LlrtProcess,
  recorder: Recorder,
  { event, index }: { readonly event: ReplayEvent; readonly index: number },
): Promise<Ran> {
  if (failure !== undefined) {
    const outcome: Outcome = { kind: 'load-failed', why: failure };
    return { observation: { outcome, calls: [], uncaught: [] }, spent: false };
  }
  const now = startTime + index * 1000;
  recorder.begin(now, index === 0);
  const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  const given = { event: event.event, now, seed: index + 1 };
  const answered = api.invoke(id, given, Date.now() + timeoutMs);
  const late = after(timeoutMs).then((): Outcome => {
    return { kind: 'hang', why: `no answer within ${timeoutMs} ms` };
  });
  const died = ended.then((how): Outcome => {
    return { kind: 'crash', why: `the process ended (${how})` };
  });
  const outcome = await Promise.race([answered, late, died]);
  const observation = { outcome, calls: recorder.calls(new Map()), uncaught: [] };
  return { observation, spent: outcome.kind === 'hang' || outcome.kind === 'crash' };
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());
}

/** Ends a process of LLRT and its API. */
export async function stopLlrtProcess({ api, process, ended }: LlrtProcess): Promise<void> {
  process.kill('SIGKILL');
  await ended;
  await api.close();
}

async function closeAll(
  running: LlrtProcess,
  setup: RunningSetup | undefined,
  recorder: Recorder,
): Promise<void> {
  await stopLlrtProcess(running);
  setup?.stop();
  await recorder.close();
}
