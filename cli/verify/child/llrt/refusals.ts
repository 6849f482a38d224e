import type { SeenRefusal } from '../messages.js';

type PrepareStack = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Places of the bundle that are told of one refusal. */
const MOST_PLACES = 30;

/** Notes what the bundle asked for and LLRT lacks or does otherwise, and where. */
export class Refusals {
  readonly #bundle: string;
  #seen = new Map<string, SeenRefusal>();

  /** @param bundle URL of the bundle */
  constructor(bundle: string) {
    this.#bundle = bundle;
  }

  /**
   * Notes one.
   *
   * @param code the rule about LLRT that says more
   * @param what for example `Request.formData`
   */
  note(code: string, what: string): void {
    const places = this.#places(Refusals.prototype.note);
    const key = JSON.stringify([what, places[0]]);
    const times = (this.#seen.get(key)?.times ?? 0) + 1;
    this.#seen.set(key, { code, what, places, times });
  }

  /** Whether the bundle itself called a function. */
  isOwnCall(called: Function): boolean {
    return callSites(called)[0]?.getFileName() === this.#bundle;
  }

  /** Hands over what was noted, and forgets it. */
  take(): readonly SeenRefusal[] {
    const seen = [...this.#seen.values()];
    this.#seen = new Map();
    return seen;
  }

  #places(above: Function): SeenRefusal['places'] {
    return callSites(above)
      .filter((site) => site.getFileName() === this.#bundle)
      .slice(0, MOST_PLACES)
      .map((site) => ({ line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 }));
  }
}

/** The calls that led to a function, the innermost first, where they stand in what runs. */
function callSites(above: Function): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const prepare: PrepareStack = (_error, sites) => sites;
  const holder: { stack?: unknown } = {};
  try {
    Error.prepareStackTrace = prepare;
    Error.stackTraceLimit = 100;
    Error.captureStackTrace(holder, above);
    return Array.isArray(holder.stack) ? holder.stack : [];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}
