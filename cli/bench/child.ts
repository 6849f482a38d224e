import { performance as hostPerformance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { standInForAwsSdk } from '../verify/child/aws-sdk.js';
import { pickHandler, pickNamedHandler } from '../verify/child/handler.js';
import { describeError, invoke } from '../verify/child/invoke.js';
import { inWordsOfLlrt } from '../verify/child/llrt/explain.js';
import { installLlrt } from '../verify/child/llrt/install.js';
import { installNetwork } from '../verify/child/network.js';
import { useSetup } from '../verify/child/stubs.js';
import { median } from './median.js';
import type { FromBenchChild, Order, RunResult } from './messages.js';
import { statusOf } from './status-of.js';

/** Milliseconds between two signs of life: seldom enough not to be in the figures. */
const SIGN_MS = 1000;

/** Runs one order and says what it took. The process is used for nothing else. */
async function measure(order: Order): Promise<RunResult> {
  standInForAwsSdk();
  const network = installNetwork(order.recorderPort, () => undefined);
  if (order.setup !== undefined)
    await useSetup((await import(pathToFileURL(order.setup).href)) as object);
  network.begin();
  if (order.llrt) installLlrt(order.llrt, order.module);
  const begun = performance.now();
  const loaded = (await import(pathToFileURL(order.module).href)) as object;
  const initMs = performance.now() - begun;
  const handler = (order.llrt ? pickNamedHandler : pickHandler)(loaded, order.handlerName);
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const tellReached = signs();
  for (let index = 0; index < order.requests; index += 1) {
    tellReached(`event ${index + 1}`);
    const event = order.events[index % order.events.length];
    const start = performance.now();
    const message = {
      type: 'event',
      index,
      event: structuredClone(event),
      context: {},
      now: Date.now(),
      timeoutMs: order.timeoutMs,
    } as const;
    const { outcome } = invoke(handler, message, () => order.timeoutMs, order.llrt !== undefined);
    const ended = await Promise.race([outcome, late(order.timeoutMs)]);
    times.push(performance.now() - start);
    if (ended.kind !== 'answer') throw new Error(`event ${index + 1}: ${ended.why}`);
    const status = statusOf(JSON.parse(ended.json));
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const [firstMs = 0, ...warm] = times;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  // What this module itself took is in neither part.
  const startMs = hostPerformance.nodeTiming.bootstrapComplete + initMs;
  return { measured: { startMs, initMs, firstMs, warmMs: median(warm), peakMb }, statuses };
}

/** Tells the other process where this one is, at once and then now and again. */
function signs(): (reached: string) => void {
  let last = -Infinity;
  return (reached) => {
    if (performance.now() - last < SIGN_MS) return;
    last = performance.now();
    process.send?.({ reached } satisfies FromBenchChild);
  };
}

function late(ms: number): Promise<{ readonly kind: 'hang'; readonly why: string }> {
  return new Promise((resolve) => {
    const why = `no answer within ${ms} ms`;
    setTimeout(() => resolve({ kind: 'hang', why }), ms).unref();
  });
}

function send(message: FromBenchChild): void {
  process.send?.(message, () => process.exit(0));
}

process.once('message', (order: Order) => {
  measure(order).then(
    (result) => send(result),
    (error: unknown) => send({ failed: order.llrt ? inWordsOfLlrt(error) : describeError(error) }),
  );
});
