import { pathToFileURL } from 'node:url';
import { standInForAwsSdk } from './child/aws-sdk.js';
import { installClock, type Clock } from './child/clock.js';
import { pickHandler, pickNamedHandler, type Handler } from './child/handler.js';
import { describeError, invoke, type Invocation } from './child/invoke.js';
import { inWordsOfLlrt } from './child/llrt/explain.js';
import { installLlrt } from './child/llrt/install.js';
import type { Refusals } from './child/llrt/refusals.js';
import type { EventMessage, FromChild, LoadMessage, ToChild } from './child/messages.js';
import { installNetwork, type Network } from './child/network.js';
import { installRandom, type Reseed } from './child/random.js';
import { useSetup } from './child/stubs.js';

/** Longest wait for calls that are still under way after the answer, in milliseconds. */
const SETTLE_MS = 500;

/** Taken before anything is replaced: the machinery below runs on real time. */
const { setTimeout: realTimeout, setImmediate: realImmediate, Date: RealDate } = globalThis;
const realNow = RealDate.now.bind(RealDate);
const sendToParent = process.send?.bind(process);

interface World {
  readonly clock: Clock;
  readonly reseed: Reseed;
  readonly network: Network;
  /** Set where the process stands for LLRT. */
  readonly refusals?: Refusals;
}

interface State {
  world?: World;
  handler?: Handler;
  /** Set while a handler has not answered. */
  running?: Invocation;
  /** True from the start of an event until its result was sent. */
  busy: boolean;
  uncaught: string[];
  phase: 'loading' | 'ready';
  /** Calls made while loading count for the first event. */
  first: boolean;
}

const state: State = { busy: false, uncaught: [], phase: 'loading', first: true };

function send(message: FromChild, then?: () => void): void {
  sendToParent?.(message, () => then?.());
}

/** While an event runs the channel must not keep the loop alive, else an empty loop goes unseen. */
function holdChannel(hold: boolean): void {
  if (hold) process.channel?.ref();
  else process.channel?.unref();
}

async function load(message: LoadMessage): Promise<void> {
  const clock = installClock(message.now);
  const reseed = installRandom();
  standInForAwsSdk();
  const hangs = message.llrt?.profile.rules.includes('llrt-sdk-init-hang-tla') ?? false;
  const network = installNetwork(
    message.recorderPort,
    (to) => send({ type: 'refused', to }),
    () => hangs && state.phase === 'loading',
  );
  reseed(0);
  if (message.setup !== undefined) {
    await useSetup((await import(pathToFileURL(message.setup).href)) as object);
  }
  network.begin();
  const refusals = message.llrt && installLlrt(message.llrt, message.entry);
  if (message.llrt) holdChannel(false);
  try {
    const loaded = (await import(pathToFileURL(message.entry).href)) as object;
    const pick = message.llrt ? pickNamedHandler : pickHandler;
    state.handler = pick(loaded, message.handlerName);
  } finally {
    sendRefusals(refusals);
  }
  state.world = { clock, reseed, network, ...(refusals && { refusals }) };
  state.phase = 'ready';
  holdChannel(true);
  send({ type: 'loaded' });
}

function sendRefusals(refusals: Refusals | undefined): void {
  const seen = refusals?.take() ?? [];
  if (seen.length > 0) send({ type: 'lacking', refusals: seen });
}

async function run(message: EventMessage, handler: Handler, world: World): Promise<void> {
  state.busy = true;
  state.uncaught = [];
  world.clock.set(message.now);
  world.reseed(message.index + 1);
  if (!state.first) world.network.begin();
  state.first = false;
  const deadline = message.now + message.timeoutMs;
  holdChannel(false);
  const remaining = (): number => Math.max(0, deadline - world.clock.peek());
  const running = invoke(handler, message, remaining, world.refusals !== undefined);
  state.running = running;
  const timer = realTimeout(
    () => running.end({ kind: 'hang', why: `no answer within ${message.timeoutMs} ms` }),
    message.timeoutMs,
  );
  timer.unref();
  const outcome = await running.outcome;
  clearTimeout(timer);
  holdChannel(true);
  delete state.running;
  const timedOut = outcome.kind === 'hang' && outcome.why.startsWith('no answer within');
  if (!timedOut) await settle(world.network);
  state.busy = false;
  const uncaught = state.uncaught;
  const spent = timedOut || outcome.kind === 'crash' || uncaught.length > 0;
  const spans = world.network.spans();
  sendRefusals(world.refusals);
  send({ type: 'result', index: message.index, outcome, uncaught, spans, spent });
}

/** Lets calls that the handler did not wait for come to their end, so that they count for this event. */
async function settle(network: Network): Promise<void> {
  const end = realNow() + SETTLE_MS;
  for (let quiet = 0; quiet < 3 && realNow() < end;) {
    await new Promise((resolve) => realImmediate(resolve));
    quiet = network.underWay() === 0 ? quiet + 1 : 0;
    if (quiet === 0) await new Promise((resolve) => realTimeout(resolve, 1));
  }
}

function onUncaught(error: unknown): void {
  const why = describeError(error);
  if (state.phase === 'loading') {
    send({ type: 'load-failed', why }, () => process.exit(1));
  } else if (state.running !== undefined) {
    state.running.end({ kind: 'crash', why: `nobody caught ${why}` });
  } else if (state.busy) {
    state.uncaught.push(why);
  } else {
    send({ type: 'late-error', why });
  }
}

function explainLoadError(error: unknown, { llrt }: LoadMessage): string {
  if (llrt) return inWordsOfLlrt(error);
  return error instanceof Error && error.stack !== undefined
    ? `${describeError(error)}\n${error.stack.split('\n').slice(0, 8).join('\n')}`
    : describeError(error);
}

process.on('uncaughtException', onUncaught);
process.on('unhandledRejection', onUncaught);
process.on('disconnect', () => process.exit(0));
process.on('beforeExit', () => {
  if (state.phase === 'loading') {
    const why = 'nothing is left to wait for and the module has not finished loading';
    holdChannel(true);
    send({ type: 'load-failed', why }, () => process.exit(1));
    return;
  }
  const why = 'nothing is left to wait for and the handler has not answered';
  if (state.running === undefined) return;
  holdChannel(true);
  state.running.end({ kind: 'hang', why });
});
process.on('message', (message: ToChild) => {
  if (message.type === 'load') {
    load(message).catch((error: unknown) =>
      send({ type: 'load-failed', why: explainLoadError(error, message) }, () => process.exit(1)),
    );
  } else if (state.handler !== undefined && state.world !== undefined) {
    void run(message, state.handler, state.world);
  }
});
