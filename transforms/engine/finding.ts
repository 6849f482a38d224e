/** How much a finding matters: `error` stops something that was asked for, `warning` needs a look, `info` is good to know. */
export type Severity = 'info' | 'warning' | 'error';

/**
 * One thing a reader has to know about one place in the code: what was found,
 * why it matters, what to do about it and where that is documented.
 */
export interface Finding {
  /** Stable identifier, `llrt-migrate explain CODE` prints its page section. */
  readonly code: string;
  readonly severity: Severity;
  /** What was found, and why it matters, in one sentence. */
  readonly message: string;
  /** Path relative to the workspace root, with forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** What to do about it. */
  readonly help: string;
  /** Page and section in the package, for example `docs/findings.md#handler-unresolved`. */
  readonly docs: string;
}
