import type { Context } from 'hono';
import { eventOf, type Loose, requestMethod } from './event.js';
import { getRoute } from './request.js';
import { facts } from './router.js';

/** Which requests are logged at a level of their own: `target` in each period, and a share of the rest. */
export interface SamplingRule {
  /** Requests of each period that are always sampled; 1 by default. */
  target?: number;
  /** Share of the others, from 0 to 1; 0.1 by default. */
  rate?: number;
  /** Seconds; 60 by default. */
  period?: number;
  /** Level for sampled requests; trace by default. */
  level?: string;
}

/** `sampling` of lambda-api's logger. */
export interface SamplingOptions extends SamplingRule {
  rules?: (SamplingRule & { route?: string; method?: string | string[] })[];
}

/** What has been sampled of a route. */
export interface SampleCount {
  start: number;
  fCount: number;
  pCount: number;
  tCount: number;
}

interface Rule extends Required<SamplingRule> {
  readonly route: readonly string[];
  readonly methods: readonly string[];
}

/** The level at which a request is logged, when it is sampled. */
export type Sampler = (c: Context, levels: Record<string, number>) => string | undefined;

/**
 * `logger: { sampling }`: chooses the requests that are logged at a lower level than usual. As in
 * lambda-api each route has a count of its own where a rule names it, all others share one.
 *
 * @example
 * logRequests(app, { sampling: sampler({ rules: [{ route: '/users', rate: 0.5 }] }) });
 */
export function sampler(options: SamplingOptions | boolean): Sampler {
  const config = typeof options === 'object' ? options : {};
  const since = Date.now();
  const ruleOf = (rule: SamplingOptions & { route?: string; method?: Loose }): Rule => ({
    target: Number.isInteger(rule.target) ? Number(rule.target) : 1,
    rate: Number(rule.rate) <= 1 ? Number(rule.rate) : 0.1,
    period: Number.isInteger(rule.period) ? Number(rule.period) : 60,
    level: rule.level ?? '',
    // A rule for '/' never applies in lambda-api.
    route: segmentsOf(rule.route ?? '').map((part) => part || '/'),
    methods: [rule.method ?? 'ANY']
      .flat()
      .flatMap((names: string) => names.toUpperCase().split(/\s*,\s*/)),
  });
  const fallback = ruleOf(config);
  const rules = (config.rules ?? []).map(ruleOf);
  return (c, levels) => {
    const route = getRoute(c) ?? '';
    const rule = findRule(rules, segmentsOf(route), requestMethod(eventOf(c)));
    const counts = facts.get(c)?.router.sampleCounts ?? {};
    const count = (counts[rule ? route : 'default'] ??= newCount());
    const { level } = rule ?? fallback;
    return isSampled(rule ?? fallback, count, since)
      ? level in levels
        ? level
        : 'trace'
      : undefined;
  };
}

function newCount(): SampleCount {
  return { start: 0, fCount: 0, pCount: 0, tCount: 0 };
}

function segmentsOf(path: string): string[] {
  return (path.trim().split('?')[0] ?? '').replace(/^\/(.*?)(\/)*$/, '$1').split('/');
}

/** The rule of exactly this route and method, else of any method, else the same for the deepest wildcard. */
function findRule(
  rules: readonly Rule[],
  path: readonly string[],
  method: string,
): Rule | undefined {
  const matches = (rule: Rule, segments: readonly string[]) =>
    rule.route.length === segments.length && rule.route.every((part, i) => part === segments[i]);
  const wildcards = path.map((_part, i) => [...path.slice(0, path.length - 1 - i), '*']);
  const deepest = wildcards.find((wildcard) => rules.some((rule) => startsWith(rule, wildcard)));
  for (const segments of [path, ...(deepest ? [deepest] : [])])
    for (const name of [method, 'ANY']) {
      // A later rule for the same place replaces an earlier one.
      const found = rules.filter((rule) => matches(rule, segments) && rule.methods.includes(name));
      if (found.length > 0) return found[found.length - 1];
    }
  return undefined;
}

function startsWith({ route }: Rule, segments: readonly string[]): boolean {
  return segments.every((part, i) => part === route[i]);
}

/** A fixed number of each period, and of the rest so many that their share comes out. */
function isSampled(rule: Rule, count: SampleCount, since: number): boolean {
  const now = Date.now();
  const period = rule.period * 1000;
  const share = (count.tCount / (now - since)) * rule.period * 1000 * rule.rate;
  const pace = rule.rate > 0 ? period / share : 0;
  const isNewPeriod = now - count.start > period;
  const isDue = (step: number): boolean => count.start + Math.floor(step) < now;
  let sampled = false;
  if (isNewPeriod) {
    Object.assign(count, { start: now, pCount: 0 });
    sampled = rule.target > 0;
    if (sampled) count.fCount = 1;
  } else if (rule.target > 0 && isDue((period / rule.target) * count.fCount)) {
    sampled = true;
    count.fCount += 1;
  } else if (rule.rate > 0 && isDue(pace * count.pCount + pace / 2)) {
    sampled = true;
    count.pCount += 1;
  }
  count.tCount += 1;
  return sampled;
}
