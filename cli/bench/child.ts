import { pathToFileURL } from 'node:url';
import { standInForAwsSdk } from '../verify/child/aws-sdk.js';
import { pickHandler } from '../verify/child/handler.js';
import { describeError, invoke } from '../verify/child/invoke.js';
import { installNetwork } from '../verify/child/network.js';
import { useSetup } from '../verify/child/stubs.js';
import { field } from '../verify/compare/kind.js';
import type { FromBenchChild, Order, Statuses } from './messages.js';

/** Milliseconds between two signs of life: seldom enough not to be in the figures. */
const SIGN_MS = 1000;

/** Runs one order and says what it took. The process is used for nothing else. */
async function measure(order: Order): Promise<Extract<FromBenchChild, { measured: unknown }>> {
  standInForAwsSdk();
  const network = installNetwork(order.recorderPort, () => undefined);
  if (order.setup !== undefined)
    await useSetup((await import(pathToFileURL(order.setup).href)) as object);
  network.begin();
  const begun = performance.now();
  const loaded = (await import(pathToFileURL(order.module).href)) as object;
  const handler = pickHandler(loaded, order.handlerName);
  const initMs = performance.now() - begun;
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
    const { outcome } = invoke(handler, message, () => order.timeoutMs);
    const ended = await Promise.race([outcome, late(order.timeoutMs)]);
    times.push(performance.now() - start);
    if (ended.kind !== 'answer') throw new Error(`event ${index + 1}: ${ended.why}`);
    const status = statusOf(ended.json);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const [firstMs = 0, ...warm] = times;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { measured: { initMs, firstMs, warmMs: median(warm), peakMb }, statuses };
}

function statusOf(json: string): keyof Statuses {
  const status = field(JSON.parse(json), 'statusCode');
  return status === undefined ? 'none' : String(status);
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

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function send(message: FromBenchChild): void {
  process.send?.(message, () => process.exit(0));
}

process.once('message', (order: Order) => {
  measure(order).then(
    (result) => send(result),
    (error: unknown) => send({ failed: describeError(error) }),
  );
});
