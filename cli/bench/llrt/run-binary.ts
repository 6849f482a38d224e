import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  startLlrtProcess,
  stopLlrtProcess,
  type LlrtProcess,
} from '../../verify/llrt/binary/binary-runner.js';
import { runSetup } from '../../verify/llrt/binary/run-setup.js';
import { startRecorder, type Recorder } from '../../verify/recorder.js';
import { sideEnvironment } from '../../verify/sides/environment.js';
import { median } from '../median.js';
import type { Measured, RunResult, Statuses } from '../messages.js';
import { statusOf } from '../status-of.js';
import { writeTimedRoot, type TimedAnswer } from './task-root.js';

/** What one process of LLRT is to do. */
export interface BinaryOrder {
  /** Absolute path of LLRT. */
  readonly binary: string;
  /** Absolute path of the bundle. */
  readonly module: string;
  readonly handlerName: string;
  /** Absolute path of a setup module that Node.js can load. */
  readonly setup: string | undefined;
  readonly events: readonly unknown[];
  readonly requests: number;
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Measures a bundle in a fresh process of LLRT, which asks a stand-in for Lambda's runtime API for
 * events. AWS is answered on loopback.
 *
 * @throws Error with what the process said when it could not be measured
 */
export async function runBinary(order: BinaryOrder): Promise<RunResult> {
  const recorder = await startRecorder();
  try {
    recorder.begin(Date.now());
    return await inProcess(order, recorder);
  } finally {
    await recorder.close();
  }
}

async function inProcess(order: BinaryOrder, recorder: Recorder): Promise<RunResult> {
  const folder = dirname(order.module);
  const base = sideEnvironment(order.env, recorder.url);
  const setup = order.setup === undefined ? undefined : await runSetup(order.setup, base);
  const handler = await writeTimedRoot(folder, order.module, order.handlerName);
  const env = { ...base, ...setup?.env, LAMBDA_TASK_ROOT: folder, _HANDLER: handler };
  const begun = performance.now();
  const running = await startLlrtProcess(order, folder, env, recorder);
  const startMs = performance.now() - begun;
  try {
    if (running.failure !== undefined) throw new Error(running.failure);
    return await measure(order, running, startMs);
  } finally {
    await stopLlrtProcess(running);
    setup?.stop();
  }
}

async function measure(
  { events, requests, timeoutMs, signal }: BinaryOrder,
  running: LlrtProcess,
  startMs: number,
): Promise<RunResult> {
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let initMs = 0;
  for (let index = 0; index < requests; index += 1) {
    signal.throwIfAborted();
    const timed = await ask(running, events[index % events.length], index, timeoutMs);
    times.push(timed.ms);
    initMs = timed.initMs;
    const status = statusOf(timed.answer);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const [firstMs = 0, ...warm] = times;
  const peakMb = peakOf(running.process.pid);
  const measured: Measured = { startMs, initMs, firstMs, warmMs: median(warm), peakMb };
  return { measured, statuses: statuses satisfies Statuses };
}

async function ask(
  { api, ended }: LlrtProcess,
  event: unknown,
  index: number,
  timeoutMs: number,
): Promise<TimedAnswer> {
  const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  const now = Date.now();
  const given = { event, now, seed: index + 1 };
  const late = new Promise<{ kind: 'hang'; why: string }>((resolve) => {
    const why = `no answer within ${timeoutMs} ms`;
    setTimeout(() => resolve({ kind: 'hang', why }), timeoutMs).unref();
  });
  const died = ended.then((how) => ({ kind: 'crash', why: `the process ended (${how})` }) as const);
  const outcome = await Promise.race([api.invoke(id, given, now + timeoutMs), late, died]);
  if (outcome.kind !== 'answer') throw new Error(`event ${index + 1}: ${outcome.why}`);
  return JSON.parse(outcome.json) as TimedAnswer;
}

/** The kernel keeps it on Linux; elsewhere it is not known. */
function peakOf(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null; // no /proc, as on macOS
  }
}
