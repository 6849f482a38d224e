import type { OutgoingCall } from '../types.js';

/**
 * How the outgoing calls of two invocations differ; undefined when they do not.
 *
 * The same calls must have been made, each as often. Order counts where it is certain:
 * when one side had the answer to X before it asked Y, and the other side had the answer
 * to Y before it asked X. Calls that overlap on either side have no order.
 */
export function compareCalls(
  before: readonly OutgoingCall[],
  after: readonly OutgoingCall[],
): string | undefined {
  const left = numbered(before);
  const right = numbered(after);
  const missing = [...left].filter(([key]) => !right.has(key)).map(([, call]) => call);
  const extra = [...right].filter(([key]) => !left.has(key)).map(([, call]) => call);
  if (missing.length > 0 || extra.length > 0) return describeChange(missing, extra);
  return describeOrder(left, right);
}

/** One call in a line for people. */
export function describeCallShort(call: OutgoingCall): string {
  return [call.to, call.method, call.what].filter((part) => part !== '').join(' ');
}

/** Calls by what they are and how often that came before. */
function numbered(calls: readonly OutgoingCall[]): Map<string, OutgoingCall> {
  const counts = new Map<string, number>();
  const found = new Map<string, OutgoingCall>();
  for (const call of calls) {
    const { started: _started, finished: _finished, ...content } = call;
    const key = JSON.stringify(content);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    found.set(`${count} ${key}`, call);
  }
  return found;
}

function describeChange(missing: readonly OutgoingCall[], extra: readonly OutgoingCall[]): string {
  const unpaired = [...extra];
  const told = missing.map((call) => {
    const alike = unpaired.filter((other) => describeCallShort(other) === describeCallShort(call));
    const twin = alike.find((other) => other.body === call.body) ?? alike[0];
    if (twin === undefined) return `missing ${describeCallShort(call)}`;
    unpaired.splice(unpaired.indexOf(twin), 1);
    return `changed ${describeCallShort(call)} (${changedPart(call, twin)})`;
  });
  return [...told, ...unpaired.map((call) => `added ${describeCallShort(call)}`)].join('; ');
}

function changedPart(call: OutgoingCall, twin: OutgoingCall): string {
  if (call.body !== twin.body) return `body ${clip(call.body)} became ${clip(twin.body)}`;
  const names = new Set([...Object.keys(call.headers), ...Object.keys(twin.headers)]);
  const changed = [...names].filter((name) => call.headers[name] !== twin.headers[name]);
  return changed
    .map(
      (name) => `header ${name} ${shown(call.headers[name])} became ${shown(twin.headers[name])}`,
    )
    .join(', ');
}

function shown(value: string | undefined): string {
  return value === undefined ? '(none)' : clip(value);
}

function describeOrder(
  left: ReadonlyMap<string, OutgoingCall>,
  right: ReadonlyMap<string, OutgoingCall>,
): string | undefined {
  const shared = [...left].map(([key, before]) => ({ before, after: right.get(key) ?? before }));
  for (const [index, one] of shared.entries()) {
    for (const other of shared.slice(index + 1)) {
      const first = precedes(one.before, other.before) && precedes(other.after, one.after);
      const second = precedes(other.before, one.before) && precedes(one.after, other.after);
      if (!first && !second) continue;
      const [a, b] = first ? [one, other] : [other, one];
      return `order: ${describeCallShort(a.before)} came before ${describeCallShort(b.before)}, now after it`;
    }
  }
  return undefined;
}

const precedes = (a: OutgoingCall, b: OutgoingCall): boolean => a.finished < b.started;

function clip(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
