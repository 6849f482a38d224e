import type { LlrtProfile } from '../../../transforms/llrt/profile.js';
import type { Outcome, Span } from '../types.js';

/** Makes a child offer what LLRT does. */
export interface LlrtSettings {
  readonly profile: LlrtProfile;
  /** Globals that the bundle reads by another name, see `llrt/names.ts`. */
  readonly names: readonly string[];
}

/** What the code asked for, and LLRT lacks or does otherwise. */
export interface SeenRefusal {
  /** The rule about LLRT that says more. */
  readonly code: string;
  readonly what: string;
  /** Where in the bundle, the innermost call first; lines and columns from 1. */
  readonly places: readonly { readonly line: number; readonly column: number }[];
  readonly times: number;
}

/** First message to a child: what to load. */
export interface LoadMessage {
  readonly type: 'load';
  /** Absolute path of the module. */
  readonly entry: string;
  readonly handlerName?: string;
  /** Absolute path of the module to load before. */
  readonly setup?: string;
  readonly recorderPort: number;
  /** The clock, in milliseconds since 1970. */
  readonly now: number;
  /** The entry is a bundle for LLRT. */
  readonly llrt?: LlrtSettings;
}

/** One event to run. */
export interface EventMessage {
  readonly type: 'event';
  readonly index: number;
  readonly event: unknown;
  readonly context: Readonly<Record<string, unknown>>;
  /** The clock during this event, in milliseconds since 1970. */
  readonly now: number;
  readonly timeoutMs: number;
}

/** What a parent says. */
export type ToChild = LoadMessage | EventMessage;

/** What a child says. */
export type FromChild =
  | { readonly type: 'loaded' }
  | { readonly type: 'load-failed'; readonly why: string }
  | { readonly type: 'refused'; readonly to: string }
  | { readonly type: 'lacking'; readonly refusals: readonly SeenRefusal[] }
  /** An error that nobody caught, between events. */
  | { readonly type: 'late-error'; readonly why: string }
  | {
      readonly type: 'result';
      readonly index: number;
      readonly outcome: Outcome;
      readonly uncaught: readonly string[];
      /** When each call began and ended, by the id in its header. */
      readonly spans: readonly (readonly [string, Pick<Span, 'started'> & { finished?: number }])[];
      /** The process is no longer fit for another event. */
      readonly spent: boolean;
    };
