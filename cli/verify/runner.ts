import { join } from 'node:path';
import type { FromChild, LlrtSettings, SeenRefusal } from './child/messages.js';
import { childScript } from './child-script.js';
import { startRecorder, type Recorder } from './recorder.js';
import { sideEnvironment } from './sides/environment.js';
import { startProcess, type Heard, type SideProcess } from './sides/process.js';
import type { Observation, Outcome, ReplayEvent, Side, Span } from './types.js';

/** Milliseconds for loading the setup module and the entry. */
const LOAD_MS = 30_000;
/** The same where LLRT is stood for: Lambda allows ten seconds for init. */
const LLRT_LOAD_MS = 10_000;
/** Milliseconds beyond the event's own limit before the process counts as blocked. */
const GRACE_MS = 2000;

/** Stands for the folder of a copy. */
const WORKSPACE = '/workspace';

/** One side, ready to be given events. */
export interface Runner {
  run(event: ReplayEvent, index: number): Promise<Ran>;
  /** Replaces the process by a fresh one. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** One event was run. */
export interface Ran {
  readonly observation: Observation;
  /** The process must be replaced before the next event. */
  readonly spent: boolean;
}

/** How a side is run. */
export interface RunnerOptions {
  /** What to load: the side's own entry, or what was built from it; absolute. */
  readonly module: string;
  readonly setup?: string;
  readonly timeoutMs: number;
  /** Clock of the first event in milliseconds since 1970; each event is a second later. */
  readonly startTime: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the process at once. */
  readonly signal?: AbortSignal;
  /** The module is a bundle for LLRT, and the process offers what LLRT does. */
  readonly llrt?: {
    readonly settings: LlrtSettings;
    /** Is told what the code asked for and LLRT lacks. */
    readonly onLacking: (refusals: readonly SeenRefusal[]) => void;
  };
}

interface Running {
  process: SideProcess;
  /** Set when the module could not be loaded. */
  failure?: string;
  /** Where an error that comes after the result belongs. */
  uncaught: string[];
  /** Calls made while loading count for the first event. */
  fresh: boolean;
}

/**
 * Starts a process for a side, with a recorder of its own, and loads the entry. A module
 * that cannot be loaded is no error here: every event then ends as `load-failed`.
 */
export async function startRunner(side: Side, options: RunnerOptions): Promise<Runner> {
  const recorder = await startRecorder();
  const script = await childScript();
  const start = (): Promise<Running> => startLoaded({ script, side, options, recorder });
  let running = await start();
  return {
    run: async (event, index) => {
      const ran = await runEvent({ side, running, recorder, options }, event, index);
      return { ...ran, observation: withoutRoot(ran.observation, side.root) };
    },
    restart: async () => {
      if (running.failure !== undefined) return;
      await running.process.stop();
      running = await start();
    },
    close: async () => {
      await running.process.stop();
      await recorder.close();
    },
  };
}

/** The two copies lie in different folders; a path in an answer is no difference. */
function withoutRoot(observation: Observation, root: string): Observation {
  const hide = (text: string): string => text.replaceAll(root, WORKSPACE);
  const { outcome, calls, uncaught } = observation;
  return {
    outcome:
      outcome.kind === 'answer'
        ? { kind: 'answer', json: hide(outcome.json) }
        : { kind: outcome.kind, why: hide(outcome.why) },
    calls: calls.map((call) => ({ ...call, what: hide(call.what), body: hide(call.body) })),
    uncaught,
  };
}

interface Starting {
  readonly script: string;
  readonly side: Side;
  readonly options: RunnerOptions;
  readonly recorder: Recorder;
}

async function startLoaded({ script, side, options, recorder }: Starting): Promise<Running> {
  recorder.begin(options.startTime);
  const uncaught: string[] = [];
  const running: { current?: Running } = {};
  const onMessage = (message: FromChild): void => {
    if (message.type === 'refused') recorder.refused(message.to);
    if (message.type === 'lacking') options.llrt?.onLacking(message.refusals);
    if (message.type !== 'late-error') return;
    running.current?.uncaught.push(message.why.replaceAll(side.root, WORKSPACE));
  };
  const where = {
    cwd: join(side.root, side.packageDir),
    env: sideEnvironment(options.env, recorder.url),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const process = startProcess(script, where, onMessage);
  process.post({
    type: 'load',
    entry: options.module,
    now: options.startTime,
    recorderPort: Number(new URL(recorder.url).port),
    ...(side.handlerName === undefined ? {} : { handlerName: side.handlerName }),
    ...(options.setup === undefined ? {} : { setup: options.setup }),
    ...(options.llrt === undefined ? {} : { llrt: options.llrt.settings }),
  });
  const limit = options.llrt === undefined ? LOAD_MS : LLRT_LOAD_MS;
  const heard = await process.wait(isLoadResult, limit);
  running.current = { process, uncaught, fresh: true };
  const failure = loadFailure(heard, process, limit);
  if (failure !== undefined) {
    running.current.failure = failure;
    await process.stop();
  }
  return running.current;
}

function isLoadResult(message: FromChild): boolean {
  return message.type === 'loaded' || message.type === 'load-failed';
}

function loadFailure(heard: Heard, process: SideProcess, limit: number): string | undefined {
  if (heard.kind === 'silence') return `the module did not finish loading in ${limit / 1000} s`;
  if (heard.kind === 'exit') {
    return `the process ended while the module was loading (${heard.how}) ${process.tail()}`.trim();
  }
  return heard.message.type === 'load-failed' ? heard.message.why : undefined;
}

interface RunContext {
  readonly side: Side;
  readonly running: Running;
  readonly recorder: Recorder;
  readonly options: RunnerOptions;
}

async function runEvent(
  { side, running, recorder, options }: RunContext,
  event: ReplayEvent,
  index: number,
): Promise<Ran> {
  if (running.failure !== undefined) {
    const outcome: Outcome = { kind: 'load-failed', why: running.failure };
    return { observation: { outcome, calls: [], uncaught: [] }, spent: false };
  }
  const now = options.startTime + index * 1000;
  recorder.begin(now, running.fresh);
  running.fresh = false;
  running.uncaught = [];
  const { timeoutMs } = options;
  running.process.post({
    type: 'event',
    index,
    event: event.event,
    context: event.context ?? {},
    now,
    timeoutMs,
  });
  const heard = await running.process.wait(
    (message) => message.type === 'result' && message.index === index,
    timeoutMs + GRACE_MS,
  );
  if (heard.kind === 'message' && heard.message.type === 'result') {
    const { outcome, uncaught, spans, spent } = heard.message;
    const calls = recorder.calls(new Map(spans.map(([id, span]) => [id, closed(span)])));
    running.uncaught.push(...uncaught.map((why) => why.replaceAll(side.root, WORKSPACE)));
    return { observation: { outcome, calls, uncaught: running.uncaught }, spent };
  }
  const outcome = heard.kind === 'exit' ? crashed(heard.how) : blocked(timeoutMs);
  return { observation: { outcome, calls: recorder.calls(new Map()), uncaught: [] }, spent: true };
}

function closed({ started, finished }: { started: number; finished?: number }): Span {
  return { started, finished: finished ?? Infinity };
}

function crashed(how: string): Outcome {
  return { kind: 'crash', why: `the process ended (${how})` };
}

function blocked(timeoutMs: number): Outcome {
  return { kind: 'hang', why: `the process was blocked for more than ${timeoutMs} ms` };
}
